"""`questions` with a database: what rests, confirming it, and the candidates."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.question_quality import NO_ID
from bot.core.asked import AskedHow
from bot.databases import LIVE_FILE, open_store, sqlite_url
from bot.store import asked
from tests.content.conftest import Desk, desk

__all__ = ["desk"]

CARD = "knowledge/destinations/emergency.yaml"
QUESTION = "call-first-1"
Out = pytest.CaptureFixture[str]


@pytest.fixture
def folders(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A small content set and an empty folder for the database."""
    monkeypatch.setenv("KNOWLEDGE_DIR", str(desk.knowledge_dir))
    monkeypatch.setenv("QUIZZES_DIR", str(desk.quizzes_dir))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return desk


@pytest.fixture
def database(folders: Desk, tmp_path: Path) -> Path:
    """The database of a bot that has run."""
    file = tmp_path / "data" / LIVE_FILE
    open_store(sqlite_url(file), "live").close()
    return file


def test_without_a_database_the_list_is_still_there(folders: Desk, capsys: Out) -> None:
    assert main(["questions"]) == 0
    said = capsys.readouterr()
    assert QUESTION in said.out
    assert "休んでいる設問" not in said.out
    assert said.err == ""


def change_what_it_rests_on(folders: Desk) -> None:
    said = next(line for line in folders.text(CARD).splitlines() if line.startswith("description:"))
    folders.replace(CARD, said, "description: ほかの説明")


def test_a_changed_fact_is_listed_and_confirmed(folders: Desk, database: Path, capsys: Out) -> None:
    assert main(["questions"]) == 0
    assert "休んでいる設問：0問" in capsys.readouterr().out
    change_what_it_rests_on(folders)
    assert main(["questions"]) == 0
    assert "休んでいる設問：1問" in capsys.readouterr().out
    assert main(["questions", "confirm", QUESTION]) == 0
    assert QUESTION in capsys.readouterr().out
    assert main(["questions"]) == 0
    assert "休んでいる設問：0問" in capsys.readouterr().out


def test_what_cannot_be_confirmed_is_said(folders: Desk, database: Path, capsys: Out) -> None:
    assert main(["questions", "confirm", "no-such-one"]) == 1
    assert "no-such-one" in capsys.readouterr().err
    assert main(["questions", "confirm"]) == 1
    assert NO_ID in capsys.readouterr().err


def test_candidates_are_listed_by_their_band(folders: Desk, database: Path, capsys: Out) -> None:
    store = open_store(sqlite_url(database), "live")
    with store.write() as tx:
        month = f"{datetime.now(UTC):%Y-%m}"
        asked.add(tx, month, {("entry:emergency", AskedHow.ASKED): 7})
    store.close()
    assert main(["questions", "candidates"]) == 0
    assert "6〜10" in capsys.readouterr().out
