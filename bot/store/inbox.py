"""Events that arrived from the chat, by their id, so that each has its effect once.

A listener whose effect is a row begins and finishes in the transaction of that row. One
whose effect is a message begins before and finishes after it: an event that was never
finished is taken again when Slack delivers it later.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from bot.store.engine import Tx
from bot.store.sql import insert_new
from bot.store.tables import inbox_event


def begin(tx: Tx, event_id: str, now: datetime, retake_after: timedelta) -> bool:
    """Whether the caller should process the event.

    True for a new one, and for one begun at least ``retake_after`` ago that was never
    finished (its process died); False for a duplicate. Only one of several
    concurrent callers gets True.
    """
    if insert_new(tx, inbox_event, [{"event_id": event_id, "received_at": now}]):
        return True
    abandoned = (
        update(inbox_event)
        .where(inbox_event.c.event_id == event_id)
        .where(inbox_event.c.done_at.is_(None))
        .where(inbox_event.c.received_at <= now - retake_after)
        .values(received_at=now)
    )
    return tx.execute(abandoned).rowcount == 1


def finish(tx: Tx, event_id: str, now: datetime) -> None:
    """The event had its effect; it is never taken again."""
    tx.execute(update(inbox_event).where(inbox_event.c.event_id == event_id).values(done_at=now))


def forget_before(tx: Tx, moment: datetime, begins: str = "") -> int:
    """Delete the events received before ``moment`` whose ids begin so; returns how many."""
    old = delete(inbox_event).where(inbox_event.c.received_at < moment)
    mine = old.where(inbox_event.c.event_id.startswith(begins, autoescape=True))
    return tx.execute(mine).rowcount
