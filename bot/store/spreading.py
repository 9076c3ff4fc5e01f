"""What is overdue after an outage, and each row's own moment for being caught up with.

A delivery's place is in its id: the first two of its random hexadecimal digits. So the
rows of any occurrence spread evenly, by a few set-based statements, and whoever does it
comes to the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Update, exists, select, update

from bot.core.delivery import (
    SPREAD,
    DeliveryKind,
    DeliveryState,
    Occurrence,
    OccurrenceState,
    SendingHours,
)
from bot.store.engine import Tx
from bot.store.tables import delivery, occurrence

PARTS = 256
_AFTER_ALL = "g"  # greater than every hexadecimal digit


def overdue(tx: Tx, now: datetime) -> tuple[Occurrence, ...]:
    """The occurrences of which something should have gone out before ``now``."""
    waits = exists().where(
        delivery.c.occurrence_key == occurrence.c.key,
        delivery.c.state == DeliveryState.QUEUED,
        delivery.c.due_at <= now,
    )
    wanted = select(occurrence).where(
        occurrence.c.kind.in_(SPREAD),
        occurrence.c.state.in_((OccurrenceState.ACTIVE, OccurrenceState.PAUSED)),
        occurrence.c.expires_at > now,
        waits,
    )
    return tuple(
        Occurrence(
            key=row.key,
            kind=DeliveryKind(row.kind),
            due_at=row.due_at,
            expires_at=row.expires_at,
            hours=SendingHours(row.opens, row.closes, row.business_days),
        )
        for row in tx.execute(wanted.order_by(occurrence.c.key))
    )


def spread(tx: Tx, key: str, now: datetime, moments: Sequence[datetime]) -> int:
    """Give each waiting row of the occurrence that is due its own of ``PARTS`` moments."""
    late = update(delivery).where(
        delivery.c.occurrence_key == key,
        delivery.c.state == DeliveryState.QUEUED,
        delivery.c.due_at <= now,
    )
    return sum(
        tx.execute(_part(late, number).values(due_at=moment)).rowcount
        for number, moment in enumerate(moments)
    )


def _part(rows: Update, number: int) -> Update:
    begins = f"{number:02x}"
    ends = f"{number + 1:02x}" if number + 1 < PARTS else _AFTER_ALL
    return rows.where(delivery.c.id >= begins, delivery.c.id < ends)
