"""All rooms open over one store, one library and one clock."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from bot.content.library import Library
from bot.service.rooms import open_service
from bot.service.roster import OPERATOR
from bot.store.engine import Store
from tests.content.conftest import Desk
from tests.support.service import CLERK, DUE, EVERYBODY, SetClock, Ward, roster_csv


def test_every_room_shares_store_content_and_clock(store: Store, desk: Desk) -> None:
    library = Library.open(desk.knowledge_dir, desk.quizzes_dir)
    clock = SetClock(DUE)
    service = open_service(store, library, clock, desk.knowledge_dir.parent / "data")
    assert service.clock is clock
    assert service.roster.replace(OPERATOR, roster_csv(), DUE).staff == len(EVERYBODY)
    assert service.delivery.ensure_due(service.clock.now()) == len(EVERYBODY)
    clerk = service.people.actor(CLERK.account, DUE)
    due = service.training.due(clerk, DUE)
    assert due is not None
    service.training.answer(clerk, due.occurrence_key, due.question_id, 0, True, DUE)
    home = service.home.overview(clerk, DUE)
    assert (home.due, home.progress and home.progress.answered) == (None, 1)


def test_the_ward_of_these_tests_has_the_same_rooms(
    ward: Ward, library: Library, tmp_path: Path
) -> None:
    opened = open_service(ward.store, library, ward.clock, tmp_path)
    for field in fields(opened):
        assert type(getattr(opened, field.name)) is type(getattr(ward.service, field.name))
