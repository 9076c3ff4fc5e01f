"""The lint of the shipped content: what it finds, what it lets pass, and that all is well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli import content
from bot.content.lint import lint
from bot.content.reader import read_knowledge
from bot.core.analysis import Analyser
from tests.content.conftest import Desk

ROOT = Path(__file__).parents[2]
FIRST, SECOND = "knowledge/examples/emergency.txt", "knowledge/examples/tsunagaru-ba.txt"
ELSEWHERE = "topics:\n  - id: dump\n    label: 粗大ごみ\n    examples: [{}]\n"
Found = Callable[[], list[str]]


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


@pytest.fixture
def found(desk: Desk, analyser: Analyser) -> Found:
    """What the lint says, without that the small set is thin."""

    def said() -> list[str]:
        loaded = read_knowledge(desk.knowledge_dir)
        assert loaded.value is not None, loaded.errors
        errors = lint(desk.knowledge_dir, loaded.value, analyser)
        return [str(error) for error in errors if "しかありません" not in str(error)]

    # The card of the small set was copied, name and all.
    card = "knowledge/destinations/tsunagaru-ba.yaml"
    desk.replace(card, "name: 警察・消防", "name: つながる場")
    return said


def test_the_shipped_content_passes(analyser: Analyser) -> None:
    knowledge = read_knowledge(ROOT / "knowledge").value
    assert knowledge is not None
    assert [str(e) for e in lint(ROOT / "knowledge", knowledge, analyser)] == []


def test_thin_entries(desk: Desk, analyser: Analyser) -> None:
    knowledge = read_knowledge(desk.knowledge_dir).value
    assert knowledge is not None
    said = [str(e) for e in lint(desk.knowledge_dir, knowledge, analyser)]
    assert f"{FIRST}:1: 言い回しが3しかありません（60以上）" in said
    assert f"{FIRST}:1: 「×」の言い回しが0しかありません（5以上）" in said


def test_a_good_set_has_nothing_else(found: Found) -> None:
    assert found() == []


CHILD = "近所の子どもが父親に殴られて泣いている"


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (CHILD, CHILD, "同じ言い回しが"),
        (CHILD, f"  {CHILD}  ", "同じ言い回しが"),
        (CHILD, "近所の子供が父親に殴られて、泣いてる", "ほとんど同じ言い回しが"),
        (CHILD, "近所の老人が息子に殴られて泣いている", ""),
        (CHILD, "父親が近所の子どもに殴られて泣いている", ""),
        ("7歳の子どもが父親に殴られて泣いている", "27歳の子どもが父親に殴られて泣いている", ""),
        ("殴られた", "殴られている", ""),
        (CHILD, f"×{CHILD}", ""),
        (CHILD, f"# {CHILD}", ""),
    ],
)
def test_utterances_of_two_entries(
    one: str, other: str, clash: str, desk: Desk, found: Found
) -> None:
    desk.write(FIRST, f"倒れている\n{one}\n")
    desk.write(SECOND, f"調整したい\n担当が決まらない\n{other}\n")
    said = f"{SECOND}:3: {clash} {FIRST}:2 にもあります。どちらか合うほうだけに残してください"
    assert found() == ([said] if clash else [])


def test_utterances_of_one_entry_may_be_alike(desk: Desk, found: Found) -> None:
    desk.write(FIRST, f"{CHILD}\n{CHILD}と電話\n近所の子供が父親に殴られて泣いてる\n")
    assert found() == []


def test_the_matters_of_other_counters_count_too(desk: Desk, found: Found) -> None:
    desk.write("knowledge/elsewhere.yaml", ELSEWHERE.format(f"ごみの日, {CHILD}"))
    desk.write(FIRST, f"倒れている\n{CHILD}\n")
    (said,) = found()
    assert said.startswith(f"knowledge/elsewhere.yaml:4: 同じ言い回しが {FIRST}:2 に")


def test_names_that_sound_alike(desk: Desk, found: Found) -> None:
    desk.replace("knowledge/destinations/emergency.yaml", "say:", "aliases: [救急車]\nsay:")
    card = "knowledge/destinations/tsunagaru-ba.yaml"
    desk.replace(card, "say:", "aliases: [調整の場, きゅうきゅうしゃ]\nsay:")
    (said,) = found()
    line = desk.text(card).split("\n").index("aliases: [調整の場, きゅうきゅうしゃ]") + 1
    assert said.startswith(
        f"{card}:{line}: 『きゅうきゅうしゃ』は『emergency』の『救急車』と同じ読み"
    )


def test_check_asks_it_of_the_shipped_content_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KNOWLEDGE_DIR", str(desk.knowledge_dir))
    monkeypatch.setenv("QUIZZES_DIR", str(desk.quizzes_dir))
    assert main(["check"]) == 0
    monkeypatch.setattr(content, "SHIPPED", desk.knowledge_dir.resolve())
    assert main(["check"]) == 1
    assert "しかありません" in capsys.readouterr().out
