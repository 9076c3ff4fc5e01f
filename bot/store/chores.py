"""Chores of the whole installation: when each was last done, and who is at it now.

Rows of ``meta``: ``last/<name>`` holds a moment, ``taken/<name>`` until when a process
has the chore to itself. Moments are UTC text of one width, so text order is time order.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from bot.store.engine import Tx
from bot.store.sql import insert_into
from bot.store.tables import meta

BACKUP = "backup"
TICK = "tick"
RETENTION = "retention"
SPREAD = "spread"
COMPLETED = "completed"


def last(tx: Tx, name: str) -> datetime | None:
    """When the chore was last done; None when never."""
    wanted = select(meta.c.value).where(meta.c.key == _last(name))
    found = tx.execute(wanted).scalar_one_or_none()
    return None if found is None else datetime.fromisoformat(found)


def note(tx: Tx, name: str, at: datetime) -> None:
    """The chore was done at ``at``; an earlier moment than the one noted changes nothing."""
    _advance(tx, _last(name), at, after=at)


def begin_anew(tx: Tx, name: str, now: datetime, after: datetime) -> bool:
    """Note that the chore is done at ``now``, unless it was done later than ``after``.

    Whether it is the caller's: of several at once it is one's, in whose transaction it
    then has to be done.
    """
    return _advance(tx, _last(name), now, after=after)


def take(tx: Tx, name: str, now: datetime, until: datetime) -> bool:
    """Whether the caller may do the chore: of several processes one gets it, until ``until``.

    A process that dies at it leaves it to others from then on.
    """
    return _advance(tx, f"taken/{name}", until, after=now)


def release(tx: Tx, name: str, now: datetime) -> None:
    """Whoever took the chore is done with it."""
    tx.execute(meta.update().where(meta.c.key == f"taken/{name}").values(value=_text(now)))


def _advance(tx: Tx, key: str, to: datetime, after: datetime) -> bool:
    """Set ``key`` to ``to`` unless it stands at something later than ``after``."""
    statement = insert_into(tx, meta).values({"key": key, "value": _text(to)})
    done = tx.execute(
        statement.on_conflict_do_update(
            index_elements=["key"],
            set_={"value": statement.excluded.value},
            where=meta.c.value <= _text(after),
        ),
        execution_options={"preserve_rowcount": True},
    )
    return done.rowcount == 1


def _last(name: str) -> str:
    return f"last/{name}"


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
