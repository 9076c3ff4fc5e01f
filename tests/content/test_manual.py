"""knowledge/README.md: its samples are good content, its messages what `check` says."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main, parser
from bot.cli.refer import ASKER, as_text, open_referral
from bot.content.destinations import DESTINATION
from bot.content.phones import find_numbers
from bot.content.reader import read_knowledge
from bot.core.contacts import GRADE_MARKS
from bot.core.knowledge import (
    LIFE_DOMAIN_LABELS,
    Consent,
    DestinationKind,
    Grade,
    LifeDomain,
)
from bot.core.referral import GENERAL_DESK
from bot.service.referral import URGENT_CONTACTS

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "knowledge" / "README.md").read_text(encoding="utf-8")
CARD, CONTACT, SOURCE = re.findall(r"```yaml\n(.*?)```", MANUAL, re.DOTALL)
EXAMPLES, MESSAGES = re.findall(r"```text\n(.*?)```", MANUAL, re.DOTALL)
NAME = "mihon-denkyu"
CARD_FILE, EXAMPLES_FILE = f"destinations/{NAME}.yaml", f"examples/{NAME}.txt"
NUMBER = "06-1111-1111"  # no number in Osaka begins with 1
NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A copy of knowledge/ with the sample card and utterances saved as the manual says."""
    folder = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", folder)
    (folder / CARD_FILE).write_text(CARD, encoding="utf-8")
    (folder / EXAMPLES_FILE).write_text(EXAMPLES, encoding="utf-8")
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Change the one passage of a file that reads ``old``."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def errors(folder: Path) -> list[str]:
    """Every mistake as it is printed."""
    return [str(error) for error in read_knowledge(folder).errors]


def test_the_sample_card_is_good_content(draft: Path) -> None:
    loaded = read_knowledge(draft)
    assert list(map(str, loaded.errors)) == []
    assert loaded.value is not None
    assert len(loaded.value.destinations[NAME].examples) == len(EXAMPLES.splitlines()) - 1


def test_the_sample_rows_are_good_content(draft: Path) -> None:
    change(draft / "contacts.yaml", "\ndeny_list:", f"\n{CONTACT}deny_list:")
    change(draft / "sources.yaml", "\nsources:\n", f"\nsources:\n{SOURCE}")
    change(draft / CARD_FILE, "contacts: []", f"contacts: [{NAME}]")
    change(draft / CARD_FILE, "{id: ward-plan-r7,", "{id: mihon-dayori,")
    assert errors(draft) == []


@pytest.mark.parametrize(
    ("number", "file", "old", "new"),
    [
        (0, CARD_FILE, "owner:", "owner："),
        (1, CARD_FILE, "[community-welfare]", "[comunity-welfare]"),
        (2, EXAMPLES_FILE, EXAMPLES, f"{EXAMPLES}{NUMBER}に電話したい\n"),
    ],
)
def test_a_quoted_message_is_what_is_said(
    number: int, file: str, old: str, new: str, draft: Path
) -> None:
    change(draft / file, old, new)
    assert errors(draft) == [MESSAGES.splitlines()[number]]


def test_checking_and_asking_as_the_manual_says(
    draft: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KNOWLEDGE_DIR", str(draft))
    assert main(["check"]) == 0
    verdict, _, heading, *_ = capsys.readouterr().out.splitlines()
    assert verdict in MANUAL
    assert heading.split("（")[0] in MANUAL
    referral, _ = open_referral(draft, ROOT / "quizzes")
    new, urgent = re.findall(r'refer "([^"]+)"', MANUAL)
    assert new not in EXAMPLES
    assert referral.decide(new).hits[0].destination_id == NAME
    assert as_text(referral.ask(ASKER, urgent, NOON)).startswith("■ いまやること")


def test_check_names_what_still_refers_to_a_retired_entry(draft: Path) -> None:
    other = CARD.replace(f"id: {NAME}", "id: mihon").replace("[community-welfare]", f"[{NAME}]")
    (draft / "destinations" / "mihon.yaml").write_text(other, encoding="utf-8")
    (draft / EXAMPLES_FILE).rename(draft / "examples" / "mihon.txt")
    (draft / CARD_FILE).unlink()
    line = other[: other.index("related:")].count("\n") + 1
    said = f"関連するつなぎ先（related）の『{NAME}』は destinations にありません"
    assert errors(draft) == [f"knowledge/destinations/mihon.yaml:{line}: {said}"]


def test_every_key_of_a_card_is_shown_and_explained() -> None:
    explained = dict(re.findall(r"^([a-z_]+):.*?  # (.+)$", CARD, re.MULTILINE))
    assert set(explained) == {key.name for key in DESTINATION.keys}


def test_every_word_of_a_choice_is_explained() -> None:
    rows = dict(re.findall(r"^\| `([a-z]+)` \| (.+) \|$", MANUAL, re.MULTILINE))
    said = {key: dict(part.split(" ", 1) for part in row.split("／")) for key, row in rows.items()}
    assert set(said["kind"]) == set(DestinationKind)
    assert set(said["consent"]) == set(Consent)
    assert {LifeDomain(id_): label for id_, label in said["domains"].items()} == LIFE_DOMAIN_LABELS


def test_every_grade_is_shown_with_its_mark() -> None:
    rows = dict(re.findall(r"^\| ([\w-]+) \| .+ \| (日付.*) \|$", MANUAL, re.MULTILINE))
    shown = {
        grade: f"日付と「{mark}」" if mark else "日付だけ" for grade, mark in GRADE_MARKS.items()
    }
    assert {Grade(grade): seen for grade, seen in rows.items()} == shown


def test_what_the_program_names_itself_is_named() -> None:
    assert all(f"`{id_}`" in MANUAL for id_ in (GENERAL_DESK, *URGENT_CONTACTS))


def test_every_file_and_command_is_real() -> None:
    files = {path.name for path in (ROOT / "knowledge").glob("*.yaml")} - {"local.yaml"}
    assert set(re.findall(r"^\| `([a-z]+\.yaml)`", MANUAL, re.MULTILINE)) == {
        name for name in files if not name.endswith(".example.yaml")
    }
    assert set(re.findall(r"python -m bot (\w+)", MANUAL)) <= set(parser().commands)
    for target in re.findall(r"\]\(([^)]+)\)", MANUAL):
        assert (ROOT / "knowledge" / target).exists(), target


def test_it_stays_a_short_read_without_real_numbers() -> None:
    lines = MANUAL.splitlines()
    assert len(lines) <= 215
    assert {found.written for line in lines for found in find_numbers(line)} == {NUMBER}
