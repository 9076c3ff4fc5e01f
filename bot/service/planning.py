"""What is due by the calendar: planned once for each person, closed when its week ends.

Level-triggered: it may run at any time, in any number of processes, after any outage or
jump of the clock, and comes to the same rows. What was late goes out until it expires;
what nobody could be asked in time is noted as missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.content.library import Library
from bot.core.delivery import DeliveryKind, Occurrence, OccurrenceState
from bot.core.learning.newcomers import track_since
from bot.core.learning.weeks import weekly_posts, weeks_between
from bot.core.office_calendar import tokyo_day
from bot.service.closing import Closing
from bot.service.course_reminders import CourseReminders, SurveyOpen, no_survey
from bot.service.training.means import Usable, everything_usable
from bot.service.week_plans import (
    Avoided,
    WeekPlan,
    nothing_avoided,
)
from bot.store import deliveries, holding, ledger, occurrences, people, pushes
from bot.store.engine import Store, Tx

LOOK_BACK = timedelta(days=14)
AT_ONCE = 1_000  # people whose learning is in memory; as long is the way of answers kept waiting
TRAINING = (DeliveryKind.QUIZ, DeliveryKind.REMINDER)


@dataclass(frozen=True, slots=True)
class Asking:
    """What other rooms decide about asking.

    ``usable`` says which questions may be asked, ``avoided`` which concepts a person is not
    asked about, ``survey_open`` whether reminders give way to a survey's.
    """

    usable: Usable = everything_usable
    avoided: Avoided = nothing_avoided
    survey_open: SurveyOpen = no_survey


ASKING_ALL = Asking()


class Planner:
    """Puts what is due into the ledger."""

    def __init__(
        self,
        store: Store,
        library: Library,
        asking: Asking = ASKING_ALL,
    ) -> None:
        self._store = store
        self._library = library
        self._asking = asking
        self._closing = Closing(store, library, asking.usable)
        self._reminders = CourseReminders(store, library, asking.survey_open, asking.usable)

    def ensure_due(self, now: datetime) -> int:
        """Plan what is due at ``now`` and close weeks that ended; returns new deliveries."""
        self._closing.close_weeks(now)
        planned = sum(self._plan(week, now) for week in self._weeks(now))
        planned += self._reminders.ensure_due(now)
        with self._store.write() as tx:
            ledger.revive(tx, now)
            holding.hold(tx, people.excluded_on(tx, tokyo_day(now)).keys(), TRAINING)
            ledger.cancel_stale(tx, now)
        return planned

    def _weeks(self, now: datetime) -> Iterator[str]:
        """The weeks of late whose first post is due."""
        calendar = self._library.course.calendar
        for week in weeks_between(tokyo_day(now - LOOK_BACK), tokyo_day(now)):
            posts = weekly_posts(week, calendar)
            if posts and posts[0].due_at <= now:
                yield week

    def _plan(self, week: str, now: datetime) -> int:
        """All posts of the week are planned with its first one, whenever they are due."""
        posts = weekly_posts(week, self._library.course.calendar)
        for number, post in enumerate(posts):
            if now >= post.expires_at:
                self._note_missed(post, posts[:number])
        with self._store.read() as tx:
            wanted = [post for post in posts if _goes_on(tx, post)]
            if not any(now < post.expires_at for post in wanted):
                return 0
            missing = self._missing(tx, week, _deciding(posts, now), now)
            newcomers = self._newcomers(tx, week, missing)
        if not missing:
            return 0
        course = self._library.course
        still_open = [post for post in wanted if now < post.expires_at]
        usable, avoided = self._asking.usable, self._asking.avoided
        plan = WeekPlan(course, posts, still_open, now, newcomers, usable, avoided)
        ids = sorted(missing)
        some = (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))
        return sum(self._write(plan, some_ids, now) for some_ids in some)

    def _missing(self, tx: Tx, week: str, keys: Sequence[str], now: datetime) -> Mapping[str, str]:
        """Who is to be posted something in the week and has none of these, with the section."""
        day = tokyo_day(now)
        off = self._library.course.calendar.sections_off(week)
        away = people.excluded_on(tx, day).keys()
        there = frozenset[str]().union(*(deliveries.planned_staff(tx, key) for key in keys))
        return {
            m.staff.staff_id: m.section_id
            for m in people.members(tx, day)
            if m.section_id not in off and m.staff.staff_id not in away | there
        }

    def _newcomers(self, tx: Tx, week: str, missing: Mapping[str, str]) -> Mapping[str, str]:
        """The section names of those in the newcomers' track."""
        if not missing:
            return {}
        since = track_since(week, self._library.course.calendar)
        joined = people.joined_since(tx, since).keys() & missing.keys()
        names = {s.section_id: s.name for s in people.sections(tx)} if joined else {}
        return {staff_id: names[missing[staff_id]] for staff_id in joined}

    def _write(self, plan: WeekPlan, staff_ids: Sequence[str], now: datetime) -> int:
        """Plan some people; what another process planned meanwhile stays as it is."""
        with self._store.write() as tx:
            pushes.one_at_a_time(tx)
            there = deliveries.planned_among(tx, _deciding(plan.posts, now), staff_ids)
            rows = plan.rows(tx, [who for who in staff_ids if who not in there])
            filled = [post for post in plan.posts if rows.get(post.key)]
            return sum(deliveries.plan(tx, post, rows[post.key]) for post in filled)

    def _note_missed(self, post: Occurrence, before: Sequence[Occurrence]) -> None:
        """For the operator to see.

        A ward without staff on that day has missed nothing; neither has it missed a second
        post for which the first one had left no question.
        """
        with self._store.read() as tx:
            if occurrences.exists(tx, post.key) or any(
                occurrences.counts(tx, b.key) for b in before
            ):
                return
            if not people.members(tx, tokyo_day(post.due_at)):
                return
        with self._store.write() as tx:
            occurrences.note(tx, post, OccurrenceState.MISSED)


def _deciding(posts: Sequence[Occurrence], now: datetime) -> Sequence[str]:
    """The posts by which it is told who is still to be planned for.

    As long as the first can be sent, everybody is to have it: also who got the second
    already, because a clock stood ahead.
    """
    return [post.key for post in (posts[:1] if now < posts[0].expires_at else posts)]


def _goes_on(tx: Tx, post: Occurrence) -> bool:
    return occurrences.state_of(tx, post.key) is not OccurrenceState.CANCELLED
