"""What the database is: a demonstration or the real one, and how far its clock moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from sqlalchemy import select

from bot.store.engine import Tx
from bot.store.errors import KindConflict
from bot.store.sql import insert_into, insert_new, serialise
from bot.store.tables import meta

Kind = Literal["demo", "live"]

_KIND = "kind"
_OFFSET = "clock_offset_seconds"


def kind(tx: Tx) -> str | None:
    """``demo`` or ``live``; None before the first start marked it."""
    return _value(tx, _KIND)


def set_kind(tx: Tx, kind: Kind) -> None:
    """Mark the database for good; KindConflict when it is marked otherwise."""
    insert_new(tx, meta, [{"key": _KIND, "value": kind}])
    marked = _value(tx, _KIND)
    if marked != kind:
        raise KindConflict(f"このデータベースは {marked} 用です。{kind} としては使えません。")


def clock_offset(tx: Tx) -> timedelta:
    """How far the demonstration's clock is ahead of the real one."""
    seconds = _value(tx, _OFFSET)
    return timedelta(seconds=float(seconds)) if seconds is not None else timedelta(0)


def set_clock_offset(tx: Tx, offset: timedelta) -> None:
    """Move the demonstration's clock; ValueError for a step back."""
    serialise(tx, _OFFSET)
    if offset < clock_offset(tx):
        raise ValueError("時計を前に戻すことはできません。")
    row = {"key": _OFFSET, "value": str(offset.total_seconds())}
    statement = insert_into(tx, meta).values(row)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["key"], set_={"value": statement.excluded.value}
        )
    )


def _value(tx: Tx, key: str) -> str | None:
    return tx.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()
