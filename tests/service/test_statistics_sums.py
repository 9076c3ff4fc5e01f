"""The ward is the sum of its sections, whoever answers, moves or leaves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.library import Library
from bot.core.figures import WardReport
from bot.core.people import Actor, Membership, Role
from bot.service.referral import Referral
from bot.service.statistics import Figures
from bot.store.engine import Store
from tests.support.service import (
    DAY,
    DESK,
    DUE,
    EVERYBODY,
    HEALTH,
    HIRED,
    NEXT_DUE,
    TRAINER,
    SetClock,
    Someone,
    Ward,
    open_ward,
)

PEOPLE = st.lists(st.sampled_from(EVERYBODY), max_size=4, unique=True)
DAYS = st.integers(0, 12)
# What happens on a day: these answer, these change sides, these are off the roster.
EVENTS = st.lists(st.tuples(DAYS, PEOPLE, PEOPLE, PEOPLE), max_size=5).map(
    lambda events: sorted(events, key=lambda event: event[0])
)


@contextmanager
def _fresh(template: Path, folder: Path, library: Library, referral: Referral) -> Iterator[Ward]:
    file = folder / "kizuki.sqlite3"
    for old in folder.glob("kizuki.sqlite3*"):
        old.unlink()
    shutil.copy(template, file)
    store = Store.open(f"sqlite:///{file}")
    try:
        ward = open_ward(store, library, referral, SetClock(DUE))
        ward.employ(EVERYBODY, HIRED)
        yield ward
    finally:
        store.close()


def _other(who: Someone) -> Someone:
    section = HEALTH if who.section == DESK else DESK
    return Someone(who.staff_id, who.name, section, who.roles)


def _staffed(moved: Sequence[Someone], gone: Sequence[Someone]) -> list[Someone]:
    """The roster of a day; the training officer, who looks, never goes."""
    return [
        _other(who) if who in moved else who
        for who in EVERYBODY
        if who not in gone or who is TRAINER
    ]


@given(events=EVENTS)
@settings(max_examples=15, deadline=None)
def test_the_ward_is_the_sum_of_its_sections(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    library: Library,
    referral: Referral,
    events: list[tuple[int, list[Someone], list[Someone], list[Someone]]],
) -> None:
    """Whoever answers, moves or leaves, in an open week as in a closed one."""
    folder = tmp_path_factory.getbasetemp() / "sums"
    folder.mkdir(exist_ok=True)
    with _fresh(sqlite_template, folder, library, referral) as ward:
        ward.post()
        for days, answering, moved, gone in events:
            now = DUE + days * DAY
            ward.employ(_staffed(moved, gone), now)
            ward.post(now)
            for who in answering:
                if (who not in gone or who is TRAINER) and _waits(ward, who, now):
                    ward.answer(who, now)
            _assert_adds_up(_figures(ward, now))
        ward.service.delivery.ensure_due(NEXT_DUE + 13 * DAY)
        _assert_adds_up(_figures(ward, NEXT_DUE + 13 * DAY))


LEADER = Actor(
    "U0LEADER",
    memberships=tuple(Membership(s, Role.SUPERVISOR, HIRED.date()) for s in (DESK, HEALTH)),
)


def _figures(ward: Ward, now: datetime) -> tuple[Figures, WardReport]:
    """The sections as whoever leads both sees them, and the ward of the training desk."""
    of_ward = ward.service.statistics.figures(ward.actor(TRAINER, now), now).ward
    assert of_ward is not None
    return ward.service.statistics.figures(LEADER, now), of_ward


def _waits(ward: Ward, who: Someone, now: datetime) -> bool:
    return ward.service.training.due(ward.actor(who, now), now) is not None


def _assert_adds_up(both: tuple[Figures, WardReport]) -> None:
    figures, ward = both
    for name in ("members", "completed", "not_completed", "excluded"):
        of_sections = [getattr(s.total, name) for s in figures.own]
        assert getattr(ward.total, name) == sum(of_sections), name
        assert getattr(ward.total, name) == sum(getattr(s.total, name) for s in ward.sections)
    assert ward.total.members == ward.total.completed + ward.total.not_completed
    for row in ward.weeks:
        parts = [r for s in figures.own for r in s.weeks if r.week == row.week]
        for name in ("members", "completed", "late", "excluded", "not_completed"):
            assert getattr(row, name) == sum(getattr(part, name) for part in parts), name
        assert row.members <= len(EVERYBODY)
        assert min(row.completed, row.late, row.not_completed) >= 0
        assert {part.open for part in parts} <= {row.open}
