"""Figures: who sees which, what they count, and that the close changes none of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.core.learning import CompletionState
from bot.core.permissions import NotPermitted
from bot.service.statistics import WEEKS_SHOWN, Figures, WeekFigure
from bot.store import training
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
    HOUR,
    MINUTE,
    NEXT_DUE,
    NEXT_WEEK,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    WEEK,
    Someone,
    Ward,
)

IN_DESK = [who for who in EVERYBODY if who.section == DESK]
IN_HEALTH = [who for who in EVERYBODY if who.section == HEALTH]


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
    """Also when somebody left and somebody joined in the week."""
    posted.answer(CLERK)
    newcomers = [Someone(f"T10{n}", f"職員{n}", HEALTH) for n in range(3)]
    posted.employ([who for who in EVERYBODY if who is not NURSE] + newcomers, DUE + DAY)
    posted.post(DUE + DAY)
    posted.answer(newcomers[0], DUE + DAY)
    shown = _ward_row(posted, CLOSE - MINUTE)
    posted.service.delivery.ensure_due(CLOSE)
    closed = _ward_row(posted, CLOSE)
    assert (shown.open, closed.open) == (True, False)
    assert (shown.members, shown.completed) == (len(EVERYBODY) + 1, 2)
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
