"""How people want the course, and who has fallen silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.delivery import DeliveryKind, DeliveryState
from bot.core.learning.choices import AS_IT_COMES, CourseChoice, PausedBy, TimeSlot
from bot.store import courses, deliveries, figures, holding, ledger
from bot.store.engine import Store
from tests.store.samples import DAY, DAYS, HOUR, NOW, QUIZ, WEEK, claim, hire, plan_quiz


@pytest.fixture
def staffed(store: Store) -> Store:
    """Three people of one section."""
    with store.write() as tx:
        hire(tx, 3)
    return store


def test_a_choice_is_kept_and_replaced(staffed: Store) -> None:
    wanted = CourseChoice(True, TimeSlot.AFTERNOON, True, DAY, PausedBy.SELF, DAY)
    with staffed.write() as tx:
        assert courses.choices_of(tx, "s0001") == AS_IT_COMES
        courses.keep(tx, "s0001", CourseChoice(one_batch=True))
        courses.keep(tx, "s0001", wanted)
    with staffed.read() as tx:
        assert courses.choices_of_all(tx, ["s0001", "nobody"]) == {"s0001": wanted}


def test_who_is_paused_already_stays_so(staffed: Store) -> None:
    with staffed.write() as tx:
        assert courses.pause(tx, ["s0001"], DAY, PausedBy.SELF) == 1
        assert courses.pause(tx, ["s0001"], DAY + 9 * DAYS, PausedBy.SILENCE) == 0
    with staffed.read() as tx:
        choice = courses.choices_of(tx, "s0001")
    assert (choice.paused_since, choice.paused_by) == (DAY, PausedBy.SELF)


def test_silent_is_who_was_sent_something_and_took_nothing(store: Store) -> None:
    plan_quiz(store, 3)
    sent, *_ = claim(store)
    with store.write() as tx:
        ledger.mark_sent(tx, sent.delivery_id, "D1", "1.0")
    day = NOW.date()
    with store.read() as tx:
        assert courses.posted_weeks(tx, NOW, NOW).keys() == {WEEK}
        assert courses.silent(tx, [WEEK], day) == (sent.staff_id,)
        assert courses.silent(tx, [WEEK, "2026-W46"], day) == ()
    with store.write() as tx:
        courses.keep(tx, sent.staff_id, CourseChoice(resumed_on=day))
        assert courses.silent(tx, [WEEK], day) == ()
        courses.keep(tx, sent.staff_id, AS_IT_COMES)
        figures.note_taken(tx, sent.staff_id, "c-1", day)
        assert courses.silent(tx, [WEEK], day) == ()


def test_what_is_held_is_not_claimed_and_can_still_be_withdrawn(store: Store) -> None:
    plan_quiz(store, 3)
    with store.write() as tx:
        assert holding.hold(tx, ["s0001"], [DeliveryKind.REMINDER]) == 0
        assert holding.hold(tx, ["s0001", "s0002"], [DeliveryKind.QUIZ]) == 2
    assert [d.staff_id for d in claim(store)] == ["s0003"]
    with store.write() as tx:
        ledger.cancel_stale(tx, QUIZ.expires_at + HOUR)
        held = deliveries.of_person(tx, "s0001", QUIZ.key)
        assert held is not None
        assert held.state is DeliveryState.HELD, "it waits on App Home for good"
        assert deliveries.open_for(tx, "s0001", DeliveryKind.QUIZ, NOW + timedelta(days=30))
