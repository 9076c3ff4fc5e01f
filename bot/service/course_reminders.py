"""The reminder the bot sends by itself: once a week, to those with something left to answer.

It comes near the week's end, out of each person's budget, and never on the day of a post.
Paused people get none; while a survey is open there is none at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from bot.content.library import Library
from bot.core.budget import WINDOW, gives_way, withheld
from bot.core.delivery import DeliveryKind, Occurrence, PlannedDelivery
from bot.core.learning.choices import AFTERNOON_MINUTE, AS_IT_COMES, TimeSlot
from bot.core.learning.course_calendar import CourseCalendar, business_days
from bot.core.learning.reminder_texts import words_for
from bot.core.learning.weeks import LAST_HOUR, weekly_posts, weeks_between
from bot.core.office_calendar import at_tokyo, tokyo_day, week_of
from bot.service.training.means import Usable
from bot.store import courses, deliveries, occurrences, people, pushes
from bot.store.engine import Store, Tx

SurveyOpen = Callable[[datetime], bool]
"""Whether a survey is open at that moment."""


def no_survey(now: datetime) -> bool:
    """None is open."""
    return False


def weekly_reminder(week: str, calendar: CourseCalendar) -> Occurrence | None:
    """The reminder of an ISO week: on its last 開庁日 or the one before, without a post."""
    posts = calendar.post_days(week)
    free = [day for day in list(business_days(week))[-2:] if posts and day not in posts]
    later = [day for day in free if day > posts[0]]
    if not later:
        return None
    return Occurrence(
        key=f"reminder/{week}",
        kind=DeliveryKind.REMINDER,
        due_at=at_tokyo(later[-1], *divmod(calendar.minute, 60)),
        expires_at=at_tokyo(later[-1], LAST_HOUR),
    )


class CourseReminders:
    """Plans the week's reminder, once."""

    def __init__(
        self, store: Store, library: Library, survey_open: SurveyOpen, usable: Usable
    ) -> None:
        self._store = store
        self._library = library
        self._survey_open = survey_open
        self._usable = usable

    def ensure_due(self, now: datetime) -> int:
        """Plan the reminder that is due at ``now``; returns how many people get it."""
        week = week_of(tokyo_day(now))
        due = weekly_reminder(week, self._library.course.calendar)
        if due is None or not due.due_at <= now < due.expires_at:
            return 0
        if gives_way(due.kind, survey_open=self._survey_open(now)):
            return 0
        with self._store.read() as tx:
            if occurrences.exists(tx, due.key):
                return 0
        with self._store.write() as tx:
            pushes.one_at_a_time(tx)
            if occurrences.exists(tx, due.key):
                return 0
            return deliveries.plan(tx, due, list(self._planned(tx, week, due, now)))

    def _planned(
        self, tx: Tx, week: str, due: Occurrence, now: datetime
    ) -> Iterator[PlannedDelivery]:
        day = tokyo_day(due.due_at)
        away = people.excluded_on(tx, day)
        there = [m.staff for m in people.members(tx, day)]
        ids = [s.staff_id for s in there if s.slack_user_id and s.staff_id not in away]
        begun = min(p.due_at for p in weekly_posts(week, self._library.course.calendar))
        asked = may_ask(self._library, self._usable, day)
        still = sorted(pushes.with_open_question(tx, ids, now, begun, asked))
        choices = courses.choices_of_all(tx, still)
        days = pushes.pushed_days(tx, still, due.due_at - WINDOW, now)
        expected = expected_days(day, self._library.course.calendar)
        for staff_id in still:
            choice = choices.get(staff_id, AS_IT_COMES)
            taken = days.get(staff_id, frozenset()) | expected
            if not choice.paused and withheld(taken, day) is None:
                later = choice.slot is TimeSlot.AFTERNOON
                at = at_tokyo(day, *divmod(AFTERNOON_MINUTE, 60)) if later else None
                yield PlannedDelivery(staff_id, words_for(staff_id, week), at)


def may_ask(library: Library, usable: Usable, day: date) -> Callable[[str], bool]:
    """Which questions can be answered on that day: they are there and do not rest."""
    held = library.course.questions
    return lambda question_id: question_id in held and usable(question_id, day)


def expected_days(day: date, calendar: CourseCalendar) -> frozenset[date]:
    """The days from ``day`` on on which a post comes anyway: it has the budget first."""
    posts = (weekly_posts(week, calendar) for week in weeks_between(day, day + WINDOW))
    days = (tokyo_day(post.due_at) for week in posts for post in week)
    return frozenset(d for d in days if d >= day)
