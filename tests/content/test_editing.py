"""Files that arrive: which one is meant, and what the folder would be with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.editing import NotOurFile, current, draft, place_of
from tests.content.conftest import DESTINATION, Desk


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("child-family.yaml", "destinations/child-family.yaml"),
        ("child-family.txt", "examples/child-family.txt"),
        ("child-family (1).yaml", "destinations/child-family.yaml"),
        ("child-family.YAML", "destinations/child-family.yaml"),
        ("ｃｈｉｌｄ－ｆａｍｉｌｙ.yaml", "destinations/child-family.yaml"),
        ("contacts.yaml", "contacts.yaml"),
        ("contacts (2).yaml", "contacts.yaml"),
        ("local.yaml", "local.yaml"),
        ("elsewhere.yaml", "elsewhere.yaml"),
    ],
)
def test_the_name_says_where_it_belongs(name: str, place: str, tmp_path: Path) -> None:
    assert place_of(name, tmp_path) == place


@pytest.mark.parametrize(
    "name",
    [
        "写真.png",
        "child-family.docx",
        "child_family.yaml",
        "../contacts.yaml",
        "a/b.txt",
        ".yaml",
        "yaml",
        "",
        "子育て.yaml",
        "local.example.yaml",
    ],
)
def test_any_other_name_is_refused_in_japanese(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotOurFile, match="送ってください"):
        place_of(name, tmp_path)


def test_a_file_of_questions_is_named_as_such(desk: Desk) -> None:
    with pytest.raises(NotOurFile, match="設問のファイルです"):
        place_of("call-first.yaml", desk.quizzes_dir)


def errors(desk: Desk, **new: str) -> tuple[list[str], list[str]]:
    files = {name.replace("__", "/").replace("_", "."): text.encode() for name, text in new.items()}
    judged = draft(desk.knowledge_dir, desk.quizzes_dir, files)
    assert (judged.knowledge is None) == bool(judged.errors or judged.others)
    return [str(e) for e in judged.errors], [str(e) for e in judged.others]


def test_the_folder_is_judged_as_it_would_be_and_stays_as_it_is(desk: Desk) -> None:
    before = desk.text("knowledge/glossary.yaml")
    new = before.replace("支援を調整する場", "役割を分ける場")
    judged = draft(desk.knowledge_dir, desk.quizzes_dir, {"glossary.yaml": new.encode()})
    assert judged.knowledge is not None
    assert judged.knowledge.glossary[0].meaning == "役割を分ける場"
    assert desk.text("knowledge/glossary.yaml") == before


def test_every_mistake_of_the_new_file_is_named(desk: Desk) -> None:
    mine, others = errors(desk, destinations__emergency_yaml=DESTINATION.replace("line", "lime"))
    assert len(mine) == 1
    assert mine[0].startswith("knowledge/destinations/emergency.yaml:2: ")
    assert others == []


def test_what_it_breaks_elsewhere_and_what_was_broken_before_stand_apart(desk: Desk) -> None:
    desk.replace("knowledge/glossary.yaml", "yomi: つながるば", "yomi: 場")
    mine, others = errors(desk, destinations__emergency_yaml=DESTINATION.replace("say:", "sey:"))
    assert [e.split(":")[0] for e in mine] == ["knowledge/destinations/emergency.yaml"]
    assert [e.split(":")[0] for e in others] == ["knowledge/glossary.yaml"]


def test_a_new_card_comes_with_its_utterances(desk: Desk) -> None:
    card = DESTINATION.replace("id: emergency", "id: shobo")
    assert errors(desk, examples__shobo_txt="火が出た\n")[0] != []
    assert errors(desk, destinations__shobo_yaml=card, examples__shobo_txt="火が出た\n") == ([], [])


def test_questions_that_rest_on_what_goes_are_mistakes_too(desk: Desk) -> None:
    card = "destinations/shobo.yaml"
    desk.write(f"knowledge/{card}", DESTINATION.replace("id: emergency", "id: shobo"))
    desk.replace("quizzes/concepts/call-first.yaml", "entry: emergency", "entry: shobo")
    assert desk.errors() == []
    judged = draft(desk.knowledge_dir, desk.quizzes_dir, {card: None})
    assert [error.path for error in judged.others] == ["quizzes/concepts/call-first.yaml"]


def test_a_file_that_is_not_there_has_no_bytes(desk: Desk) -> None:
    assert current(desk.knowledge_dir, "local.yaml") is None
    assert (
        current(desk.knowledge_dir, "glossary.yaml")
        == desk.text("knowledge/glossary.yaml").encode()
    )
