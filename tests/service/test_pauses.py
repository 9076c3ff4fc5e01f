"""A pause stops the posts and nothing else; leave from the roster freezes (L6)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.core.delivery import DeliveryState
from bot.core.learning.choices import CourseChoice, PausedBy
from bot.core.learning.posts import LAST_FOR_NOW, NOTICE, questions_of
from bot.core.learning.weeks import CompletionState, closes_at, weekly_posts, weeks_between
from bot.core.office_calendar import tokyo_day
from bot.service.roster import OPERATOR
from bot.store import courses, deliveries, learning, training
from tests.support.service import (
    CLERK,
    CLOSE,
    DAY,
    DESK,
    DUE,
    EVERYBODY,
    HIRED,
    HOUR,
    KEY,
    NEXT_DUE,
    NEXT_KEY,
    NURSE,
    SECOND_DUE,
    SECOND_KEY,
    SUPERVISOR,
    TRAINER,
    Someone,
    Ward,
)

on_one_engine = pytest.mark.parametrize("engine_name", ["sqlite"])
MANY = 300


def _choice(ward: Ward, who: Someone) -> CourseChoice:
    return ward.service.course_choices.see(ward.actor(who))


def _pause(ward: Ward, who: Someone, now: datetime) -> None:
    ward.service.course_choices.pause(ward.actor(who, now), now)


def _state(ward: Ward, who: Someone, key: str) -> DeliveryState | None:
    with ward.store.read() as tx:
        found = deliveries.of_person(tx, who.staff_id, key)
    return None if found is None else found.state


def _weeks(ward: Ward, who: Someone) -> dict[str, CompletionState]:
    with ward.store.read() as tx:
        return {row.week: row.state for row in training.completions_of(tx, who.staff_id)}


def _moments(first: datetime, weeks: int) -> Sequence[datetime]:
    """When the posts of so many weeks come, and when each of these weeks closes."""
    named = weeks_between(tokyo_day(first), tokyo_day(first) + timedelta(weeks=weeks - 1))
    due = [post.due_at for week in named for post in weekly_posts(week)]
    return sorted({*due, *map(closes_at, named)})


# ------------------------------------------------------------ 休止


def test_who_pauses_gets_no_message_and_can_answer_all_the_same(ward: Ward) -> None:
    _pause(ward, CLERK, DUE - HOUR)
    assert ward.post() == len(EVERYBODY) - 1
    assert _state(ward, CLERK, KEY) is DeliveryState.HELD
    assert ward.post(SECOND_DUE) == len(EVERYBODY) - 1
    assert ward.finish(CLERK).state is CompletionState.COMPLETED


def test_a_pause_holds_what_still_waits(posted: Ward) -> None:
    _pause(posted, CLERK, DUE + HOUR)
    assert _state(posted, CLERK, KEY) is DeliveryState.SENT
    assert _state(posted, CLERK, SECOND_KEY) is DeliveryState.HELD
    assert posted.post(SECOND_DUE) == len(EVERYBODY) - 1


def test_the_weeks_of_a_pause_are_not_completed_and_it_ends_when_resumed(posted: Ward) -> None:
    _pause(posted, CLERK, DUE + HOUR)
    posted.service.delivery.ensure_due(CLOSE)
    assert set(_weeks(posted, CLERK).values()) == {CompletionState.NOT_COMPLETED}
    resumed = posted.service.course_choices.resume(posted.actor(CLERK, CLOSE), CLOSE)
    assert not resumed.paused
    posted.post(NEXT_DUE)
    assert _state(posted, CLERK, NEXT_KEY) is DeliveryState.SENT


def test_pausing_twice_keeps_the_first_day(ward: Ward) -> None:
    _pause(ward, CLERK, DUE)
    _pause(ward, CLERK, DUE + 9 * DAY)
    assert _choice(ward, CLERK).paused_since == tokyo_day(DUE)


@on_one_engine
def test_three_hundred_people_pause_and_the_rate_falls(ward: Ward) -> None:
    """Whoever stops the posts stays in 対象; how many they are is told, and never who."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["職員番号", "氏名", "課", "役割", "Slackメンバーid", "メール"])
    crowd = [Someone(f"T{n}", f"職員{n}", DESK) for n in range(1000, 1000 + 2 * MANY)]
    writer.writerows(p.row for p in [*EVERYBODY, *crowd])
    assert ward.service.roster.replace(OPERATOR, out.getvalue().encode(), HIRED).faults == ()
    begun, rates = tokyo_day(DUE), []
    active, pausing = crowd[:MANY], crowd[MANY:]
    with ward.store.write() as tx:
        for who in crowd:
            done = (who.staff_id, "2026-W46", DESK, CompletionState.COMPLETED, DUE - DAY)
            training.complete(tx, *done)
        courses.pause(tx, [p.staff_id for p in pausing], begun, PausedBy.SELF)
    ward.service.delivery.ensure_due(DUE)
    with ward.store.write() as tx:
        for who in active:
            done = (who.staff_id, "2026-W47", DESK, CompletionState.COMPLETED, DUE)
            training.complete(tx, *done)
    ward.service.delivery.ensure_due(CLOSE)
    report = ward.service.statistics.section(ward.actor(SUPERVISOR, CLOSE), DESK, CLOSE)
    rates = {row.week: (row.members, row.completed) for row in report.weeks}
    assert rates["2026-W46"] == (2 * MANY, 2 * MANY)
    assert rates["2026-W47"] == (2 * MANY + 2, MANY), "the two others have answered nothing"
    assert report.paused == MANY
    whole = ward.service.statistics.ward(ward.actor(TRAINER, CLOSE), CLOSE)
    assert whole.paused == MANY
    assert report.total.members == 2 * MANY + 2
    states = ward.states()
    assert states[DeliveryState.HELD] == MANY


