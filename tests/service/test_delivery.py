"""The one door: planned once, late rather than lost, never sent a second time blindly."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from bot.core.clock import TOKYO
from bot.core.delivery import (
    Ambiguous,
    Delivery,
    DeliveryState,
    Refused,
    RetryAfter,
    SendResult,
    Sent,
)
from bot.service.delivery import BATCH, LEASE
from bot.store import deliveries
from tests.support.service import (
    CLERK,
    CLOSE,
    DAY,
    DESK,
    DUE,
    EVERYBODY,
    HOUR,
    KEY,
    LAST,
    MINUTE,
    NEXT_DUE,
    NEXT_KEY,
    NURSE,
    Someone,
    Ward,
)

ALL = len(EVERYBODY)
SECOND = timedelta(seconds=1)
NEWCOMER = Someone("T101", "柊 あらた", DESK)


def _delivery(ward: Ward, who: Someone, key: str = KEY) -> Delivery | None:
    with ward.store.read() as tx:
        return deliveries.of_person(tx, who.staff_id, key)


def _claimed(ward: Ward, now: datetime = DUE) -> Delivery:
    """One delivery, taken for sending."""
    ward.employ([CLERK], now)
    ward.service.delivery.ensure_due(now)
    (claimed,) = ward.service.delivery.claim(now)
    return claimed


# ------------------------------------------------------------ planning


def test_nothing_is_due_before_monday_ten(ward: Ward) -> None:
    assert ward.service.delivery.ensure_due(DUE - SECOND) == 0
    assert ward.states() == {}


def test_everybody_gets_one_however_often_it_is_planned(ward: Ward, second: Ward) -> None:
    desks = [ward.service.delivery, second.service.delivery]
    planned = [desk.ensure_due(DUE + n * HOUR) for n in range(5) for desk in desks]
    assert planned == [ALL] + [0] * 9
    assert ward.states() == {DeliveryState.QUEUED: ALL}


def test_two_processes_planning_at_the_same_moment_plan_once(ward: Ward, second: Ward) -> None:
    together = threading.Barrier(2)
    planned: list[int] = []

    def plan(one: Ward) -> None:
        together.wait()
        planned.append(one.service.delivery.ensure_due(DUE))

    threads = [threading.Thread(target=plan, args=(one,)) for one in (ward, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(planned) == ALL
    assert ward.states() == {DeliveryState.QUEUED: ALL}


def test_what_is_planned_holds_only_the_id_of_an_existing_question(ward: Ward) -> None:
    ward.service.delivery.ensure_due(DUE)
    planned = _delivery(ward, CLERK)
    assert planned is not None
    assert set(planned.payload) == {"question"}
    assert planned.payload["question"] in ward.library.course.questions
    assert (planned.due_at, planned.expires_at, planned.to) == (DUE, LAST, CLERK.account)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 18, 15, tzinfo=TOKYO), ALL),  # Wednesday: late, not lost
        (LAST - SECOND, ALL),
        (LAST, 0),
        (datetime(2026, 11, 21, 12, tzinfo=TOKYO), 0),
        (CLOSE, 0),
        (NEXT_DUE - SECOND, 0),  # Monday 23 November is a holiday
    ],
)
def test_a_missed_post_is_sent_until_friday_five(ward: Ward, now: datetime, expected: int) -> None:
    assert ward.service.delivery.ensure_due(now) == expected
    assert len(ward.service.delivery.claim(now)) == min(expected, BATCH)


def test_who_joins_in_the_week_gets_theirs(ward: Ward) -> None:
    desk = ward.service.delivery
    desk.ensure_due(DUE)
    ward.employ([*EVERYBODY, NEWCOMER], DUE + 2 * DAY)
    assert desk.ensure_due(DUE + 2 * DAY) == 1
    assert _delivery(ward, NEWCOMER) is not None
    ward.employ(EVERYBODY, DUE + 3 * DAY)
    assert desk.ensure_due(DUE + 3 * DAY) == 0


def test_who_left_gets_none(ward: Ward) -> None:
    ward.employ(EVERYBODY[1:], DUE - DAY)
    assert ward.service.delivery.ensure_due(DUE) == ALL - 1
    assert _delivery(ward, CLERK) is None


def test_the_next_week_asks_something_else(ward: Ward) -> None:
    desk = ward.service.delivery
    desk.ensure_due(DUE)
    ward.answer(CLERK)
    desk.ensure_due(NEXT_DUE)
    answered, missed = (
        [d.payload["question"] for key in (KEY, NEXT_KEY) if (d := _delivery(ward, who, key))]
        for who in (CLERK, NURSE)
    )
    assert answered[0] != answered[1]
    assert missed[0] == missed[1], "what was never answered is asked again"


# ------------------------------------------------------------ claiming


def test_nobody_claims_what_another_has(ward: Ward, second: Ward) -> None:
    ward.service.delivery.ensure_due(DUE)
    desks = (ward.service.delivery, second.service.delivery)
    taken = [d.delivery_id for _ in range(ALL) for desk in desks for d in desk.claim(DUE)]
    assert len(taken) == len(set(taken)) == ALL


def test_who_has_no_account_waits_for_one(ward: Ward) -> None:
    silent = Someone(CLERK.staff_id, CLERK.name, CLERK.section, slack=False)
    fresh = Someone("T200", "檜 まつ", DESK, slack=False)
    ward.employ([silent, fresh], DUE)
    ward.service.delivery.ensure_due(DUE)
    assert [d.staff_id for d in ward.service.delivery.claim(DUE)] == [CLERK.staff_id]
    known = Someone("T200", "檜 まつ", DESK)
    ward.employ([CLERK, known], DUE + DAY)
    assert [d.to for d in ward.service.delivery.claim(DUE + DAY)] == [known.account]


def test_what_was_not_sent_in_time_is_cancelled(ward: Ward) -> None:
    ward.service.delivery.ensure_due(DUE)
    assert ward.service.delivery.claim(LAST) == ()
    assert ward.states() == {DeliveryState.QUEUED: ALL}
    ward.service.delivery.ensure_due(LAST)
    assert ward.states() == {DeliveryState.CANCELLED: ALL}


def test_a_lost_lease_is_not_sent_a_second_time(ward: Ward, second: Ward) -> None:
    claimed = _claimed(ward)
    assert second.service.delivery.claim(DUE + LEASE) == ()
    assert ward.states() == {DeliveryState.SENDING: 1}
    assert second.service.delivery.claim(DUE + LEASE + SECOND) == ()
    assert ward.states() == {DeliveryState.DEAD: 1}
    ward.service.delivery.settle(claimed, Sent("D1", "1.0"), DUE + 2 * LEASE)
    assert ward.states() == {DeliveryState.SENT: 1}, "it had gone out after all"


# ------------------------------------------------------------ settling


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Sent("D1", "1.0"), DeliveryState.SENT),
        (RetryAfter(30), DeliveryState.QUEUED),
        (Ambiguous("timeout"), DeliveryState.DEAD),
        (Refused("user_not_found"), DeliveryState.DEAD),
    ],
)
def test_each_result_is_written_down(ward: Ward, result: SendResult, state: DeliveryState) -> None:
    claimed = _claimed(ward)
    ward.service.delivery.settle(claimed, result, DUE)
    assert ward.states() == {state: 1}
    again = {d.delivery_id for d in ward.service.delivery.claim(DUE + MINUTE)}
    assert again == ({claimed.delivery_id} if state is DeliveryState.QUEUED else set())


def test_a_sent_message_can_be_found_again(ward: Ward) -> None:
    ward.service.delivery.settle(_claimed(ward), Sent("D1", "1.0"), DUE)
    sent = _delivery(ward, CLERK)
    assert sent is not None
    assert (sent.channel, sent.ts, sent.attempts) == ("D1", "1.0", 1)


def test_a_retry_waits_as_long_as_asked(ward: Ward) -> None:
    ward.service.delivery.settle(_claimed(ward), RetryAfter(90), DUE)
    desk = ward.service.delivery
    assert desk.claim(DUE + timedelta(seconds=89)) == ()
    (again,) = desk.claim(DUE + timedelta(seconds=90))
    assert again.attempts == 2


def test_a_retry_past_the_end_of_sending_is_cancelled(ward: Ward) -> None:
    ward.service.delivery.settle(_claimed(ward, LAST - MINUTE), RetryAfter(120), LAST - MINUTE)
    ward.service.delivery.ensure_due(LAST + HOUR)
    assert ward.states() == {DeliveryState.CANCELLED: 1}


def test_a_message_that_failed_still_stands_as_due(ward: Ward) -> None:
    ward.service.delivery.settle(_claimed(ward), Ambiguous("timeout"), DUE)
    assert ward.due(CLERK).occurrence_key == KEY
