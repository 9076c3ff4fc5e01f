"""Figures: who sees which, that they add up, and that the close changes none of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.library import Library
from bot.core.learning import CompletionState
from bot.core.permissions import NotPermitted
from bot.service.referral import Referral
from bot.service.statistics import WEEKS_SHOWN, Figures, WeekFigure
from bot.store import training
from bot.store.engine import Store
from tests.support.service import (
    ADMIN,
    CLERK,
    CLOSE,
    COUNTER,
    DAY,
    DESK,
    DUE,
    EDITOR,
    EVERYBODY,
    HEAD,
    HEALTH,
    HIRED,
    HOUR,
    MINUTE,
    NEXT_DUE,
    NEXT_WEEK,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    WEEK,
    SetClock,
    Someone,
    Ward,
    open_ward,
)

IN_DESK = [who for who in EVERYBODY if who.section == DESK]
IN_HEALTH = [who for who in EVERYBODY if who.section == HEALTH]


@pytest.fixture
def posted(ward: Ward) -> Ward:
    """The ward after Monday's post went out."""
    ward.post()
    return ward


def _figures(ward: Ward, who: Someone = TRAINER, now: datetime = DUE) -> Figures:
    return ward.service.statistics.figures(ward.actor(who, now), now)


def _ward_row(ward: Ward, now: datetime = DUE, week: str = WEEK) -> WeekFigure:
    rows = _figures(ward, TRAINER, now).ward
    assert rows is not None
    return next(row for row in rows if row.week == week)


def _section_row(ward: Ward, section: str, now: datetime = DUE) -> WeekFigure:
    shown = {s.section.name: s for s in _figures(ward, TRAINER, now).sections}
    return next(row for row in shown[section].weeks if row.week == WEEK)


# ------------------------------------------------------------ who sees which


@pytest.mark.parametrize(("who", "section"), [(SUPERVISOR, DESK), (HEAD, HEALTH)])
def test_a_supervisor_sees_the_own_section_only(posted: Ward, who: Someone, section: str) -> None:
    posted.answer(CLERK)
    posted.answer(NURSE)
    figures = _figures(posted, who)
    assert [s.section.name for s in figures.sections] == [section]
    assert figures.ward is None
    members = IN_DESK if section == DESK else IN_HEALTH
    (row,) = figures.sections[0].weeks
    assert (row.members, row.completed) == (len(members), 1)


@pytest.mark.parametrize("who", [TRAINER, COUNTER])
def test_the_training_desk_sees_the_ward(posted: Ward, who: Someone) -> None:
    figures = _figures(posted, who)
    assert {s.section.name for s in figures.sections} == {DESK, HEALTH}
    assert figures.ward is not None
    assert figures.ward[0].members == len(EVERYBODY)
    assert figures.as_of == DUE


@pytest.mark.parametrize("who", [CLERK, NURSE, EDITOR, ADMIN, STRANGER])
def test_nobody_else_sees_any(posted: Ward, who: Someone | str) -> None:
    with pytest.raises(NotPermitted):
        posted.service.statistics.figures(posted.actor(who), DUE)


def test_who_is_no_longer_a_supervisor_sees_none(posted: Ward) -> None:
    plain = Someone(SUPERVISOR.staff_id, SUPERVISOR.name, DESK)
    posted.employ([CLERK, plain, *EVERYBODY[2:]], DUE + DAY)
    with pytest.raises(NotPermitted):
        _figures(posted, SUPERVISOR, DUE + DAY)


# ------------------------------------------------------------ what they count


def test_each_answer_moves_the_count(posted: Ward) -> None:
    before = _section_row(posted, DESK)
    assert before == WeekFigure(
        WEEK, date(2026, 11, 16), members=2, completed=0, late=0, excluded=0, open=True
    )
    posted.answer(CLERK, right=False)
    after = _section_row(posted, DESK)
    assert (after.members, after.completed, after.not_completed) == (2, 1, 1)
    assert _section_row(posted, HEALTH).completed == 0


def test_before_the_post_there_is_no_week(ward: Ward) -> None:
    assert _ward_has(ward, DUE - HOUR) == []
    assert [s.section.name for s in _figures(ward).sections] == sorted([DESK, HEALTH])


def _ward_has(ward: Ward, now: datetime) -> list[str]:
    rows = _figures(ward, TRAINER, now).ward
    assert rows is not None
    return [row.week for row in rows]


