"""Files with names that stand in Slack for a while: each has a row until it is gone there.

The row is written before the file can be seen, so that none is forgotten by a crash. It
holds Slack's number of the file and times, nobody's name and no section.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from bot.store.engine import Tx
from bot.store.errors import translated
from bot.store.tables import named_file

AT_ONCE = 50


def note(tx: Tx, file_id: str, delete_at: datetime) -> None:
    """The file is to be deleted from ``delete_at`` on."""
    with translated():
        row = {"file_id": file_id, "delete_at": delete_at, "try_at": delete_at, "tries": 0}
        tx.execute(insert(named_file), row)


def due(tx: Tx, now: datetime) -> tuple[str, ...]:
    """Some of the files whose deletion is to be tried now, the oldest first."""
    table = named_file
    wanted = select(table.c.file_id).where(table.c.try_at <= now)
    in_order = wanted.order_by(table.c.try_at, table.c.file_id).limit(AT_ONCE)
    return tuple(tx.execute(in_order).scalars())


def take(tx: Tx, file_id: str, now: datetime, again_at: datetime) -> int | None:
    """Take one in hand; the next try would be at ``again_at``.

    Returns which try it is, None when another process took it meanwhile.
    """
    table = named_file
    statement = (
        update(table)
        .where(table.c.file_id == file_id, table.c.try_at <= now)
        .values(try_at=again_at, tries=table.c.tries + 1)
        .returning(table.c.tries)
    )
    return tx.execute(statement).scalar_one_or_none()


def forget(tx: Tx, file_id: str) -> None:
    """The file is no longer in Slack."""
    tx.execute(delete(named_file).where(named_file.c.file_id == file_id))


def overdue(tx: Tx, before: datetime) -> int:
    """How many files should have been gone before that moment and are not."""
    wanted = select(func.count()).where(named_file.c.delete_at < before)
    return int(tx.execute(wanted).scalar_one())
