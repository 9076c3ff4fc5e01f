"""What is due by the calendar: planned once for each person, closed when its week ends.

Level-triggered: it may run at any time, in any number of processes, after any outage or
jump of the clock, and comes to the same rows. What was late goes out until it expires;
what nobody could be asked in time is noted as missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.content.library import Library
from bot.core.delivery import Occurrence, OccurrenceState, PlannedDelivery
from bot.core.learning.weeks import choose_question, closes_at, weekly_post, weeks_between
from bot.core.office_calendar import tokyo_day
from bot.store import deliveries, ledger, occurrences, people, training
from bot.store.engine import Store, Tx

LOOK_BACK = timedelta(days=14)
CLOSE_LOOK_BACK = timedelta(days=56)
AT_ONCE = 1_000  # people whose answers are in memory: 35,000 have 4.2 million in a year


class Planner:
    """Puts what is due into the ledger."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library

    def ensure_due(self, now: datetime) -> int:
        """Plan what is due at ``now`` and close weeks that ended; returns new deliveries."""
        weeks = weeks_between(tokyo_day(now - LOOK_BACK), tokyo_day(now))
        posts = (post for post in map(weekly_post, weeks) if post and post.due_at <= now)
        planned = sum(self._plan(post, now) for post in posts)
        self._close_weeks(now)
        with self._store.write() as tx:
            ledger.revive(tx, now)
            ledger.cancel_stale(tx, now)
        return planned

    def _plan(self, post: Occurrence, now: datetime) -> int:
        if now >= post.expires_at:
            self._note_missed(post)
            return 0
        with self._store.read() as tx:
            if occurrences.state_of(tx, post.key) is OccurrenceState.CANCELLED:
                return 0
            members = {m.staff.staff_id for m in people.members(tx, tokyo_day(now))}
            excluded = people.excluded_on(tx, tokyo_day(now)).keys()
            missing = sorted(members - excluded - deliveries.planned_staff(tx, post.key))
            planned = list(self._asked(tx, missing))
        if not planned:
            return 0
        with self._store.write() as tx:
            return deliveries.plan(tx, post, planned)

    def _asked(self, tx: Tx, staff_ids: Sequence[str]) -> Iterator[PlannedDelivery]:
        """What each of them is asked next, by what they have answered."""
        course = self._library.course
        for first in range(0, len(staff_ids), AT_ONCE):
            some = staff_ids[first : first + AT_ONCE]
            past = training.past_answers_of_all(tx, some)
            for staff_id in some:
                if question := choose_question(course, past[staff_id]):
                    yield PlannedDelivery(staff_id, {"question": question.id})

    def _note_missed(self, post: Occurrence) -> None:
        """For the operator to see; a ward without staff on that day has missed nothing."""
        with self._store.read() as tx:
            if occurrences.exists(tx, post.key) or not people.members(tx, tokyo_day(post.due_at)):
                return
        with self._store.write() as tx:
            occurrences.note(tx, post, OccurrenceState.MISSED)

    def _close_weeks(self, now: datetime) -> None:
        weeks = weeks_between(tokyo_day(now - CLOSE_LOOK_BACK), tokyo_day(now))
        with self._store.read() as tx:
            posts = [(w, _unclosed_post(tx, w)) for w in weeks if closes_at(w) <= now]
        for week, post in posts:
            if post is not None:
                with self._store.write() as tx:
                    day = tokyo_day(post.due_at)
                    excluded = people.excluded_on(tx, day)
                    training.close_week(tx, week, people.members(tx, day), now, excluded)


def _unclosed_post(tx: Tx, week: str) -> Occurrence | None:
    post = weekly_post(week)
    if post is None or training.is_closed(tx, week) or not deliveries.has_occurrence(tx, post.key):
        return None
    return post
