"""Whole folders: all or nothing, in one order, whatever the bytes are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.reader import read_course, read_knowledge
from bot.core.citation import Citation
from bot.core.knowledge import GlossaryTerm, LexiconEntry
from bot.core.sheet_items import SheetGroup, SheetItem
from tests.content.conftest import KNOWLEDGE, QUIZZES, Desk, write


def test_everything_else_in_the_folder(desk: Desk) -> None:
    loaded = desk.knowledge()
    assert loaded.errors == ()
    assert loaded.value is not None
    knowledge = loaded.value
    assert knowledge.lexicon["violence"] == LexiconEntry("violence", "暴力", ("殴", "蹴"))
    assert knowledge.glossary == (GlossaryTerm("つながる場", "つながるば", "支援を調整する場"),)
    item = SheetItem("person-bruise", "person", "あざがある", ("violence",), (Citation("plan"),))
    assert knowledge.sheet == (SheetGroup("person", "本人の様子", (item,)),)
    assert knowledge.conferences["tsunagaru-ba"].use_when == ("課題が重なる",)
    assert list(knowledge.destinations) == ["emergency", "tsunagaru-ba"]


def test_a_loaded_set_cannot_be_changed(desk: Desk) -> None:
    knowledge, course = desk.knowledge().value, desk.course().value
    assert knowledge is not None
    assert course is not None
    with pytest.raises(TypeError):
        knowledge.contacts["x"] = knowledge.contacts["dial-110"]  # type: ignore[index]
    with pytest.raises(TypeError):
        course.concepts["x"] = course.concepts["call-first"]  # type: ignore[index]


def test_a_missing_folder_is_one_error(tmp_path: Path) -> None:
    loaded = read_knowledge(tmp_path / "knowledge")
    assert (loaded.value, list(map(str, loaded.errors))) == (
        None,
        ["knowledge:1: フォルダーがありません"],
    )
    course = read_course(tmp_path / "quizzes", None)
    assert (course.value, list(map(str, course.errors))) == (
        None,
        ["quizzes:1: フォルダーがありません"],
    )


def test_an_empty_folder_names_every_missing_file(tmp_path: Path) -> None:
    loaded = read_knowledge(tmp_path)
    name = tmp_path.name
    assert loaded.value is None
    assert list(map(str, loaded.errors)) == [
        f"{name}/conferences.yaml:1: ファイルがありません",
        f"{name}/contacts.yaml:1: ファイルがありません",
        f"{name}/destinations:1: つなぎ先のファイルがありません",
        f"{name}/duties.yaml:1: ファイルがありません",
        f"{name}/glossary.yaml:1: ファイルがありません",
        f"{name}/lexicon.yaml:1: ファイルがありません",
        f"{name}/sheet.yaml:1: ファイルがありません",
        f"{name}/sources.yaml:1: ファイルがありません",
    ]
    assert list(map(str, read_course(tmp_path, None).errors)) == [
        f"{name}/concepts:1: 設問のファイルがありません"
    ]


def test_one_missing_file(desk: Desk) -> None:
    (desk.knowledge_dir / "glossary.yaml").unlink()
    assert desk.errors() == ["knowledge/glossary.yaml:1: ファイルがありません"]


def test_the_version_is_the_same_for_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    first = desk.knowledge().value
    again = read_knowledge(write(tmp_path / "copy", KNOWLEDGE)).value
    assert first is not None
    assert again is not None
    assert first.version == again.version
    desk.replace("knowledge/glossary.yaml", "支援を", "支援や")
    changed = desk.knowledge().value
    assert changed is not None
    assert changed.version != first.version


def test_a_course_is_not_judged_against_knowledge_that_is_not_there(desk: Desk) -> None:
    desk.replace("quizzes/concepts/call-first.yaml", "entry: emergency", "entry: unknown")
    assert read_course(desk.quizzes_dir, None).errors == ()


def test_a_bom_and_crlf_everywhere_change_nothing_but_the_version(desk: Desk) -> None:
    before = desk.knowledge().value
    for name, text in KNOWLEDGE.items():
        desk.write(f"knowledge/{name}", "\ufeff" + text.replace("\n", "\r\n"))
    after = desk.knowledge().value
    assert before is not None
    assert after is not None
    assert after.destinations == before.destinations
    assert after.duties == before.duties


_NAMES = st.sampled_from([f"knowledge/{n}" for n in KNOWLEDGE] + [f"quizzes/{n}" for n in QUIZZES])
_SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.dates()
_KEYS = st.sampled_from(
    [
        "sources",
        "contacts",
        "entries",
        "duties",
        "id",
        "kind",
        "phones",
        "questions",
        "rests_on",
        "deny_list",
        "items",
        "x",
    ]
)
_DATA = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=15,
)
_BYTES = st.binary(max_size=200) | _DATA.map(
    lambda data: yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "surrogatepass")
)


@given(st.dictionaries(_NAMES, _BYTES, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_no_content_ever_raises(content: Mapping[str, bytes]) -> None:
    with TemporaryDirectory() as name:
        root = Path(name)
        write(root / "knowledge", KNOWLEDGE)
        write(root / "quizzes", QUIZZES)
        write(root, content)
        knowledge = read_knowledge(root / "knowledge")
        course = read_course(root / "quizzes", knowledge.value)
    for loaded in (knowledge, course):
        assert (loaded.value is None) == bool(loaded.errors)
        assert all(error.line >= 1 and error.message for error in loaded.errors)


_LINES = [
    (name, number)
    for name, text in {**{f"knowledge/{n}": t for n, t in KNOWLEDGE.items()}}.items()
    for number in range(text.count("\n"))
]


@given(st.sampled_from(_LINES), st.sampled_from(["", "　", "\t", "：", "- ", "x", "]", "#", '"']))
@settings(max_examples=60, deadline=None)
def test_a_slip_in_any_line_never_raises(place: tuple[str, int], slip: str) -> None:
    name, number = place
    with TemporaryDirectory() as root:
        write(Path(root, "knowledge"), KNOWLEDGE)
        path = Path(root, name)
        lines = path.read_text(encoding="utf-8").split("\n")
        lines[number] = slip + lines[number][1:]
        path.write_text("\n".join(lines), encoding="utf-8")
        loaded = read_knowledge(path.parents[len(Path(name).parts) - 2])
    assert (loaded.value is None) == bool(loaded.errors)
