"""Looking after the installation: what goes wrong is told to the administrators once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.content.library import Library
from bot.core.go_live import duties_without_contact
from bot.core.office_calendar import at_tokyo, monday_of, next_business_day, tokyo_day, week_of
from bot.core.outage import was_long
from bot.service.backups import Backups
from bot.service.notices import Notice, Notices
from bot.store import chores, standing
from bot.store.engine import Store

STILL_NEWS = timedelta(days=30)
MORNING, EVENING = 9, 17
LATER = timedelta(seconds=15)  # between two beats that are written down


class Watch:
    """Any number of processes may watch; each episode is told once."""

    def __init__(self, store: Store, library: Library, notices: Notices, backups: Backups) -> None:
        self._store = store
        self._library = library
        self._notices = notices
        self._backups = backups

    def beat(self, now: datetime, *, telling: bool = True) -> None:
        """The scheduler is alive; a long silence before is told (not in the demonstration)."""
        with self._store.read() as tx:
            before = chores.last(tx, chores.TICK)
        if before is not None and telling:
            self._tell_silence(before, now)
        if before is not None and now - before < LATER:
            return
        with self._store.write() as tx:
            chores.note(tx, chores.TICK, now)

    def look(self, now: datetime) -> None:
        """Tell what needs somebody: silence, failing deliveries, backups, missing contacts."""
        with self._store.read() as tx:
            ticked = chores.last(tx, chores.TICK)
            failing = standing.failing_occurrences(tx, now - STILL_NEWS)
        if ticked is not None:
            self._tell_silence(ticked, now)
        for key in failing:
            self._notices.tell(Notice.DELIVERY_FAILING, key, now)
        overdue = self._backups.overdue_since(now)
        if overdue is not None:
            self._notices.tell(Notice.BACKUP_OVERDUE, _moment(overdue), now)
        if _is_monday_morning(now) and duties_without_contact(self._library.knowledge):
            self._notices.tell(Notice.DUTY_CONTACTS, week_of(tokyo_day(now)), now)

    def _tell_silence(self, since: datetime, now: datetime) -> None:
        if was_long(since, now):
            self._notices.tell(Notice.SCHEDULER_STOPPED, _moment(since), now)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}"


def _is_monday_morning(now: datetime) -> bool:
    """Office hours of the week's first business day: Monday unless that is a holiday."""
    today = tokyo_day(now)
    first = next_business_day(monday_of(week_of(today)))
    return today == first and at_tokyo(today, MORNING) <= now < at_tokyo(today, EVENING)
