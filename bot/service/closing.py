"""Closing weeks that are over, and resting the posts of those who fell silent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta

from bot.content.library import Library
from bot.core.learning.choices import SILENT_WEEKS, PausedBy
from bot.core.learning.course_calendar import business_days
from bot.core.learning.weeks import CompletionState, closes_at
from bot.core.office_calendar import tokyo_day
from bot.service.training.means import Usable, everything_usable
from bot.service.training.resting import done_by_rest
from bot.store import courses, people, training
from bot.store.engine import Store, Tx

COMPLETED = CompletionState.COMPLETED
CLOSE_LOOK_BACK = timedelta(days=56)
SILENCE_LOOK_BACK = timedelta(days=120)
"""Three weeks with posts lie within it, whatever pause is between them."""


class Closing:
    """Closes each week once, in whatever process looks first."""

    def __init__(self, store: Store, library: Library, usable: Usable = everything_usable) -> None:
        self._store = store
        self._library = library
        self._usable = usable

    def close_weeks(self, now: datetime) -> None:
        """Close the weeks that ended by ``now``: whoever has no row is 未受講 or 対象外."""
        for week, begun in self._unclosed(now):
            done = self._done_by_rest(week, now)
            with self._store.write() as tx:
                self._close(tx, week, tokyo_day(begun), now, done)
                _rest(tx, week, begun, now)

    def _unclosed(self, now: datetime) -> Iterator[tuple[str, datetime]]:
        """The posted weeks that ended, with when their first post was due."""
        with self._store.read() as tx:
            posted = courses.posted_weeks(tx, now - CLOSE_LOOK_BACK, now)
            ended = [week for week in posted if closes_at(week) <= now]
            unclosed = [week for week in ended if not training.is_closed(tx, week)]
        return ((week, posted[week]) for week in unclosed)

    def _done_by_rest(self, week: str, now: datetime) -> Collection[str]:
        """Whose last open questions rest: read before the week is closed, by nobody waited for."""
        with self._store.read() as tx:
            return done_by_rest(tx, self._library.course, self._usable, week, tokyo_day(now))

    def _close(self, tx: Tx, week: str, day: date, now: datetime, done: Collection[str]) -> None:
        off = self._library.course.calendar.sections_off(week)
        members = [m for m in people.members(tx, day) if m.section_id not in off]
        away = _away(tx, week, day)
        for member in members:
            who = member.staff.staff_id
            if who in done and who not in away:
                training.complete(tx, who, week, member.section_id, COMPLETED, now)
        training.close_week(tx, week, members, now, away)


def _away(tx: Tx, week: str, since: date) -> Mapping[str, object]:
    """Who was 対象外 on any day of the week from its first post on."""
    away: dict[str, object] = {}
    for day in business_days(week):
        if day >= since:
            away.update(people.excluded_on(tx, day))
    return away


def _rest(tx: Tx, week: str, begun: datetime, now: datetime) -> None:
    """Pause whoever answered nothing in the last three weeks with posts."""
    posted = courses.posted_weeks(tx, begun - SILENCE_LOOK_BACK, begun)
    weeks = [w for w in posted if w <= week][-SILENT_WEEKS:]
    if len(weeks) == SILENT_WEEKS:
        silent = courses.silent(tx, weeks, tokyo_day(posted[weeks[0]]))
        courses.pause(tx, silent, tokyo_day(now), PausedBy.SILENCE)