def test_a_week_without_a_business_day_has_no_row(ward: Ward) -> None:
    """29 December 2025 to 2 January 2026 is closed throughout."""
    ward.employ(EVERYBODY, datetime.fromisoformat("2025-12-01T09:00+09:00"))
    closed = datetime.fromisoformat("2025-12-31T12:00+09:00")
    ward.service.delivery.ensure_due(closed)
    assert _ward_has(ward, closed) == []


def test_the_close_writes_down_what_was_shown(posted: Ward) -> None:
    posted.answer(CLERK)
    shown = _ward_row(posted, CLOSE - MINUTE)
    posted.service.delivery.ensure_due(CLOSE)
    closed = _ward_row(posted, CLOSE)
    assert (shown.open, closed.open) == (True, False)
    assert (shown.members, shown.completed, shown.not_completed) == (
        closed.members,
        closed.completed,
        closed.not_completed,
    )


def test_an_overdue_close_does_not_look_complete(posted: Ward) -> None:
    """The worker is down over Monday morning: the absent are not left out of the count."""
    posted.answer(CLERK)
    row = _ward_row(posted, CLOSE + HOUR)
    assert (row.open, row.members, row.completed) == (True, len(EVERYBODY), 1)


def test_late_answers_are_neither_completed_nor_missing(posted: Ward) -> None:
    posted.answer(CLERK)
    posted.service.delivery.ensure_due(CLOSE)
    posted.answer(NURSE, CLOSE)
    row = _ward_row(posted, CLOSE)
    everybody = len(EVERYBODY)
    assert (row.members, row.completed, row.late) == (everybody, 1, 1)
    assert row.not_completed == everybody - 2


def test_excluded_people_are_in_no_denominator(posted: Ward) -> None:
    with posted.store.write() as tx:
        training.complete(tx, CLERK.staff_id, WEEK, DESK, CompletionState.EXCLUDED, DUE)
    for now in (DUE, CLOSE):
        posted.service.delivery.ensure_due(now)
        row = _section_row(posted, DESK, now)
        assert (row.members, row.excluded, row.not_completed) == (1, 1, 1)


def test_a_transfer_counts_once_where_the_answer_was_given(posted: Ward) -> None:
    posted.answer(CLERK)
    moved = Someone(CLERK.staff_id, CLERK.name, HEALTH)
    later = DUE + DAY
    posted.employ([moved, *EVERYBODY[1:]], later)
    desk, health = (_section_row(posted, name, later) for name in (DESK, HEALTH))
    assert (desk.members, desk.completed) == (2, 1)
    assert (health.members, health.completed) == (len(IN_HEALTH), 0)
    assert _ward_row(posted, later).members == len(EVERYBODY)


def test_a_section_that_emptied_keeps_its_past(posted: Ward) -> None:
    posted.answer(CLERK)
    rest = [*IN_HEALTH]
    posted.employ(rest, DUE + DAY)
    assert _section_row(posted, DESK, DUE + DAY).completed == 1
    later = DUE + timedelta(weeks=WEEKS_SHOWN + 1)
    shown = [s.section.name for s in _figures(posted, TRAINER, later).sections]
    assert shown == [HEALTH]


def test_weeks_come_newest_first_and_no_more_than_eight(ward: Ward) -> None:
    for number in range(WEEKS_SHOWN + 2):
        ward.service.delivery.ensure_due(NEXT_DUE + timedelta(weeks=number - WEEKS_SHOWN - 1))
    weeks = _ward_has(ward, NEXT_DUE)
    assert len(weeks) == WEEKS_SHOWN
    assert weeks == sorted(weeks, reverse=True)
    assert weeks[:2] == [NEXT_WEEK, WEEK]


# ------------------------------------------------------------ that they add up

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
            _assert_adds_up(_figures(ward, TRAINER, now))
        ward.service.delivery.ensure_due(NEXT_DUE + 13 * DAY)
        _assert_adds_up(_figures(ward, TRAINER, NEXT_DUE + 13 * DAY))


def _waits(ward: Ward, who: Someone, now: datetime) -> bool:
    return ward.service.training.due(ward.actor(who, now), now) is not None


def _assert_adds_up(figures: Figures) -> None:
    assert figures.ward is not None
    for row in figures.ward:
        parts = [r for s in figures.sections for r in s.weeks if r.week == row.week]
        for name in ("members", "completed", "late", "excluded", "not_completed"):
            assert getattr(row, name) == sum(getattr(part, name) for part in parts), name
        assert row.members <= len(EVERYBODY)
        assert min(row.completed, row.late, row.not_completed) >= 0
        assert {part.open for part in parts} <= {row.open}
