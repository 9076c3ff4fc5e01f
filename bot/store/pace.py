"""The token buckets, one row each for all processes; the rules are in core/pace."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from bot.core.pace import Limits, Pace, fresh, refilled
from bot.store.engine import Tx
from bot.store.sql import insert_new
from bot.store.tables import pace as paces
from bot.store.wall import Wall

POSTING = "posting"
CHECKING = "checking"


def locked(tx: Tx, key: str, limits: Limits, wall: Wall) -> tuple[Pace, datetime]:
    """The bucket, ours until the transaction ends, and the moment it stands at.

    The time is read once the row is ours: whoever waited for it would otherwise come
    with an older one than whoever went before.
    """
    wanted = select(paces).where(paces.c.key == key).with_for_update()
    row = tx.execute(wanted).first()
    if row is None:
        insert_new(tx, paces, [_row(key, fresh(limits, wall(tx)))])
        row = tx.execute(wanted).one()
    now = wall(tx)
    return refilled(Pace(*row[1:]), limits, now), now


def standing(tx: Tx, key: str, limits: Limits, now: datetime) -> Pace:
    """The bucket as it stands, for looking at."""
    row = tx.execute(select(paces).where(paces.c.key == key)).first()
    return fresh(limits, now) if row is None else refilled(Pace(*row[1:]), limits, now)


def keep(tx: Tx, key: str, pace: Pace) -> None:
    """Write the locked bucket back."""
    tx.execute(update(paces).where(paces.c.key == key).values(**_row(key, pace)))


def _row(key: str, pace: Pace) -> dict[str, object]:
    return {
        "key": key,
        "tokens": pace.tokens,
        "rate": pace.rate,
        "filled_at": pace.filled_at,
        "blocked_until": pace.blocked_until,
        "clean_since": pace.clean_since,
    }
