"""Moving everything from SQLite to PostgreSQL: all or nothing, then compared row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import Integer, Table, false, func, insert, inspect, select

from bot.store.engine import Store, Tx
from bot.store.errors import RestoreFailed
from bot.store.postgresql import without_limits
from bot.store.tables import metadata

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Moved:
    """A table and how many rows it has on each side; ``same``: every row is equal."""

    table: str
    before: int
    after: int
    same: bool


def holds_rows(store: Store) -> bool:
    """Whether any of the bot's tables is there and has a row."""
    with store.read() as tx:
        there = set(inspect(tx).get_table_names())
        return any(_count(tx, t) for t in metadata.sorted_tables if t.name in there)


def move(source: Store, target: Store) -> tuple[Moved, ...]:
    """Copy every row into the migrated, empty ``target``, which keeps them only if all are equal.

    Raises RestoreFailed, with nothing left in the target, when any row differs.
    """
    with source.read() as old, target.write() as new:
        without_limits(new)
        for table in metadata.sorted_tables:
            for rows in _portions(old, table):
                new.execute(insert(table), rows)
            _go_on_counting(new, table)
        compared = tuple(_compare(old, new, table) for table in metadata.sorted_tables)
        different = [row.table for row in compared if not row.same]
        if different:
            raise RestoreFailed(
                f"移した行が元と違うため、取りやめました（{'、'.join(different)}）。"
            )
    return compared


def _portions(tx: Tx, table: Table) -> Iterator[list[dict[str, Any]]]:
    rows = tx.execute(select(table), execution_options={"yield_per": _AT_ONCE}).mappings()
    for portion in rows.partitions():
        yield [dict(row) for row in portion]


def _compare(old: Tx, new: Tx, table: Table) -> Moved:
    (before, was), (after, now) = (_digest(tx, table) for tx in (old, new))
    return Moved(table.name, before, after, (before, was) == (after, now))


def _digest(tx: Tx, table: Table) -> tuple[int, int]:
    """How many rows there are, and a sum over a digest of each: the order does not matter."""
    count, total = 0, 0
    for portion in _portions(tx, table):
        count += len(portion)
        total += sum(_digest_of(row) for row in portion)
    return count, total


def _digest_of(row: dict[str, Any]) -> int:
    return int.from_bytes(blake2b(repr(sorted(row.items())).encode(), digest_size=32).digest())


def _count(tx: Tx, table: Table) -> int:
    return int(tx.execute(select(func.count()).select_from(table)).scalar_one())


def _go_on_counting(tx: Tx, table: Table) -> None:
    """Have new rows numbered after those that brought their numbers along."""
    key = list(table.primary_key.columns)
    if len(key) == 1 and isinstance(key[0].type, Integer):
        sequence = func.pg_get_serial_sequence(table.name, key[0].name)
        last = select(func.coalesce(func.max(key[0]), 0) + 1).scalar_subquery()
        tx.execute(select(func.setval(sequence, last, false())))
