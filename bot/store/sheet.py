"""What staff noticed, as monthly counts for learning: never a sheet, a case or a person.

``sheet_tick`` adds up how often an item was seen, heard, not found or unclear, in lots
of several sheets by several people (``core.lots``); it cannot be told apart again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from bot.store.engine import Tx
from bot.store.sql import insert_into
from bot.store.tables import sheet_tick


@dataclass(frozen=True, slots=True)
class TickCount:
    """How often one answer was given to one item in one month (``YYYY-MM``)."""

    month: str
    item: str
    answer: str
    count: int


def add_ticks(tx: Tx, month: str, counts: Mapping[tuple[str, str], int]) -> None:
    """Add a lot, by item and answer, to a month's counts."""
    for (item, answer), count in sorted(counts.items()):
        row = {"month": month, "item": item, "answer": answer, "count": count}
        tx.execute(
            insert_into(tx, sheet_tick)
            .values(row)
            .on_conflict_do_update(
                index_elements=["month", "item", "answer"],
                set_={"count": sheet_tick.c.count + count},
            )
        )


def ticks(tx: Tx, since: str) -> tuple[TickCount, ...]:
    """All counts from the month ``since`` on, newest month first, by item and answer."""
    columns = sheet_tick.c
    query = (
        select(columns.month, columns.item, columns.answer, columns.count)
        .where(columns.month >= since)
        .order_by(columns.month.desc(), columns.item, columns.answer)
    )
    return tuple(TickCount(*row) for row in tx.execute(query))
