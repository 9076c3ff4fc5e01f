"""The messages of a wave in the ledger: who has one, called off and queued again.

Which of them somebody was spared tells that they have answered, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from bot.core.delivery import DeliveryKind, DeliveryState
from bot.store.engine import Tx
from bot.store.ledger import WITHDRAWN
from bot.store.sql import among
from bot.store.tables import delivery, occurrence


def told(tx: Tx, begins: str) -> frozenset[str]:
    """Who has a message of an occurrence whose key begins so, unless it was called off."""
    wanted = select(delivery.c.staff_id).where(
        delivery.c.occurrence_key.startswith(begins, autoescape=True),
        delivery.c.state != DeliveryState.CANCELLED,
    )
    return frozenset(tx.execute(wanted).scalars())


def call_off(tx: Tx, begins: str, staff_ids: Collection[str]) -> int:
    """Call off the survey messages still waiting for these people; how many."""
    return _switch(tx, begins, staff_ids, (DeliveryState.QUEUED, None), _CALLED_OFF)


def call_again(tx: Tx, begins: str, staff_ids: Collection[str], now: datetime) -> int:
    """Queue again what was called off and is still worth sending at ``now``; how many."""
    return _switch(tx, begins, staff_ids, _CALLED_OFF, (DeliveryState.QUEUED, None), now)


_CALLED_OFF = (DeliveryState.CANCELLED, WITHDRAWN)
_Standing = tuple[DeliveryState, str | None]


def _switch(
    tx: Tx,
    begins: str,
    staff_ids: Collection[str],
    before: _Standing,
    after: _Standing,
    now: datetime | None = None,
) -> int:
    keys = select(occurrence.c.key).where(
        occurrence.c.kind == DeliveryKind.SURVEY,
        occurrence.c.key.startswith(begins, autoescape=True),
    )
    which = [
        delivery.c.occurrence_key.in_(keys),
        delivery.c.state == before[0],
        among(tx, delivery.c.staff_id, staff_ids),
    ]
    if before[1] is not None:
        which.append(delivery.c.last_error == before[1])
    if now is not None:
        which.append(delivery.c.expires_at > now)
    changed = update(delivery).where(*which).values(state=after[0], last_error=after[1])
    return tx.execute(changed).rowcount
