"""The one door: planned once, late rather than lost, never sent a second time blindly."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from bot.core.clock import TOKYO
from bot.core.delivery import (
    Ambiguous,
    CheckResult,
    Delivery,
    DeliveryState,
    Doubt,
    NotArrived,
    NotNow,
    OccurrenceState,
    Refused,
    RetryAfter,
    SendResult,
    Sent,
    Timing,
    Unreadable,
)
from bot.core.learning.posts import questions_of
from bot.core.pace import Limits
from bot.service.delivery import BATCH, DeliveryDesk
from bot.store import deliveries, occurrences
from tests.support.service import (
    CLERK,
    CLOSE,
    DAY,
    DESK,
    DUE,
    EVERYBODY,
    FRIDAY,
    HOUR,
    KEY,
    LAST,
    MINUTE,
    NEXT_DUE,
    NEXT_KEY,
    NURSE,
    SECOND_KEY,
    SetClock,
    Someone,
    Ward,
)

ALL = len(EVERYBODY)
BOTH = 2 * ALL  # posts a week
SECOND = timedelta(seconds=1)
NEWCOMER = Someone("T101", "柊 あらた", DESK)


def _delivery(ward: Ward, who: Someone, key: str = KEY) -> Delivery | None:
    with ward.store.read() as tx:
        return deliveries.of_person(tx, who.staff_id, key)


def _asked(ward: Ward, who: Someone, key: str) -> frozenset[str]:
    """The questions of somebody's post."""
    delivery = _delivery(ward, who, key)
    return frozenset() if delivery is None else frozenset(questions_of(delivery.payload))


def _doubt(ward: Ward) -> Doubt:
    """The one delivery in doubt, taken for checking."""
    (doubt,) = ward.service.delivery.doubtful()
    return doubt


def _claimed(ward: Ward, now: datetime = DUE) -> Delivery:
    """One delivery, taken for sending."""
    ward.clock.moment = now
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
    assert planned == [BOTH] + [0] * 9
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
    assert sum(planned) == BOTH
    assert ward.states() == {DeliveryState.QUEUED: ALL}


def test_what_is_planned_holds_only_the_ids_of_existing_questions(ward: Ward) -> None:
    ward.service.delivery.ensure_due(DUE)
    planned = _delivery(ward, CLERK)
    assert planned is not None
    assert set(planned.payload) == {"questions"}
    asked = planned.payload["questions"].split()
    assert len(asked) == 2
    assert set(asked) <= ward.library.course.questions.keys()
    assert (planned.due_at, planned.expires_at, planned.to) == (DUE, LAST, CLERK.account)


@pytest.mark.parametrize(
    ("now", "planned", "keys"),
    [
        (datetime(2026, 11, 17, 15, tzinfo=TOKYO), BOTH, {KEY}),  # Tuesday: late, not lost
        (LAST - SECOND, BOTH, {KEY}),
        (LAST, ALL, set()),  # the first is over, the second not yet due
        (datetime(2026, 11, 19, 15, tzinfo=TOKYO), ALL, {SECOND_KEY}),
        (FRIDAY - SECOND, ALL, {SECOND_KEY}),
        (FRIDAY, 0, set()),
        (datetime(2026, 11, 21, 12, tzinfo=TOKYO), 0, set()),
        (CLOSE, 0, set()),
        (NEXT_DUE - SECOND, 0, set()),  # Monday 23 November is a holiday
    ],
)
def test_a_late_post_goes_out_until_the_day_before_the_next(
    ward: Ward, now: datetime, planned: int, keys: set[str]
) -> None:
    assert ward.service.delivery.ensure_due(now) == planned
    claimed = ward.service.delivery.claim(now)
    assert {d.occurrence_key for d in claimed} == keys
    assert len(claimed) == (min(ALL, BATCH) if keys else 0)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        (datetime(2026, 11, 16, 23, tzinfo=TOKYO), datetime(2026, 11, 17, 9, tzinfo=TOKYO)),
        (datetime(2026, 11, 17, 3, tzinfo=TOKYO), datetime(2026, 11, 17, 9, tzinfo=TOKYO)),
    ],
)
def test_what_is_late_waits_for_office_hours(ward: Ward, now: datetime, opening: datetime) -> None:
    desk = ward.service.delivery
    assert desk.ensure_due(now) == BOTH
    assert (desk.claim(now), desk.seconds_to_next(now)) == ((), None)
    assert desk.claim(opening - SECOND) == ()
    assert len(desk.claim(opening)) == min(ALL, BATCH)


