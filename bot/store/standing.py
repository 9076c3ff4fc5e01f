"""How it stands with the deliveries as a whole: for those who look from outside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from bot.core.delivery import DeliveryKind, DeliveryState, OccurrenceState
from bot.store.engine import Tx
from bot.store.tables import delivery, occurrence, staff


def oldest_waiting(tx: Tx, now: datetime) -> datetime | None:
    """When the longest waiting delivery became due that could go out; None: none waits.

    After an outage a delivery is due when its turn to be caught up with comes.

    People without a Slack account, and occurrences that an operator halted, do not count.
    """
    wanted = (
        select(func.min(delivery.c.due_at))
        .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
        .join(staff, staff.c.staff_id == delivery.c.staff_id)
        .where(delivery.c.state == DeliveryState.QUEUED, delivery.c.expires_at > now)
        .where(occurrence.c.state == OccurrenceState.ACTIVE, delivery.c.due_at <= now)
        .where(staff.c.slack_user_id.is_not(None))
    )
    oldest: datetime | None = tx.execute(wanted).scalar_one()
    return oldest


def dead_now(tx: Tx, now: datetime) -> int:
    """How many deliveries were given up that would still be worth sending."""
    wanted = select(func.count()).where(
        delivery.c.state == DeliveryState.DEAD, delivery.c.expires_at > now
    )
    return int(tx.execute(wanted).scalar_one())


def failing_occurrences(tx: Tx, since: datetime) -> tuple[str, ...]:
    """The keys of occurrences due after ``since`` with a given-up delivery; no notices."""
    wanted = (
        select(occurrence.c.key)
        .join(delivery, delivery.c.occurrence_key == occurrence.c.key)
        .where(delivery.c.state == DeliveryState.DEAD, occurrence.c.due_at > since)
        .where(occurrence.c.kind != DeliveryKind.NOTICE)
        .distinct()
        .order_by(occurrence.c.key)
    )
    return tuple(tx.execute(wanted).scalars())
