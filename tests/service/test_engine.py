"""What is made of the content is kept for the next start, and only for the same content."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import bot
from bot.content.edition import knowledge_of, version_on_disk
from bot.content.errors import ContentUnusable
from bot.content.library import Library
from bot.service.engine import Engine, Engines, program_digest
from tests.content.conftest import Desk

QUESTIONS = (
    "殴られている",
    "夫に手を上げられて帰れない",
    "家賃が払えない",
    "電話番号は110",
    "xyzzy",
    "",
)
PACKAGE = Path(bot.__file__).parent


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


def opened(desk: Desk, data_dir: Path | None) -> Engine:
    library = Library.open(desk.knowledge_dir, desk.quizzes_dir)
    return Engines(data_dir).of(library.edition)


def kept(desk: Desk, data_dir: Path) -> Engine | None:
    version = version_on_disk(desk.knowledge_dir, desk.quizzes_dir)
    assert version is not None
    return Engines(data_dir).kept(knowledge_of(version))


def test_what_was_kept_answers_as_what_was_made(desk: Desk, data_dir: Path) -> None:
    made = opened(desk, data_dir)
    again = kept(desk, data_dir)
    assert again is not None
    assert again.edition == made.edition
    for question in QUESTIONS:
        assert again.decider.decide(question, 9) == made.decider.decide(question, 9), question


def test_without_a_folder_nothing_is_kept(desk: Desk, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert opened(desk, None).decider.decide("殴られている").duties
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_takes_nothing_stops_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert opened(desk, tmp_path / "file").decider.decide("殴られている").duties


def test_other_content_is_made_anew(desk: Desk, data_dir: Path) -> None:
    opened(desk, data_dir)
    desk.replace("knowledge/destinations/emergency.yaml", "name: 警察・消防", "name: 警察と消防")
    assert kept(desk, data_dir) is None
    assert opened(desk, data_dir).knowledge.destinations["emergency"].name == "警察と消防"
    found = kept(desk, data_dir)
    assert found is not None
    assert found.knowledge.destinations["emergency"].name == "警察と消防"


def test_other_quizzes_take_over_what_was_kept(desk: Desk, data_dir: Path) -> None:
    made = opened(desk, data_dir)
    desk.write("quizzes/plan.yaml", "fiscal_year: 2026\n")
    engines = Engines(data_dir)
    library = Library.open(desk.knowledge_dir, desk.quizzes_dir, engines.knowledge)
    again = engines.of(library.edition)
    assert again.edition == library.edition != made.edition
    assert library.knowledge is again.knowledge
    assert again.decider.decide("殴られている") == made.decider.decide("殴られている")
    assert len(list((data_dir / "cache").iterdir())) == 1


def test_what_is_known_is_not_read_again_unless_something_is_wrong(
    desk: Desk, data_dir: Path
) -> None:
    first = opened(desk, data_dir).knowledge
    engines = Engines(data_dir)
    read = Library.open(desk.knowledge_dir, desk.quizzes_dir, engines.knowledge).knowledge
    assert read is engines.knowledge(first.version)
    assert read == first
    desk.write("knowledge/left-over.yaml", "")
    with pytest.raises(ContentUnusable) as found:
        Library.open(desk.knowledge_dir, desk.quizzes_dir, engines.knowledge)
    assert [error.path for error in found.value.errors] == ["knowledge/left-over.yaml"]


def test_a_damaged_file_is_made_anew(desk: Desk, data_dir: Path) -> None:
    opened(desk, data_dir)
    [file] = (data_dir / "cache").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert kept(desk, data_dir) is None
    opened(desk, data_dir)
    assert kept(desk, data_dir) is not None


def test_a_running_program_makes_each_version_once(desk: Desk) -> None:
    library = Library.open(desk.knowledge_dir, desk.quizzes_dir)
    engines = Engines()
    first = engines.of(library.edition)
    assert library.reload().changed is False
    assert engines.of(library.edition) is first
    desk.replace("knowledge/destinations/emergency.yaml", "name: 警察・消防", "name: 警察と消防")
    assert library.reload().changed
    assert engines.of(library.edition) is not first


def test_other_quizzes_need_no_other_engine(desk: Desk) -> None:
    library = Library.open(desk.knowledge_dir, desk.quizzes_dir)
    engines = Engines()
    first = engines.of(library.edition)
    desk.write("quizzes/plan.yaml", "fiscal_year: 2026\n")
    assert library.reload().changed
    again = engines.of(library.edition)
    assert again.decider is first.decider
    assert again.edition == library.edition
    assert engines.of(library.edition) is again


def test_any_byte_of_the_code_that_made_it_counts(tmp_path: Path) -> None:
    root = tmp_path / "bot"
    shutil.copytree(PACKAGE, root, ignore=shutil.ignore_patterns("__pycache__"))
    before = program_digest(root)
    assert before == program_digest(PACKAGE)
    for name in ("core/matching.py", "content/reader.py", "service/engine.py"):
        path = root / name
        source = path.read_bytes()
        path.write_bytes(source + b"\n")
        assert program_digest(root) != before, name
        path.write_bytes(source)
    (root / "slack/app.py").write_bytes(b"")
    assert program_digest(root) == before
