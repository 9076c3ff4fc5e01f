"""Closing a week: everybody who was there on the day is counted, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.core.delivery import DeliveryState
from bot.core.learning.weeks import CompletionState
from bot.core.permissions import NotPermitted
from bot.service.closing import CLOSE_LOOK_BACK
from bot.store import training
from tests.support.service import (
    ADMIN,
    CLERK,
    CLOSE,
    DAY,
    DESK,
    DUE,
    EVERYBODY,
    HEALTH,
    HOUR,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    WEEK,
    Someone,
    Ward,
)

ALL = len(EVERYBODY)
SECOND = timedelta(seconds=1)
NEWCOMER = Someone("T101", "柊 あらた", DESK)


def _weeks(ward: Ward, who: Someone) -> Mapping[str, tuple[str, CompletionState]]:
    """The person's weeks: the section they are counted in and how they stand."""
    with ward.store.read() as tx:
        rows = training.completions_of(tx, who.staff_id)
    return {row.week: (row.section_id, row.state) for row in rows}


# ------------------------------------------------------------ closing a week


def test_a_week_closes_with_who_was_there_on_the_day(ward: Ward) -> None:
    desk = ward.service.delivery
    desk.ensure_due(DUE)
    ward.finish(SUPERVISOR)
    ward.employ([SUPERVISOR, *EVERYBODY[2:], NEWCOMER], DUE + DAY)  # CLERK left
    desk.ensure_due(DUE + DAY)
    desk.ensure_due(CLOSE - SECOND)
    assert _weeks(ward, NURSE) == {}
    desk.ensure_due(CLOSE)
    assert _weeks(ward, NURSE) == {WEEK: (HEALTH, CompletionState.NOT_COMPLETED)}
    assert _weeks(ward, CLERK) == {WEEK: (DESK, CompletionState.NOT_COMPLETED)}
    assert _weeks(ward, SUPERVISOR) == {WEEK: (DESK, CompletionState.COMPLETED)}
    assert _weeks(ward, NEWCOMER) == {}


def test_a_transfer_does_not_move_the_week(ward: Ward) -> None:
    ward.service.delivery.ensure_due(DUE)
    moved = Someone(CLERK.staff_id, CLERK.name, HEALTH)
    ward.employ([moved, *EVERYBODY[1:]], DUE + 2 * DAY)
    ward.service.delivery.ensure_due(CLOSE)
    assert _weeks(ward, CLERK)[WEEK] == (DESK, CompletionState.NOT_COMPLETED)


def test_a_late_answer_counts_as_late(ward: Ward) -> None:
    ward.post()
    ward.service.delivery.ensure_due(CLOSE)
    assert ward.answer(CLERK, CLOSE).state is None, "the week has open questions"
    assert ward.finish(CLERK, CLOSE).state is CompletionState.COMPLETED_LATE
    ward.service.delivery.ensure_due(CLOSE + HOUR)
    assert _weeks(ward, CLERK)[WEEK] == (DESK, CompletionState.COMPLETED_LATE)


def test_a_week_that_was_never_posted_counts_for_nobody(ward: Ward) -> None:
    ward.service.delivery.ensure_due(CLOSE)
    assert _weeks(ward, CLERK) == {}


def test_a_week_closes_even_after_weeks_of_silence(ward: Ward) -> None:
    ward.service.delivery.ensure_due(DUE)
    ward.service.delivery.ensure_due(DUE + CLOSE_LOOK_BACK)
    assert _weeks(ward, CLERK) == {WEEK: (DESK, CompletionState.NOT_COMPLETED)}


def test_closing_twice_changes_nothing(ward: Ward, second: Ward) -> None:
    ward.post()
    ward.service.delivery.ensure_due(CLOSE)
    ward.answer(TRAINER, CLOSE)
    before = [_weeks(ward, who) for who in EVERYBODY]
    second.service.delivery.ensure_due(CLOSE + HOUR)
    assert [_weeks(ward, who) for who in EVERYBODY] == before


# ------------------------------------------------------------ who may look


def test_only_administrators_see_the_counts(ward: Ward) -> None:
    ward.service.delivery.ensure_due(DUE)
    counts = ward.service.delivery.counts(ward.actor(ADMIN))
    assert counts == dict.fromkeys(DeliveryState, 0) | {DeliveryState.QUEUED: 2 * ALL}
    for who in (*EVERYBODY[:-1], STRANGER):
        with pytest.raises(NotPermitted):
            ward.service.delivery.counts(ward.actor(who))
