"""The content in use: kept while there are mistakes, exchanged as a whole."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from bot.content.errors import ContentUnusable
from bot.content.library import Library
from bot.core.knowledge import Knowledge
from tests.content.conftest import Desk

GLOSSARY = "knowledge/glossary.yaml"
CONCEPT = "quizzes/concepts/call-first.yaml"


@pytest.fixture
def library(desk: Desk) -> Library:
    return Library.open(desk.knowledge_dir, desk.quizzes_dir)


def test_without_a_good_set_it_does_not_open(desk: Desk) -> None:
    desk.replace(GLOSSARY, "yomi: つながるば", "yomi: 場")
    desk.replace(CONCEPT, "required: true", "required: はい")
    with pytest.raises(ContentUnusable) as refused:
        Library.open(desk.knowledge_dir, desk.quizzes_dir)
    assert str(refused.value).split("\n") == [
        f"{GLOSSARY}:2: よみ（yomi）の『場』は使えません。ひらがなで書いてください",
        f"{CONCEPT}:3: 必修か（required）は true か false で書いてください",
    ]


def test_a_missing_folder_does_not_open(tmp_path: Path) -> None:
    with pytest.raises(ContentUnusable) as refused:
        Library.open(tmp_path / "knowledge", tmp_path / "quizzes")
    assert len(refused.value.errors) == 2


def test_nothing_happens_while_nothing_changes(library: Library) -> None:
    knowledge = library.knowledge
    assert not library.changed_on_disk()
    result = library.reload()
    assert (result.changed, result.errors, result.errors_are_new) == (False, (), False)
    assert library.knowledge.version == knowledge.version


def test_a_good_change_is_taken_over(desk: Desk, library: Library) -> None:
    desk.replace(GLOSSARY, "支援を調整する場", "役割を分ける場所")
    assert library.changed_on_disk()
    result = library.reload()
    assert (result.changed, result.errors) == (True, ())
    assert library.knowledge.glossary[0].meaning == "役割を分ける場所"
    assert not library.changed_on_disk()


def test_with_a_mistake_the_last_good_set_stays(desk: Desk, library: Library) -> None:
    before = library.knowledge
    desk.replace(GLOSSARY, "yomi: つながるば", "yomi: 場")
    result = library.reload()
    assert (result.changed, result.errors_are_new, len(result.errors)) == (False, True, 1)
    assert library.knowledge is before
    assert not library.changed_on_disk()


def test_a_mistake_in_one_set_does_not_hold_up_the_other(desk: Desk, library: Library) -> None:
    knowledge = library.knowledge
    desk.replace(GLOSSARY, "yomi: つながるば", "yomi: 場")
    desk.replace(CONCEPT, "title: まず呼ぶ", "title: まず助けを呼ぶ")
    result = library.reload()
    assert (result.changed, len(result.errors)) == (True, 1)
    assert library.knowledge is knowledge
    assert library.course.concepts["call-first"].title == "まず助けを呼ぶ"


def test_a_course_is_judged_against_the_knowledge_in_use(desk: Desk, library: Library) -> None:
    desk.replace(GLOSSARY, "yomi: つながるば", "yomi: 場")
    desk.replace(CONCEPT, "entry: emergency", "entry: emergensy")
    assert [error.path for error in library.reload().errors] == [GLOSSARY, CONCEPT]


def test_the_same_mistakes_are_told_once(desk: Desk, library: Library) -> None:
    desk.replace(GLOSSARY, "yomi: つながるば", "yomi: 場")
    told = [library.reload().errors_are_new for _ in range(3)]
    assert told == [True, False, False]
    desk.replace(GLOSSARY, "yomi: 場", "yomi: 場所")
    assert library.reload().errors_are_new
    desk.replace(GLOSSARY, "yomi: 場所", "yomi: ばしょ")
    assert not library.reload().errors_are_new
    desk.replace(GLOSSARY, "yomi: ばしょ", "yomi: 場所")
    assert library.reload().errors_are_new


def test_a_deleted_folder_keeps_the_last_good_set(desk: Desk, library: Library) -> None:
    desk.quizzes_dir.rename(desk.quizzes_dir.with_name("moved"))
    assert library.changed_on_disk()
    assert [str(e) for e in library.reload().errors] == ["quizzes:1: フォルダーがありません"]
    assert "call-first" in library.course.concepts


def test_readers_never_see_half_a_set(desk: Desk, library: Library) -> None:
    """Each version of the set says the same word in two files; a mixture would differ."""
    done = threading.Event()
    torn: list[Knowledge] = []

    def look() -> None:
        while not done.wait(0.0005):
            knowledge = library.knowledge
            label = knowledge.lexicon["violence"].label
            if label not in ("暴力", knowledge.glossary[0].meaning):
                torn.append(knowledge)

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    word, meaning = "暴力", "支援を調整する場"
    for number in range(20):
        new = f"第{'あ' * (number % 7 + 1)}版{number}"
        desk.replace("knowledge/lexicon.yaml", f"label: {word}", f"label: {new}")
        desk.replace(GLOSSARY, f"meaning: {meaning}", f"meaning: {new}")
        word = meaning = new
        assert library.reload().changed
    done.set()
    for reader in readers:
        reader.join()
    assert torn == []


def test_reloads_at_the_same_time_tell_a_mistake_once(desk: Desk, library: Library) -> None:
    desk.replace(GLOSSARY, "yomi: つながるば", "yomi: 場")
    together = threading.Barrier(4)
    told: list[bool] = []

    def reload() -> None:
        together.wait()
        told.append(library.reload().errors_are_new)

    threads = [threading.Thread(target=reload) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False, False, False, True]


def test_a_slow_reload_never_overwrites_a_later_one(desk: Desk, library: Library) -> None:
    """The first reload hangs on a pipe in the middle of old files; the second sees new ones."""
    glossary = desk.knowledge_dir / "glossary.yaml"
    text = glossary.read_bytes()
    glossary.unlink()
    os.mkfifo(glossary)
    slow, late = (threading.Thread(target=library.reload) for _ in range(2))
    slow.start()
    with glossary.open("wb") as pipe:  # returns when the first reload has come this far
        desk.replace("knowledge/conferences.yaml", "purpose: 役割を分ける", "purpose: 新しい目的")
        regular = glossary.with_name("glossary.tmp")
        regular.write_bytes(text)
        regular.replace(glossary)
        late.start()
        late.join(timeout=0.3)
        pipe.write(text)
    slow.join()
    late.join()
    assert library.knowledge.conferences["tsunagaru-ba"].purpose == "新しい目的"