def test_a_week_in_which_the_bot_stood_still_is_noted_as_missed(ward: Ward) -> None:
    """Nobody was asked, so nobody counts as not having answered."""
    desk = ward.service.delivery
    desk.ensure_due(CLOSE)
    desk.ensure_due(NEXT_DUE)
    with ward.store.read() as tx:
        states = {p.key: p.state for p in occurrences.progress(tx, 9)}
    earlier = {"quiz/2026-W46/1", "quiz/2026-W46/2", KEY, SECOND_KEY}
    coming = {NEXT_KEY, "quiz/2026-W48/2"}
    missed = dict.fromkeys(earlier, OccurrenceState.MISSED)
    assert states == missed | dict.fromkeys(coming, OccurrenceState.ACTIVE)
    assert ward.states(None) == {DeliveryState.QUEUED: BOTH}


def test_a_clock_that_stood_ahead_loses_nothing(ward: Ward) -> None:
    desk = ward.service.delivery
    desk.ensure_due(DUE)
    desk.ensure_due(CLOSE)
    assert ward.states() == {DeliveryState.CANCELLED: ALL}
    desk.ensure_due(DUE + HOUR)
    assert ward.states() == {DeliveryState.QUEUED: ALL}


def test_a_post_noted_as_missed_too_soon_goes_out_after_all(ward: Ward) -> None:
    desk = ward.service.delivery
    assert desk.ensure_due(CLOSE) == 0
    assert desk.ensure_due(DUE + HOUR) == BOTH
    assert len(desk.claim(DUE + HOUR)) == min(ALL, BATCH)


def test_who_joins_in_the_week_gets_theirs(ward: Ward) -> None:
    desk = ward.service.delivery
    desk.ensure_due(DUE)
    ward.employ([*EVERYBODY, NEWCOMER], DUE + 2 * DAY)
    assert desk.ensure_due(DUE + 2 * DAY) == 1
    assert _delivery(ward, NEWCOMER) is None, "Monday's post is over"
    assert _delivery(ward, NEWCOMER, SECOND_KEY) is not None
    ward.employ(EVERYBODY, DUE + 3 * DAY)
    assert desk.ensure_due(DUE + 3 * DAY) == 0


def test_who_left_gets_none(ward: Ward) -> None:
    ward.employ(EVERYBODY[1:], DUE - DAY)
    assert ward.service.delivery.ensure_due(DUE) == BOTH - 2
    assert _delivery(ward, CLERK) is None


def test_the_next_week_asks_something_else(ward: Ward) -> None:
    desk = ward.service.delivery
    desk.ensure_due(DUE)
    ward.answer(CLERK)
    ward.answer(CLERK)
    desk.ensure_due(NEXT_DUE)
    before, after = (_asked(ward, CLERK, key) for key in (KEY, NEXT_KEY))
    assert not before & after
    before, after = (_asked(ward, NURSE, key) for key in (KEY, NEXT_KEY))
    assert not before & after, "not the same questions"
    concepts = [{ward.library.course.questions[q].concept_id for q in s} for s in (before, after)]
    assert concepts[0] == concepts[1], "what was never answered is asked again"


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


def test_a_lost_lease_is_not_sent_a_second_time(ward: Ward, second: Ward, clock: SetClock) -> None:
    claimed = _claimed(ward)
    clock.moment = DUE + Timing().lease(BATCH)
    desk = second.service.delivery
    assert desk.claim(clock.moment) == ()
    assert _doubt(second).delivery.delivery_id == claimed.delivery_id
    assert desk.doubtful() == ()
    ward.service.delivery.settle(claimed, Sent("D1", "1.0"))
    assert ward.states() == {DeliveryState.SENT: 1}, "it had gone out after all"


def test_the_demonstrations_clock_ends_no_lease(ward: Ward) -> None:
    """A week later by the calendar, while real time has stood still."""
    _claimed(ward)
    desk = ward.service.delivery
    desk.ensure_due(NEXT_DUE)
    assert desk.doubtful() == ()
    ward.clock.moment = DUE + Timing().lease(BATCH)
    assert len(desk.doubtful()) == 1


# ------------------------------------------------------------ settling


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Sent("D1", "1.0"), DeliveryState.SENT),
        (RetryAfter(30), DeliveryState.QUEUED),
        (NotNow(30), DeliveryState.QUEUED),
        (NotNow(30, everyone=True), DeliveryState.QUEUED),
        (Ambiguous("timeout"), DeliveryState.SENDING),
        (Refused("user_not_found"), DeliveryState.DEAD),
    ],
)
def test_each_result_is_written_down(ward: Ward, result: SendResult, state: DeliveryState) -> None:
    claimed = _claimed(ward)
    desk = ward.service.delivery
    desk.settle(claimed, result)
    assert ward.states() == {state: 1}
    assert desk.claim(DUE) == ()
    ward.clock.moment = DUE + MINUTE - SECOND
    again = {d.delivery_id for d in desk.claim(DUE)}
    assert again == ({claimed.delivery_id} if state is DeliveryState.QUEUED else set())
    assert desk.doubtful() == ()


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Sent("D1", "1.0"), DeliveryState.SENT),
        (NotArrived(), DeliveryState.QUEUED),
        (Unreadable("channel_not_found"), DeliveryState.SENDING),
        (RetryAfter(30), DeliveryState.SENDING),
        (NotNow(30), DeliveryState.SENDING),
    ],
)
def test_each_look_is_written_down(ward: Ward, result: CheckResult, state: DeliveryState) -> None:
    desk = ward.service.delivery
    desk.settle(_claimed(ward), Ambiguous("timeout"))
    ward.clock.moment = DUE + Timing().grace
    doubt = _doubt(ward)
    assert doubt.age == Timing().grace
    desk.settle_check(doubt.delivery, result)
    assert ward.states() == {state: 1}
    assert len(desk.claim(DUE)) == (state is DeliveryState.QUEUED)


