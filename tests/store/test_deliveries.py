"""Deliveries are planned once for each person, and found again."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from bot.core.delivery import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Occurrence,
    OccurrenceState,
    PlannedDelivery,
)
from bot.store import deliveries, ledger, occurrences
from bot.store.engine import Store
from tests.store.samples import (
    HOUR,
    MINUTE,
    NOW,
    QUIZ,
    claim,
    hire,
    person,
    plan_quiz,
)

NOBODY = dict.fromkeys(DeliveryState, 0)


def _only(store: Store) -> Delivery:
    plan_quiz(store, 1)
    (claimed,) = claim(store)
    return claimed


def test_planning_again_adds_only_who_joined_since(store: Store) -> None:
    plan_quiz(store, 3)
    with store.write() as tx:
        assert deliveries.has_occurrence(tx, QUIZ.key)
        assert not deliveries.has_occurrence(tx, "quiz/2026-W48/1")
        hire(tx, 5)
        planned = [PlannedDelivery(person(n).staff_id) for n in range(5, 0, -1)]
        assert deliveries.plan(tx, QUIZ, planned) == 2
        assert deliveries.plan(tx, QUIZ, planned) == 0
        assert deliveries.counts(tx) == {**NOBODY, DeliveryState.QUEUED: 5}


def test_planning_for_nobody_still_notes_the_occurrence(store: Store) -> None:
    with store.write() as tx:
        assert deliveries.plan(tx, QUIZ, []) == 0
        assert deliveries.has_occurrence(tx, QUIZ.key)


def test_many_planners_at_once_plan_each_person_once(store: Store) -> None:
    with store.write() as tx:
        staff = hire(tx, 600)
        deliveries.plan(tx, QUIZ, [])
    planned = [PlannedDelivery(p.staff_id) for p in staff]
    together = threading.Barrier(8)

    def plan(turn: int) -> int:
        together.wait()
        with store.write() as tx:
            return deliveries.plan(tx, QUIZ, planned if turn % 2 else planned[::-1])

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(plan, range(8))) == len(staff)


def test_home_shows_what_is_due_even_when_the_message_failed(store: Store) -> None:
    week_before = Occurrence(
        "quiz/2026-W46/1", DeliveryKind.QUIZ, NOW - timedelta(days=7), NOW + HOUR
    )
    notice = replace(QUIZ, key="notice/1", kind=DeliveryKind.NOTICE)
    future = replace(QUIZ, key="quiz/2026-W48/1", due_at=NOW + MINUTE)
    plan_quiz(store, 1, week_before)
    (failed,) = claim(store)
    with store.write() as tx:
        ledger.bury(tx, failed, "x")
    for occurrence in (QUIZ, notice, future):
        plan_quiz(store, 2, occurrence)
    (row,) = [d for d in claim(store) if d.staff_id == "s0001" and d.kind is DeliveryKind.QUIZ]
    with store.write() as tx:
        ledger.release(tx, row, NOW + HOUR)
        shown = deliveries.open_for(tx, "s0001", DeliveryKind.QUIZ, NOW)
    assert [d.occurrence_key for d in shown] == [QUIZ.key, week_before.key]


def test_cancelled_deliveries_are_not_shown(store: Store) -> None:
    plan_quiz(store, 1)
    with store.write() as tx:
        ledger.cancel_stale(tx, QUIZ.expires_at)
        assert deliveries.open_for(tx, "s0001", DeliveryKind.QUIZ, NOW) == ()


def test_one_persons_delivery_is_found(store: Store) -> None:
    claimed = _only(store)
    with store.read() as tx:
        assert deliveries.of_person(tx, "s0001", QUIZ.key) == claimed
        assert deliveries.of_person(tx, "s0002", QUIZ.key) is None
        assert deliveries.get(tx, "0" * 32) is None


def test_a_missed_or_withdrawn_occurrence_asked_nobody(store: Store) -> None:
    with store.write() as tx:
        assert occurrences.note(tx, QUIZ, OccurrenceState.MISSED)
        assert not deliveries.has_occurrence(tx, QUIZ.key)
        assert occurrences.exists(tx, QUIZ.key)
        deliveries.plan(tx, QUIZ, [])
        assert deliveries.has_occurrence(tx, QUIZ.key), "the clock had only stood ahead"
        states = (OccurrenceState.ACTIVE,)
        assert occurrences.change(tx, QUIZ.key, states, OccurrenceState.CANCELLED)
        assert not occurrences.change(tx, QUIZ.key, states, OccurrenceState.PAUSED)
        deliveries.plan(tx, QUIZ, [])
        assert not deliveries.has_occurrence(tx, QUIZ.key), "what was withdrawn stays so"


def test_progress_names_every_state_and_reason(store: Store) -> None:
    plan_quiz(store, 4)
    plan_quiz(store, 1, replace(QUIZ, key="quiz/2026-W46/1", due_at=NOW - HOUR))
    sent, refused, *_ = claim(store, only=QUIZ.key)
    with store.write() as tx:
        ledger.mark_sent(tx, sent.delivery_id, "D1", "1.2")
        ledger.bury(tx, refused, "user_not_found")
        newest, older = occurrences.progress(tx, 5)
        assert (newest.key, older.key) == (QUIZ.key, "quiz/2026-W46/1")
        standing = {DeliveryState.SENT: 1, DeliveryState.DEAD: 1, DeliveryState.SENDING: 2}
        assert newest.counts == {**NOBODY, **standing}
        assert occurrences.progress(tx, 5, QUIZ.key) == (newest,)
        assert occurrences.reasons(tx, QUIZ.key) == {"user_not_found": 1}
