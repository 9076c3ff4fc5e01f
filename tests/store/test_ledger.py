"""The ledger: each row in one hand at a time, and an older hand changes nothing."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from sqlite3 import Cursor

import pytest
from sqlalchemy import event

from bot.core.delivery import (
    ANY_TIME,
    Delivery,
    DeliveryKind,
    DeliveryState,
    OccurrenceState,
    PlannedDelivery,
)
from bot.store import deliveries, ledger, occurrences, people
from bot.store.engine import Store
from tests.store.samples import (
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    QUIZ,
    SECTIONS,
    claim,
    employed,
    person,
    plan_quiz,
)

NOBODY = dict.fromkeys(DeliveryState, 0)


def _only(store: Store) -> Delivery:
    """Plan a quiz for one person and claim it."""
    plan_quiz(store, 1)
    (claimed,) = claim(store)
    return claimed


def _now(store: Store, delivery: Delivery) -> Delivery:
    with store.read() as tx:
        found = deliveries.get(tx, delivery.delivery_id)
    assert found is not None
    return found


def _doubtful(store: Store, later: timedelta) -> list[tuple[Delivery, timedelta]]:
    with store.write() as tx:
        taken = ledger.take_doubtful(tx, NOW + later, NOW + later + LEASE, 100)
    return [(doubt.delivery, doubt.age) for doubt in taken]


# ------------------------------------------------------------ claiming


def test_a_claim_is_complete_and_marks_the_row(store: Store) -> None:
    claimed = _only(store)
    assert claimed == Delivery(
        delivery_id=claimed.delivery_id,
        occurrence_key=QUIZ.key,
        kind=DeliveryKind.QUIZ,
        staff_id="s0001",
        to="U0001",
        payload={"questions": "a-1"},
        state=DeliveryState.SENDING,
        due_at=QUIZ.due_at,
        expires_at=QUIZ.expires_at,
        attempts=1,
        turn=1,
    )
    assert len(claimed.delivery_id) == 32
    assert _now(store, claimed) == claimed


def test_only_due_unexpired_reachable_people_are_claimed(store: Store) -> None:
    always = replace(QUIZ, hours=ANY_TIME)
    with store.write() as tx:
        staff = [person(1), person(2, slack=False)]
        held = [(p.staff_id, employed()) for p in staff]
        people.replace_roster(tx, SECTIONS, staff, held, DAY)
        deliveries.plan(tx, always, [PlannedDelivery(p.staff_id) for p in staff])
    before_expiry = QUIZ.expires_at - QUIZ.due_at
    assert claim(store, later=-timedelta(microseconds=1)) == ()
    assert claim(store, later=before_expiry) == ()
    assert [d.staff_id for d in claim(store)] == ["s0001"]
    with store.write() as tx:
        people.link_slack(tx, "s0002", "U0002")
    assert [d.to for d in claim(store)] == ["U0002"]


@pytest.mark.parametrize(
    ("hours", "allowed"),
    [(-1.1, False), (-1, True), (6.9, True), (7, False), (13, False), (22.9, False), (23, True)],
)
def test_a_quiz_goes_out_in_office_hours_only(store: Store, hours: float, allowed: bool) -> None:
    """From Monday 10:00 in Tokyo on: 17:00 is closing time, 9:00 on Tuesday opening."""
    plan_quiz(store, 1, replace(QUIZ, due_at=NOW - 2 * HOUR))
    assert bool(claim(store, later=timedelta(hours=hours))) is allowed


def test_messages_to_single_people_come_before_those_to_all(store: Store) -> None:
    plan_quiz(store, 2, replace(QUIZ, key="quiz/2026-W46/1", due_at=NOW - HOUR))
    plan_quiz(store, 2)
    plan_quiz(store, 1, replace(QUIZ, key="notice/1", kind=DeliveryKind.NOTICE))
    first = claim(store, limit=4)
    expected = ["notice/1", "quiz/2026-W46/1", "quiz/2026-W46/1", QUIZ.key]
    assert [d.occurrence_key for d in first] == expected
    assert len(claim(store, limit=3)) == 1


@pytest.mark.parametrize("state", [OccurrenceState.PAUSED, OccurrenceState.CANCELLED])
def test_what_an_operator_halted_is_not_claimed(store: Store, state: OccurrenceState) -> None:
    plan_quiz(store, 1)
    with store.write() as tx:
        assert occurrences.change(tx, QUIZ.key, [OccurrenceState.ACTIVE], state)
    assert claim(store) == ()


def test_eight_threads_claim_each_row_once(store: Store) -> None:
    plan_quiz(store, 200)
    together = threading.Barrier(8)

    def work(_: int) -> list[str]:
        mine: list[str] = []
        together.wait()
        while claimed := claim(store, limit=5):
            mine += [d.delivery_id for d in claimed]
        return mine

    with ThreadPoolExecutor(8) as threads:
        shares = list(threads.map(work, range(8)))
    times = Counter(delivery_id for share in shares for delivery_id in share)
    assert len(times) == 200
    assert set(times.values()) == {1}


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_claim_does_not_sort_all_that_waits(store: Store) -> None:
    """35,000 may wait, and one a second goes out."""
    plan_quiz(store, 40)
    plans: list[str] = []
    with store.write() as tx:

        @event.listens_for(tx, "before_cursor_execute")
        def note(
            _: object, cursor: Cursor, wanted: str, values: Sequence[str], *_more: object
        ) -> None:
            if "LIMIT" in wanted:
                plans.append(str(cursor.execute(f"EXPLAIN QUERY PLAN {wanted}", values).fetchall()))

        assert len(ledger.claim(tx, [QUIZ.key], NOW, NOW, NOW + LEASE, 2)) == 2
    (plan,) = plans
    assert "ix_delivery_occurrence_key_state_id" in plan
    assert "ORDER BY" not in plan


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_second_claimer_does_not_wait_for_the_first(store: Store) -> None:
    plan_quiz(store, 4)
    with store.write() as first, store.write() as second:
        second.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
        one = ledger.claim(first, [QUIZ.key], NOW, NOW, NOW + LEASE, 2)
        two = ledger.claim(second, [QUIZ.key], NOW, NOW, NOW + LEASE, 2)
    assert len({d.delivery_id for d in (*one, *two)}) == 4


# ------------------------------------------------------------ settling


def test_sent_is_final(store: Store) -> None:
    claimed = _only(store)
    with store.write() as tx:
        ledger.mark_sent(tx, claimed.delivery_id, "D1", "1.2")
        ledger.bury(tx, claimed, "late news")
        ledger.release(tx, claimed)
        ledger.doubt(tx, claimed, NOW, "late news")
        ledger.cancel_stale(tx, QUIZ.expires_at)
        ledger.revive(tx, NOW)
        ledger.reopen_dead(tx, QUIZ.key, NOW)
    sent = replace(claimed, state=DeliveryState.SENT, channel="D1", ts="1.2")
    assert _now(store, claimed) == sent
    assert _doubtful(store, 10 * HOUR) == []


def test_a_released_row_waits_for_its_time(store: Store) -> None:
    claimed = _only(store)
    with store.write() as tx:
        ledger.release(tx, claimed, NOW + MINUTE)
    assert claim(store) == ()
    (again,) = claim(store, later=MINUTE)
    assert (again.delivery_id, again.attempts, again.turn) == (claimed.delivery_id, 2, 2)


def test_when_the_lease_ends_the_row_is_in_doubt_and_one_takes_it(store: Store) -> None:
    claimed = _only(store)
    assert _doubtful(store, LEASE - timedelta(microseconds=1)) == []
    ((taken, age),) = _doubtful(store, LEASE)
    assert (taken.delivery_id, taken.turn, age) == (claimed.delivery_id, 2, LEASE)
    assert _doubtful(store, LEASE) == []
    assert claim(store, later=LEASE) == (), "never sent again without a look"


def test_an_older_hand_changes_nothing(store: Store) -> None:
    claimed = _only(store)
    ((taken, _),) = _doubtful(store, LEASE)
    with store.write() as tx:
        ledger.release(tx, claimed)
        ledger.doubt(tx, claimed, NOW, "x")
        ledger.bury(tx, claimed, "x")
    assert _now(store, claimed) == taken
    with store.write() as tx:
        ledger.mark_sent(tx, claimed.delivery_id, "D1", "1.2")
    assert _now(store, claimed).state is DeliveryState.SENT, "sent is sent, whoever says so"


def test_a_doubt_counts_its_checks_and_lasts_its_grace(store: Store) -> None:
    claimed = _only(store)
    with store.write() as tx:
        ledger.doubt(tx, claimed, NOW + HOUR, "timeout", checks=2)
    assert _doubtful(store, HOUR - MINUTE) == []
    ((taken, age),) = _doubtful(store, HOUR)
    assert (taken.checks, taken.last_error, age) == (2, "timeout", HOUR)


def test_a_long_reason_is_cut_not_refused(store: Store) -> None:
    claimed = _only(store)
    with store.write() as tx:
        ledger.bury(tx, claimed, "x" * 500)
        assert deliveries.counts(tx) == {**NOBODY, DeliveryState.DEAD: 1}
        (dead,) = deliveries.find_dead(tx, 10)
        assert (dead.delivery_id, dead.last_error) == (claimed.delivery_id, "x" * 80)
        assert deliveries.find_dead(tx, 0) == ()


def test_a_dead_row_that_is_taken_up_again_is_looked_for_first(store: Store) -> None:
    claimed = _only(store)
    with store.write() as tx:
        ledger.bury(tx, claimed, "x")
        assert ledger.reopen_dead(tx, QUIZ.key, NOW + HOUR) == 1
    assert claim(store, later=HOUR) == ()
    ((taken, age),) = _doubtful(store, HOUR)
    assert (taken.checks, age) == (0, HOUR)


# ------------------------------------------------------------ the end of it


def test_what_was_not_tried_in_time_is_cancelled(store: Store) -> None:
    plan_quiz(store, 3)
    (claimed,) = claim(store, limit=1)
    with store.write() as tx:
        assert ledger.cancel_stale(tx, QUIZ.expires_at - MINUTE) == 0
        assert ledger.cancel_stale(tx, QUIZ.expires_at) == 2
        standing = {DeliveryState.CANCELLED: 2, DeliveryState.SENDING: 1}
        assert deliveries.counts(tx) == {**NOBODY, **standing}
        assert ledger.revive(tx, QUIZ.expires_at) == 0
        assert ledger.revive(tx, QUIZ.expires_at - MINUTE) == 2, "the clock had been ahead"
    assert _now(store, claimed).state is DeliveryState.SENDING


def test_what_an_operator_withdrew_stays_so(store: Store) -> None:
    plan_quiz(store, 2)
    with store.write() as tx:
        occurrences.change(tx, QUIZ.key, [OccurrenceState.ACTIVE], OccurrenceState.CANCELLED)
        assert ledger.cancel_stale(tx, NOW) == 2
        assert ledger.revive(tx, NOW) == 0


def test_the_next_moment_is_told_for_sending_and_checking(store: Store) -> None:
    plan_quiz(store, 2)
    keys = [QUIZ.key]
    with store.write() as tx:
        assert ledger.next_moment(tx, [], NOW, NOW) == (None, None)
        assert ledger.next_moment(tx, keys, NOW, NOW) == (NOW, None)
        one, two = ledger.claim(tx, keys, NOW, NOW, NOW + LEASE, 2)
        assert ledger.next_moment(tx, keys, NOW, NOW) == (None, NOW + LEASE)
        ledger.release(tx, one, NOW + HOUR)
        ledger.mark_sent(tx, two.delivery_id, "D1", "1.2")
        assert ledger.next_moment(tx, keys, NOW, NOW) == (NOW + HOUR, None)
