"""The reminder: whom it reaches, whom not and why, and that nobody gets more than the budget."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.core.budget import COUNTED, MOST_IN_WINDOW, WINDOW, Withheld
from bot.core.clock import TOKYO
from bot.core.delivery import DeliveryKind, Occurrence, PlannedDelivery
from bot.core.learning.choices import PausedBy
from bot.core.period import Rule, whole_year
from bot.core.permissions import NotPermitted
from bot.service.monthly import monthly_post, period_of_post
from bot.service.reminders import Reminded
from bot.store import courses, deliveries, figures, pushes
from bot.store.figures import Year
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    DAY,
    DESK,
    DUE,
    EDITOR,
    EVERYBODY,
    HEAD,
    HEALTH,
    HOUR,
    NEXT_DUE,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
    Ward,
)

# The table of permissions is asked before the database, whichever that is; the budget is
# one rule, whose single steps are asked of both.
on_one_engine = pytest.mark.parametrize("engine_name", ["sqlite"])

TUESDAY = DUE + DAY
YEAR = whole_year(2026)


def _remind(ward: Ward, who: Someone | str = SUPERVISOR, now: datetime = TUESDAY) -> Reminded:
    section = HEALTH if who is HEAD else DESK
    return ward.service.reminders.remind(ward.actor(who, now), section, YEAR, now)


def _sent(ward: Ward, now: datetime) -> dict[str, DeliveryKind]:
    """Who is sent something at that moment, and what."""
    desk = ward.service.delivery
    return {d.staff_id: d.kind for d in desk.claim(now)}


@on_one_engine
@pytest.mark.parametrize("who", [CLERK, NURSE, HEAD, TRAINER, COUNTER, EDITOR, ADMIN, STRANGER])
def test_only_the_own_section_can_be_reminded(posted: Ward, who: Someone | str) -> None:
    with pytest.raises(NotPermitted):
        posted.service.reminders.remind(posted.actor(who), DESK, YEAR, TUESDAY)
    assert _sent(posted, TUESDAY) == {}


def test_it_reaches_those_with_a_question_to_answer(posted: Ward) -> None:
    posted.answer(CLERK)
    assert _remind(posted, now=DUE + HOUR).withheld == {Withheld.ONE_A_DAY: 2}, "one is left"
    posted.answer(CLERK)
    done = _remind(posted)
    assert (done.people, dict(done.withheld)) == (1, {Withheld.NOTHING_TO_ANSWER: 1})
    assert _sent(posted, TUESDAY) == {SUPERVISOR.staff_id: DeliveryKind.REMINDER}


def test_who_has_completed_the_period_is_left_alone(posted: Ward) -> None:
    with posted.store.write() as tx:
        figures.open_year(tx, 2026, Year(Rule(("a",)), 30))
        figures.note_taken(tx, CLERK.staff_id, "a", DUE.date())
    done = _remind(posted)
    assert (done.people, dict(done.withheld)) == (1, {})


def test_who_has_no_account_is_told_of_in_numbers(posted: Ward) -> None:
    unknown = Someone("T099", "職員九十九", DESK, slack=False)
    posted.employ([*EVERYBODY, unknown], DUE)
    assert _remind(posted).withheld[Withheld.NO_ACCOUNT] == 1


def test_who_paused_is_not_reminded_by_anybody(posted: Ward) -> None:
    """The choice says so: neither questions nor reminders come; of them only a number is told."""
    now = DUE + HOUR
    posted.service.course_choices.pause(posted.actor(CLERK, now), now)
    done = _remind(posted)
    assert (done.people, dict(done.withheld)) == (1, {Withheld.PAUSED: 1})
    assert _sent(posted, TUESDAY) == {SUPERVISOR.staff_id: DeliveryKind.REMINDER}
    posted.service.course_choices.resume(posted.actor(CLERK, TUESDAY), TUESDAY)
    assert _remind(posted, now=TUESDAY + 5 * HOUR).people == 1


def test_who_fell_silent_may_be_reminded_by_the_supervisor(posted: Ward) -> None:
    """Three silent weeks stop the posts, and nobody was promised more."""
    with posted.store.write() as tx:
        courses.pause(tx, [CLERK.staff_id], DUE.date(), PausedBy.SILENCE)
    assert _remind(posted).people == 2


def test_not_on_the_day_of_a_post(posted: Ward) -> None:
    assert _remind(posted, now=DUE + HOUR).withheld == {Withheld.ONE_A_DAY: 2}
    early = NEXT_DUE - HOUR  # the post of that day is still to come
    assert _remind(posted, now=early).withheld == {Withheld.ONE_A_DAY: 2}


def test_once_a_day_however_often_it_is_pressed(posted: Ward, second: Ward) -> None:
    assert _remind(posted).people == 2
    assert _remind(second).people == 0
    assert _remind(posted, now=TUESDAY + 5 * HOUR).withheld == {Withheld.ONE_A_DAY: 2}


def test_three_in_seven_days_are_enough(posted: Ward) -> None:
    """Two posts and one reminder; whatever else is asked for waits until Monday is over."""
    assert _remind(posted).people == 2
    posted.post(TUESDAY)
    assert _remind(posted, now=DUE + 2 * DAY).withheld == {Withheld.ONE_A_DAY: 2}
    posted.post(DUE + 2 * DAY)
    for days in (3, 4):
        assert _remind(posted, now=DUE + days * DAY).withheld == {Withheld.THREE_A_WEEK: 2}


def test_at_noon_it_waits_for_the_afternoon(posted: Ward) -> None:
    noon = TUESDAY.replace(hour=12, minute=10)
    done = _remind(posted, now=noon)
    assert done.due_at == TUESDAY.replace(hour=13)
    assert _sent(posted, noon) == {}
    assert _sent(posted, TUESDAY.replace(hour=12, minute=59)) == {}
    assert len(_sent(posted, TUESDAY.replace(hour=13))) == 2


def test_what_was_planned_in_the_morning_never_goes_out_at_noon(posted: Ward) -> None:
    _remind(posted, now=TUESDAY.replace(hour=11, minute=25))
    assert _sent(posted, TUESDAY.replace(hour=12, minute=0)) == {}
    assert _sent(posted, TUESDAY.replace(hour=13, minute=30)) == {}, "its half-day is over"


@on_one_engine
def test_a_supervisor_who_presses_all_year_breaks_no_budget(posted: Ward) -> None:
    """Ten weeks of pressing four times a day, with the weekly posts between."""
    now = DUE
    while now < DUE + timedelta(weeks=10):
        posted.post(now)
        _remind(posted, now=now)
        posted.post(now)
        now += timedelta(hours=6)
    with posted.store.read() as tx:
        days = pushes.pushed_days(tx, [CLERK.staff_id], DUE - DAY, DUE - DAY)[CLERK.staff_id]
    assert len(days) > 20
    assert all(
        sum(first <= day < first + WINDOW for day in days) <= MOST_IN_WINDOW for first in days
    )


def test_withdrawn_and_unsolicited_kinds_are_told_apart(ward: Ward) -> None:
    assert {DeliveryKind.QUIZ, DeliveryKind.REMINDER, DeliveryKind.SURVEY} == COUNTED
    due = Occurrence("monthly/2026-11", DeliveryKind.MONTHLY, TUESDAY, TUESDAY + DAY)
    with ward.store.write() as tx:
        deliveries.plan(tx, due, [PlannedDelivery(SUPERVISOR.staff_id)])
        assert pushes.pushed_days(tx, [SUPERVISOR.staff_id], DUE, TUESDAY) == {}


# ------------------------------------------------------------ the monthly summary


@pytest.mark.parametrize(
    ("day", "due", "label"),
    [
        ("2026-12-15", "2026-12-01", "2026年度"),
        ("2027-01-20", "2027-01-04", "2026年度"),
        ("2027-04-30", "2027-04-01", "2026年度"),
        ("2027-05-31", "2027-05-06", "2027年度"),
    ],
)
def test_it_is_due_on_the_first_business_day_at_ten(day: str, due: str, label: str) -> None:
    """After the New Year and the holidays of May; in April it sums up the year that ended."""
    post = monthly_post(datetime.fromisoformat(day).date())
    assert post.due_at == datetime.fromisoformat(f"{due}T10:00+09:00").astimezone(TOKYO)
    assert period_of_post(post.key).label == label


def test_it_is_planned_once_and_again_after_an_outage(ward: Ward, second: Ward) -> None:
    due = monthly_post(datetime(2026, 12, 1, tzinfo=TOKYO).date()).due_at
    assert ward.service.monthly.ensure_due(due - HOUR) == 0
    assert ward.service.monthly.ensure_due(due + 2 * DAY) == 2
    assert second.service.monthly.ensure_due(due + 2 * DAY) == 0
    promoted = Someone(CLERK.staff_id, CLERK.name, DESK, "課長")
    ward.employ([promoted, *EVERYBODY[1:]], due + 2 * DAY)
    assert ward.service.monthly.ensure_due(due + 2 * DAY) == 1
    assert ward.service.monthly.ensure_due(due + 20 * DAY) == 0
