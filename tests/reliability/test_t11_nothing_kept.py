"""T11: of what people type about residents not one piece is kept: 739 lines, every door.

Looked through are the database's files, what was logged, everything in the data folder and
what a person gets when asking for their own data. The detection rates of the same list are
held by tests/referral/test_personal_data_set.py.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.cli.person import export_person
from bot.config import Config, read_config
from bot.content.library import Library
from bot.core.personal_data import PersonalDataKind
from bot.logs import QUIET, JsonLines
from bot.slack.listeners.ask import ASK_MODAL
from bot.store import marker
from tests.referral.test_personal_data_set import LISTED
from tests.reliability.answering import small_library
from tests.support.front import (
    Front,
    database,
    front,
    made_clients,
    staffed_template,
    store,
    ward,
)
from tests.support.service import CLERK, clock, referral

__all__ = [
    "clock",
    "database",
    "front",
    "made_clients",
    "referral",
    "staffed_template",
    "store",
    "ward",
]

PIECE = 8  # characters in a row: less than any name with its title, or a phone number
SHARE = 4  # every fourth line by each further door: by all of them in turn


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """What is answered does not matter here."""
    return small_library(tmp_path_factory.mktemp("content"))


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything logged, as JSON lines, with the levels that the command line sets."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    before = {name: logging.getLogger(name).level for name in QUIET}
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)
    for name, usual in before.items():
        logging.getLogger(name).setLevel(usual)


def test_the_list_is_as_large_as_it_must_be() -> None:
    assert sum(bool(line["kinds"]) for line in LISTED) >= 400
    assert len(LISTED) >= 700
    assert {kind for line in LISTED for kind in line["kinds"]} == set(PersonalDataKind)


@pytest.mark.timeout(300)
def test_not_one_piece_is_kept(
    front: Front, database: Path, logged: io.StringIO, tmp_path: Path
) -> None:
    typed = [str(line["text"]) for line in LISTED]
    told = {piece for text in typed for piece in pieces_of(text)}
    before = found(told, kept(database))
    for number, text in enumerate(typed):
        ask_by_every_door(front, text, number)
        front.stub.calls.clear()
    assert len(logged.getvalue().splitlines()) >= len(typed)
    places = {
        "export": export(front, database, tmp_path),
        "database": kept(database),
        "log": logged.getvalue().encode(),
    }
    assert {place: found(told, data) - before for place, data in places.items()} == {
        place: set() for place in places
    }


def ask_by_every_door(front: Front, text: str, number: int) -> None:
    """The slash command with every line, and one of the other doors in turn."""
    assert front.command(CLERK, f"相談 {text}").status == 200
    doors = (
        lambda: front.say(CLERK, text, f"EvS{number}"),
        lambda: front.mention(CLERK, text, f"EvM{number}"),
        lambda: front.submit(CLERK, ASK_MODAL, question(text)),
        lambda: front.command(CLERK, text),
    )
    assert doors[number % SHARE]().status == 200


def question(text: str) -> dict[str, Mapping[str, object]]:
    return {"question": {"text": {"type": "plain_text_input", "value": text}}}


def kept(database: Path) -> bytes:
    """All bytes of the database: its file, its log of changes, its shared memory."""
    return b"\n".join(file.read_bytes() for file in sorted(database.parent.glob("front*")))


def pieces_of(text: str) -> list[str]:
    """Every run of PIECE characters."""
    return [text[i : i + PIECE] for i in range(len(text) - PIECE + 1)]


def found(pieces: set[str], data: bytes) -> set[str]:
    """Which of the pieces stand somewhere in the bytes."""
    text = data.decode("utf-8", "replace")
    return {piece for i in range(len(text)) if (piece := text[i : i + PIECE]) in pieces}


def export(front: Front, database: Path, folder: Path) -> bytes:
    """What the person gets who typed all of it."""
    with front.ward.store.write() as tx:
        marker.set_kind(tx, "live")
    file = folder / "export.json"
    assert export_person(settings(database), CLERK.staff_id, file) == 0
    assert json.loads(file.read_text(encoding="utf-8"))
    return file.read_bytes()


def settings(database: Path) -> Config:
    return read_config({"DATABASE_URL": f"sqlite:///{database}"}, database.parent)


def test_a_piece_that_was_kept_would_be_found(front: Front, database: Path) -> None:
    text = str(LISTED[0]["text"])
    with front.ward.store.write() as tx:
        tx.exec_driver_sql("UPDATE staff SET name = ? WHERE staff_id = 'T001'", (text,))
    pieces = set(pieces_of(text))
    assert pieces
    assert found(pieces, kept(database)) == pieces
