"""Deliveries that are not sent after all, and wait on App Home."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, update

from bot.core.delivery import DeliveryKind, DeliveryState
from bot.store.engine import Tx
from bot.store.sql import among
from bot.store.tables import delivery, occurrence


def hold(tx: Tx, staff_ids: Collection[str], kinds: Collection[DeliveryKind]) -> int:
    """Send these people nothing of these kinds that still waits; returns how many rows."""
    if not staff_ids:
        return 0
    of_kinds = exists().where(
        occurrence.c.key == delivery.c.occurrence_key, occurrence.c.kind.in_(sorted(kinds))
    )
    waiting = update(delivery).where(
        among(tx, delivery.c.staff_id, staff_ids),
        delivery.c.state == DeliveryState.QUEUED,
        of_kinds,
    )
    return tx.execute(waiting.values(state=DeliveryState.HELD, lease_until=None)).rowcount