def test_who_is_on_leave_is_not_counted_as_paused(ward: Ward) -> None:
    _pause(ward, CLERK, DUE)
    with ward.store.read() as tx:
        assert courses.paused_counts(tx, tokyo_day(DUE)) == {DESK: 1}
        assert courses.paused_counts(tx, tokyo_day(DUE - DAY)) == {}
    _leave(ward, CLERK, DUE)
    with ward.store.read() as tx:
        assert courses.paused_counts(tx, tokyo_day(DUE)) == {}


# ------------------------------------------------------------ three silent weeks


def test_three_silent_weeks_pause_the_posts_and_the_last_one_tells(posted: Ward) -> None:
    """NURSE answers once in the second week; CLERK nothing at all."""
    for moment in _moments(DUE, 3):
        posted.post(moment)
        if moment == NEXT_DUE:
            posted.answer(NURSE, NEXT_DUE)
    assert _choice(posted, NURSE).paused_by is None
    stopped = _choice(posted, CLERK)
    closed = closes_at("2026-W49")
    assert (stopped.paused_by, stopped.paused_since) == (PausedBy.SILENCE, tokyo_day(closed))
    fourth, fifth = "2026-W50", "2026-W51"
    for week in (fourth, fifth):
        for post in weekly_posts(week):
            posted.post(post.due_at)
    with posted.store.read() as tx:
        last = deliveries.of_person(tx, CLERK.staff_id, f"quiz/{fourth}/1")
        nurses = deliveries.of_person(tx, NURSE.staff_id, f"quiz/{fourth}/1")
    assert last is not None
    assert nurses is not None
    assert (last.state, last.payload[NOTICE]) == (DeliveryState.SENT, LAST_FOR_NOW)
    assert NOTICE not in nurses.payload
    later = [f"quiz/{fourth}/2", f"quiz/{fifth}/1", f"quiz/{fifth}/2"]
    assert {_state(posted, CLERK, key) for key in later} == {DeliveryState.HELD}


def test_who_comes_back_has_three_weeks_again(posted: Ward) -> None:
    moments = _moments(DUE, 6)
    for moment in moments:
        posted.post(moment)
        if moment == closes_at("2026-W49"):
            posted.service.course_choices.resume(posted.actor(CLERK, moment), moment)
    assert _choice(posted, CLERK).paused_by is None, "W50 and W51 are two silent weeks since"
    for moment in _moments(moments[-1] + DAY, 1):
        posted.post(moment)
    assert _choice(posted, CLERK).paused_by is PausedBy.SILENCE


def test_who_was_never_sent_anything_is_not_silent(ward: Ward) -> None:
    silent = Someone(CLERK.staff_id, CLERK.name, DESK, slack=False)
    ward.employ([silent, *EVERYBODY[1:]], HIRED + HOUR)
    with ward.store.read() as tx:
        assert courses.silent(tx, ["2026-W47", "2026-W48"], tokyo_day(DUE)) == ()


# ------------------------------------------------------------ L6: leave


def _leave(ward: Ward, who: Someone, now: datetime, until: datetime | None = None) -> None:
    """The roster says that somebody is not working from that day on."""
    out = io.StringIO()
    writer = csv.writer(out)
    head = ["職員番号", "氏名", "課", "役割", "Slackメンバーid", "メール"]
    writer.writerow([*head, "対象外の理由", "対象外の開始日", "対象外の終了日"])
    end = "" if until is None else str(tokyo_day(until))
    for person in EVERYBODY:
        away = ["勤務していない期間", str(tokyo_day(now)), end] if person is who else [""] * 3
        writer.writerow([*person.row, *away])
    assert ward.service.roster.replace(OPERATOR, out.getvalue().encode(), now).faults == ()


@on_one_engine
@pytest.mark.parametrize("length", [1, 2, 9, 26])
def test_l6_leave_freezes_the_course(posted: Ward, length: int) -> None:
    posted.answer(CLERK)
    with posted.store.read() as tx:
        frozen = learning.states_of(tx, CLERK.staff_id)
    assert frozen
    begins = DUE + DAY  # in the middle of a week, with a post still to come
    returns = begins + timedelta(weeks=length)
    _leave(posted, CLERK, begins, returns)
    away = [m for m in _moments(DUE, length + 1) if begins <= m < returns]
    for moment in away:
        posted.post(moment)
    with posted.store.read() as tx:
        assert learning.states_of(tx, CLERK.staff_id) == frozen
    assert CompletionState.NOT_COMPLETED not in _weeks(posted, CLERK).values()
    assert _state(posted, CLERK, SECOND_KEY) is DeliveryState.HELD
    back = [m for m in _moments(returns, 9) if m >= returns]
    for moment in back:
        posted.post(moment)
    assert CompletionState.EXCLUDED in _weeks(posted, CLERK).values()
    with posted.store.read() as tx:
        mine = [
            deliveries.of_person(tx, CLERK.staff_id, post.key)
            for week in weeks_between(tokyo_day(returns), tokyo_day(back[-1]))
            for post in weekly_posts(week)
        ]
    asked: dict[str, int] = {}
    for one in filter(None, mine):
        week = one.occurrence_key.split("/")[1]
        asked[week] = asked.get(week, 0) + len(questions_of(one.payload))
    assert asked
    assert max(asked.values()) <= 3