def test_after_enough_looks_in_vain_it_is_for_the_operator(ward: Ward) -> None:
    desk = ward.service.delivery
    desk.settle(_claimed(ward), Ambiguous("timeout"))
    waits = []
    while DeliveryState.SENDING in ward.states():
        seconds = desk.seconds_to_next(DUE)
        assert seconds is not None
        waits.append(seconds)
        ward.clock.moment += timedelta(seconds=seconds)
        desk.settle_check(_doubt(ward).delivery, Unreadable("channel_not_found"))
    assert waits == [60, 60, 120, 240, 480, 960]
    assert ward.states() == {DeliveryState.DEAD: 1}
    assert desk.seconds_to_next(DUE) is None


def test_a_message_that_never_arrives_is_not_tried_for_ever(ward: Ward) -> None:
    desk = ward.service.delivery
    delivery = _claimed(ward)
    for _ in range(Timing().most_checks):
        desk.settle(delivery, Ambiguous("timeout"))
        ward.clock.moment += Timing().grace
        desk.settle_check(_doubt(ward).delivery, NotArrived())
        ward.clock.moment += HOUR
        for again in desk.claim(DUE):
            delivery = again
    assert ward.states() == {DeliveryState.DEAD: 1}


def test_slack_being_away_gives_nobody_up(ward: Ward) -> None:
    desk = ward.service.delivery
    desk.settle(_claimed(ward), Ambiguous("timeout"))
    for _ in range(3 * Timing().most_checks):
        ward.clock.moment += HOUR
        desk.settle_check(_doubt(ward).delivery, NotNow(30))
    assert ward.states() == {DeliveryState.SENDING: 1}


# ------------------------------------------------------------ pace


def test_all_processes_share_one_pace(ward: Ward, second: Ward, clock: SetClock) -> None:
    """Two a second for both together, one at a time, and after a refusal one a second."""
    one, other = (
        DeliveryDesk(w.store, w.library, posting=Limits(2, 2), wall=lambda _: clock.moment)
        for w in (ward, second)
    )
    one.ensure_due(DUE)
    first = one.claim(DUE)
    assert len(first) == 1
    assert other.claim(DUE) == ()
    assert other.seconds_to_next(DUE) == pytest.approx(0.5)
    clock.moment += timedelta(seconds=0.5)
    assert len(other.claim(DUE)) == 1
    one.settle(first[0], RetryAfter(30))
    clock.moment += timedelta(seconds=30)
    assert other.claim(DUE) == ()
    clock.moment += SECOND
    assert len(other.claim(DUE)) == 1
    clock.moment += 2 * MINUTE + 2 * SECOND
    assert len(other.claim(DUE)) == 1
    clock.moment += timedelta(seconds=0.5)
    assert len(other.claim(DUE)) == 1, "after two clean minutes as fast as before"


def test_a_sent_message_can_be_found_again(ward: Ward) -> None:
    ward.service.delivery.settle(_claimed(ward), Sent("D1", "1.0"))
    sent = _delivery(ward, CLERK)
    assert sent is not None
    assert (sent.channel, sent.ts, sent.attempts) == ("D1", "1.0", 1)


def test_a_retry_waits_as_long_as_asked(ward: Ward, clock: SetClock) -> None:
    ward.service.delivery.settle(_claimed(ward), NotNow(90))
    desk = ward.service.delivery
    clock.moment = DUE + timedelta(seconds=89)
    assert desk.claim(clock.moment) == ()
    assert desk.seconds_to_next(DUE) == pytest.approx(1)
    clock.moment = DUE + timedelta(seconds=90)
    (again,) = desk.claim(clock.moment)
    assert again.attempts == 2


def test_a_retry_past_the_end_of_sending_is_cancelled(ward: Ward) -> None:
    ward.service.delivery.settle(_claimed(ward, LAST - MINUTE), NotNow(120))
    ward.service.delivery.ensure_due(LAST + HOUR)
    assert ward.states() == {DeliveryState.CANCELLED: 1}


def test_a_message_in_doubt_or_failed_still_stands_as_due(ward: Ward) -> None:
    ward.service.delivery.settle(_claimed(ward), Ambiguous("timeout"))
    assert ward.due(CLERK).occurrence_key == KEY
