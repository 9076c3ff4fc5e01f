"""The few statements that the two engines write differently."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeAlias
from zlib import crc32

from sqlalchemy import ARRAY, ColumnElement, String, Table, any_, func, literal, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Row = Mapping[str, object]
Upsert: TypeAlias = "postgresql.Insert | sqlite.Insert"


def is_postgresql(tx: Connection) -> bool:
    """Whether the transaction is one of PostgreSQL's."""
    return tx.dialect.name == "postgresql"


def insert_into(tx: Connection, table: Table) -> Upsert:
    """An INSERT that understands ON CONFLICT."""
    return insert_for(table, for_postgresql=is_postgresql(tx))


def insert_for(table: Table, *, for_postgresql: bool) -> Upsert:
    """The same without a transaction, for statements that are built once."""
    if not for_postgresql:
        return sqlite.insert(table)
    # With a ward's one file nobody else waits for its dialect: a twentieth of a second.
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(table)


def insert_new(tx: Connection, table: Table, rows: Sequence[Row]) -> int:
    """Insert the rows whose keys are not there yet; returns how many were new.

    Concurrent callers should give rows in the same order: PostgreSQL waits on a key
    that another transaction is inserting.
    """
    if not rows:
        return 0
    statement = insert_if_new(table, for_postgresql=is_postgresql(tx))
    options = {"preserve_rowcount": True}
    return tx.execute(statement, rows, execution_options=options).rowcount


@cache
def insert_if_new(table: Table, *, for_postgresql: bool) -> Upsert:
    """An INSERT that leaves a row alone whose key is there; built once."""
    return insert_for(table, for_postgresql=for_postgresql).on_conflict_do_nothing()


def among(
    tx: Connection, column: ColumnElement[str], values: Collection[str]
) -> ColumnElement[bool]:
    """``column`` is one of ``values``: one bound parameter, however many there are.

    An IN list would meet the engines' limits on parameters at about 32,000 people.
    """
    if is_postgresql(tx):
        return column == any_(literal(list(values), ARRAY(String)))
    listed = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(listed.c.value))


def serialise(tx: Connection, name: str) -> None:
    """Let one transaction at a time do the work called ``name``, until it ends.

    SQLite has a single writer anyway; PostgreSQL takes an advisory lock.
    """
    if is_postgresql(tx):
        tx.execute(select(func.pg_advisory_xact_lock(crc32(f"kizuki/{name}".encode()))))
