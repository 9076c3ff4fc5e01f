"""Who has written to the bot and has no answer yet: the person and since when, never the words.

A row stands from the moment an event is begun until it is answered, so that one whose
answer was lost with a process can be told so. Nobody else is in here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, func, select

from bot.core.delivery import REPLIES, DeliveryState
from bot.store.engine import Tx
from bot.store.sql import insert_new
from bot.store.tables import delivery, occurrence, waiting


def begin(tx: Tx, event_id: str, staff_id: str, since: datetime) -> None:
    """From now on the person waits for an answer to the event; repeating it changes nothing."""
    insert_new(tx, waiting, [{"event_id": event_id, "staff_id": staff_id, "since": since}])


def end(tx: Tx, event_id: str) -> None:
    """The event was answered, or the person was told that it could not be."""
    tx.execute(delete(waiting).where(waiting.c.event_id == event_id))


def longest(tx: Tx, before: datetime) -> Mapping[str, datetime]:
    """Who has waited since before that moment, and since when at the longest."""
    since = func.min(waiting.c.since).label("since")
    wanted = select(waiting.c.staff_id, since).where(waiting.c.since < before)
    rows = tx.execute(wanted.group_by(waiting.c.staff_id))
    return {row.staff_id: row.since for row in rows}


def take(tx: Tx, staff_ids: Collection[str]) -> frozenset[str]:
    """Forget that these people wait, for whatever; those of whom it was still known.

    Of two transactions at once one gets a person.
    """
    forgotten = delete(waiting).where(waiting.c.staff_id.in_(staff_ids))
    return frozenset(tx.execute(forgotten.returning(waiting.c.staff_id)).scalars())


def owed_replies(tx: Tx, now: datetime) -> frozenset[str]:
    """To whom such a message is already under way."""
    wanted = (
        select(delivery.c.staff_id)
        .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
        .where(occurrence.c.kind.in_(REPLIES), delivery.c.expires_at > now)
        .where(delivery.c.state.in_((DeliveryState.QUEUED, DeliveryState.SENDING)))
    )
    return frozenset(tx.execute(wanted).scalars())


def forget_before(tx: Tx, moment: datetime) -> int:
    """Delete what has stood since before ``moment``; returns how many."""
    return tx.execute(delete(waiting).where(waiting.c.since < moment)).rowcount
