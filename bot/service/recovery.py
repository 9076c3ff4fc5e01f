"""Coming back after an outage: nobody gets a burst, and who waited in vain hears of it.

An outage is a silence of the scheduler of more than half an hour of office time. What is
overdue then is spread over two business days. Apart from that, whoever has waited so long
for an answer that never came gets one apology; it is a reply, in the hours of replies.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.delivery import HOURS, DeliveryKind, Occurrence, PlannedDelivery
from bot.core.outage import LONG, catching_up, last_of, was_long
from bot.store import chores, deliveries, spreading, waiting
from bot.store.engine import Store, Tx

MARGIN = timedelta(days=4)  # for an apology whose turn came last: a long weekend
_HOURS = HOURS[DeliveryKind.APOLOGY]


class Recovery:
    """Any number of processes may look before each round; each outage is handled once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def catch_up(self, now: datetime) -> tuple[int, int]:
        """Before anything is sent: how many deliveries were spread, how many apologies owed."""
        return self._spread_overdue(now), self._apologise(now)

    def _spread_overdue(self, now: datetime) -> int:
        with self._store.read() as tx:
            seen = (chores.last(tx, chores.TICK), chores.last(tx, chores.SPREAD))
        # What was spread half an hour ago, and could not be sent since, is spread anew.
        since = max((moment for moment in seen if moment is not None), default=now)
        if not was_long(since, now):
            return 0
        with self._store.write() as tx:
            if not chores.begin_anew(tx, chores.SPREAD, now, after=now - LONG):
                return 0
            return sum(_spread(tx, due, now) for due in spreading.overdue(tx, now))

    def _apologise(self, now: datetime) -> int:
        with self._store.read() as tx:
            since = waiting.longest(tx, now - LONG)
        in_vain = {who: begun for who, begun in since.items() if was_long(begun, now)}
        if not in_vain:
            return 0
        with self._store.write() as tx:
            owed = waiting.take(tx, in_vain) - waiting.owed_replies(tx, now)
            if not owed:
                return 0
            due = _apology(min(in_vain[who] for who in owed), now)
            planned = deliveries.plan(tx, due, [PlannedDelivery(who) for who in owed])
            _spread(tx, due, now)
        return planned


def _apology(since: datetime, now: datetime) -> Occurrence:
    """Its key names the first of those who waited, so that no two episodes share one."""
    return Occurrence(
        key=f"apology/{since:%Y%m%dT%H%M%S%f}",
        kind=DeliveryKind.APOLOGY,
        due_at=now,
        expires_at=last_of(now, _HOURS) + MARGIN,
    )


def _spread(tx: Tx, due: Occurrence, now: datetime) -> int:
    moments = catching_up(now, due.sending_hours, due.expires_at, spreading.PARTS)
    return spreading.spread(tx, due.key, now, moments)
