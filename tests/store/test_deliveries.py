"""The ledger: planned once, claimed once, never sent again blindly."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.delivery import Delivery, DeliveryKind, DeliveryState, Occurrence, PlannedDelivery
from bot.store import deliveries, people
from bot.store.engine import Store
from tests.store.samples import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    QUIZ,
    SECTIONS,
    employed,
    hire,
    person,
    plan_quiz,
)

LEASE = NOW + MINUTE
NOBODY = dict.fromkeys(DeliveryState, 0)


def _claim(store: Store, limit: int = 100, later: timedelta = timedelta(0)) -> Sequence[Delivery]:
    with store.write() as tx:
        return deliveries.claim(tx, NOW + later, LEASE + later, limit)


def _only(store: Store) -> Delivery:
    """Plan a quiz for one person and claim it."""
    plan_quiz(store, 1)
    (claimed,) = _claim(store)
    return claimed


def _now(store: Store, delivery: Delivery) -> Delivery:
    with store.read() as tx:
        found = deliveries.get(tx, delivery.delivery_id)
    assert found is not None
    return found


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


def test_a_claim_is_complete_and_marks_the_row(store: Store) -> None:
    claimed = _only(store)
    assert claimed == Delivery(
        delivery_id=claimed.delivery_id,
        occurrence_key=QUIZ.key,
        kind=DeliveryKind.QUIZ,
        staff_id="s0001",
        to="U0001",
        payload={"concept": "c-1"},
        state=DeliveryState.SENDING,
        due_at=QUIZ.due_at,
        expires_at=QUIZ.expires_at,
        attempts=1,
    )
    assert len(claimed.delivery_id) == 32
    assert _now(store, claimed) == claimed


def test_only_due_unexpired_reachable_people_are_claimed(store: Store) -> None:
    with store.write() as tx:
        staff = [person(1), person(2, slack=False)]
        held = [(p.staff_id, employed()) for p in staff]
        people.replace_roster(tx, SECTIONS, staff, held, DAY)
        deliveries.plan(tx, QUIZ, [PlannedDelivery(p.staff_id) for p in staff])
    before_expiry = QUIZ.expires_at - QUIZ.due_at
    assert _claim(store, later=-timedelta(microseconds=1)) == ()
    assert _claim(store, later=before_expiry) == ()
    assert [d.staff_id for d in _claim(store)] == ["s0001"]
    with store.write() as tx:
        people.link_slack(tx, "s0002", "U0002")
    assert [d.to for d in _claim(store)] == ["U0002"]


def test_the_longest_due_come_first_within_the_limit(store: Store) -> None:
    earlier = replace(QUIZ, key="notice/2026-11-15", kind=DeliveryKind.NOTICE, due_at=NOW - HOUR)
    plan_quiz(store, 2)
    plan_quiz(store, 2, earlier)
    kinds = [d.kind for d in _claim(store, limit=3)]
    assert kinds == [DeliveryKind.NOTICE, DeliveryKind.NOTICE, DeliveryKind.QUIZ]
    assert len(_claim(store, limit=3)) == 1


def test_eight_threads_claim_each_row_once(store: Store) -> None:
    plan_quiz(store, 200)
    together = threading.Barrier(8)

    def work(_: int) -> list[str]:
        mine: list[str] = []
        together.wait()
        while claimed := _claim(store, limit=5):
            mine += [d.delivery_id for d in claimed]
        return mine

    with ThreadPoolExecutor(8) as threads:
        shares = list(threads.map(work, range(8)))
    times = Counter(delivery_id for share in shares for delivery_id in share)
    assert len(times) == 200
    assert set(times.values()) == {1}


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_second_claimer_does_not_wait_for_the_first(store: Store) -> None:
    plan_quiz(store, 4)
    with store.write() as first, store.write() as second:
        second.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
        one = deliveries.claim(first, NOW, LEASE, 2)
        two = deliveries.claim(second, NOW, LEASE, 2)
    assert len({d.delivery_id for d in (*one, *two)}) == 4


def test_sent_is_final(store: Store) -> None:
    claimed = _only(store)
    with store.write() as tx:
        deliveries.mark_sent(tx, claimed.delivery_id, "D1", "1.2")
        deliveries.mark_dead(tx, claimed.delivery_id, "late news")
        deliveries.requeue(tx, claimed.delivery_id, NOW)
        deliveries.bury_lost(tx, NOW + 10 * HOUR)
        deliveries.cancel_expired(tx, QUIZ.expires_at)
    sent = replace(claimed, state=DeliveryState.SENT, channel="D1", ts="1.2")
    assert _now(store, claimed) == sent


def test_a_requeued_row_waits_for_its_time(store: Store) -> None:
    claimed = _only(store)
    with store.write() as tx:
        deliveries.requeue(tx, claimed.delivery_id, NOW + MINUTE)
    assert _claim(store) == ()
    (again,) = _claim(store, later=MINUTE)
    assert (again.delivery_id, again.attempts) == (claimed.delivery_id, 2)


def test_an_interrupted_send_is_buried_not_repeated(store: Store) -> None:
    claimed = _only(store)
    with store.write() as tx:
        assert deliveries.bury_lost(tx, LEASE) == 0
        assert deliveries.bury_lost(tx, LEASE + MINUTE) == 1
        assert deliveries.find_dead(tx, 10) == (replace(claimed, state=DeliveryState.DEAD),)
        assert deliveries.find_dead(tx, 0) == ()
    assert _claim(store, later=HOUR) == ()


def test_a_late_success_of_a_buried_row_counts(store: Store) -> None:
    claimed = _only(store)
    with store.write() as tx:
        deliveries.bury_lost(tx, LEASE + MINUTE)
        deliveries.mark_sent(tx, claimed.delivery_id, "D1", "1.2")
        assert deliveries.counts(tx) == {**NOBODY, DeliveryState.SENT: 1}


def test_a_long_reason_is_cut_not_refused(store: Store) -> None:
    claimed = _only(store)
    with store.write() as tx:
        deliveries.mark_dead(tx, claimed.delivery_id, "x" * 500)
        assert deliveries.counts(tx) == {**NOBODY, DeliveryState.DEAD: 1}


def test_what_was_not_tried_in_time_is_cancelled(store: Store) -> None:
    plan_quiz(store, 3)
    (claimed,) = _claim(store, limit=1)
    with store.write() as tx:
        assert deliveries.cancel_expired(tx, QUIZ.expires_at - MINUTE) == 0
        assert deliveries.cancel_expired(tx, QUIZ.expires_at) == 2
        standing = {DeliveryState.CANCELLED: 2, DeliveryState.SENDING: 1}
        assert deliveries.counts(tx) == {**NOBODY, **standing}
    assert _now(store, claimed).state is DeliveryState.SENDING


def test_home_shows_what_is_due_even_when_the_message_failed(store: Store) -> None:
    week_before = Occurrence(
        "quiz/2026-W46/1", DeliveryKind.QUIZ, NOW - timedelta(days=7), NOW - timedelta(days=3)
    )
    notice = replace(QUIZ, key="notice/1", kind=DeliveryKind.NOTICE)
    future = replace(QUIZ, key="quiz/2026-W48/1", due_at=NOW + MINUTE)
    plan_quiz(store, 1, week_before)
    with store.write() as tx:
        deliveries.mark_dead(
            tx, deliveries.open_for(tx, "s0001", DeliveryKind.QUIZ, NOW)[0].delivery_id, "x"
        )
    for occurrence in (QUIZ, notice, future):
        plan_quiz(store, 2, occurrence)
    (row,) = [d for d in _claim(store) if d.staff_id == "s0001" and d.kind is DeliveryKind.QUIZ]
    with store.write() as tx:
        deliveries.requeue(tx, row.delivery_id, NOW + HOUR)
        shown = deliveries.open_for(tx, "s0001", DeliveryKind.QUIZ, NOW)
    assert [d.occurrence_key for d in shown] == [QUIZ.key, week_before.key]


def test_cancelled_deliveries_are_not_shown(store: Store) -> None:
    plan_quiz(store, 1)
    with store.write() as tx:
        deliveries.cancel_expired(tx, QUIZ.expires_at)
        assert deliveries.open_for(tx, "s0001", DeliveryKind.QUIZ, NOW) == ()


def test_one_persons_delivery_is_found(store: Store) -> None:
    claimed = _only(store)
    with store.read() as tx:
        assert deliveries.of_person(tx, "s0001", QUIZ.key) == claimed
        assert deliveries.of_person(tx, "s0002", QUIZ.key) is None
        assert deliveries.get(tx, "0" * 32) is None
