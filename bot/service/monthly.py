"""The monthly summary to each 課長: planned for the first 開庁日 of a month at 10:00.

It names nobody. Like every occurrence it is level-triggered: however often it is planned,
each supervisor gets one; a new one of the same day is added, a late one still arrives.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.core.budget import MORNING
from bot.core.delivery import DeliveryKind, Occurrence, OccurrenceState, PlannedDelivery
from bot.core.office_calendar import at_tokyo, next_business_day, tokyo_day
from bot.core.people import Role
from bot.core.period import Period, whole_year
from bot.core.retention import fiscal_year
from bot.store import deliveries, occurrences, people
from bot.store.engine import Store

HOUR = 10
WORTH_SENDING = timedelta(days=8)


def monthly_post(day: date) -> Occurrence:
    """The summary of the month in which ``day`` lies."""
    first = next_business_day(day.replace(day=1))
    due_at = at_tokyo(first, HOUR)
    return Occurrence(
        key=f"monthly/{day.year:04d}-{day.month:02d}",
        kind=DeliveryKind.MONTHLY,
        due_at=due_at,
        expires_at=due_at + WORTH_SENDING,
        hours=MORNING,
    )


def post_day(key: str) -> date:
    """The first day of the month in an occurrence key such as ``monthly/2026-12``."""
    return date.fromisoformat(f"{key.split('/')[1]}-01")


def period_summed_up(post_day: date) -> Period:
    """What it tells of: the 年度 in which the month before it lies."""
    return whole_year(fiscal_year(post_day.replace(day=1) - timedelta(days=1)))


def period_of_post(key: str) -> Period:
    """What the summary of an occurrence tells of."""
    return period_summed_up(post_day(key))


class Monthly:
    """Plans the summary."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ensure_due(self, now: datetime) -> int:
        """Plan this month's summary once it is due; how many supervisors were added."""
        post = monthly_post(tokyo_day(now))
        if not post.due_at <= now < post.expires_at:
            return 0
        with self._store.read() as tx:
            if occurrences.state_of(tx, post.key) is OccurrenceState.CANCELLED:
                return 0
            told = {s.staff_id for s in people.holders(tx, Role.SUPERVISOR, tokyo_day(now))}
            missing = sorted(told - deliveries.planned_staff(tx, post.key))
        if not missing:
            return 0
        with self._store.write() as tx:
            return deliveries.plan(tx, post, [PlannedDelivery(staff_id) for staff_id in missing])
