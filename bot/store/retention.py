"""Forgetting what has aged out, a little at a time; what one person's rows are, and erasing them.

Which tables hold rows of a person is read from the foreign keys, so that a table added
later is exported and erased too. Completion figures outlive the person as counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    Table,
    delete,
    exists,
    func,
    literal_column,
    select,
    tuple_,
    update,
)

from bot.core.retention import fiscal_year
from bot.store import tables
from bot.store.engine import Tx
from bot.store.sql import insert_into
from bot.store.tables import (
    achieved,
    answer,
    completion,
    completion_total,
    delivery,
    gathering,
    gathering_person,
    membership,
    staff,
    taken,
)
from bot.store.tables import occurrence as occurrences

# As many rows as leave a person who answers meanwhile time for theirs.
AT_ONCE = 1000


def forget_answers(tx: Tx, before: datetime) -> int:
    """Delete some of the answers given before ``before``; 0 when none is left."""
    return tx.execute(_some(answer, answer.c.at < before)).rowcount


def forget_taken(tx: Tx, before: date) -> int:
    """Delete some of what was taken before ``before``; 0 when none is left."""
    return tx.execute(_some(taken, taken.c.day < before)).rowcount


def forget_achieved(tx: Tx, before: date) -> int:
    """Delete some notes that a 年度 before the day's was completed; 0 when none is left."""
    return tx.execute(_some(achieved, achieved.c.year < fiscal_year(before))).rowcount


def forget_gatherings(tx: Tx, before: date) -> int:
    """Delete some team talks before ``before`` with who took part; 0 when none is left."""
    old = select(gathering.c.id).where(gathering.c.day < before)
    people = tx.execute(_some(gathering_person, gathering_person.c.gathering_id.in_(old))).rowcount
    return people or tx.execute(_some(gathering, gathering.c.day < before)).rowcount


def forget_deliveries(tx: Tx, before: datetime) -> int:
    """Delete some deliveries of occurrences due before ``before``; 0 when none is left."""
    old = select(occurrences.c.key).where(occurrences.c.due_at < before)
    return tx.execute(_some(delivery, delivery.c.occurrence_key.in_(old))).rowcount


def forget_occurrences(tx: Tx, before: datetime) -> int:
    """Delete some occurrences due before ``before`` to which nothing refers any more."""
    unused = [
        ~exists().where(column == occurrences.c.key) for _, column in _columns_to(occurrences.c.key)
    ]
    return tx.execute(_some(occurrences, occurrences.c.due_at < before, *unused)).rowcount


def sum_up_completions(tx: Tx, before_week: str) -> int:
    """Turn one week before ``before_week`` into counts; returns its rows, 0 when none is left."""
    oldest = select(func.min(completion.c.week)).where(completion.c.week < before_week)
    week = tx.execute(oldest).scalar_one()
    return 0 if week is None else _sum_up(tx, completion.c.week == week)


def left_before(tx: Tx, day: date) -> tuple[str, ...]:
    """Some of the people whose last membership ended before ``day``."""
    last = func.max(membership.c.valid_until)
    is_open = func.count().filter(membership.c.valid_until.is_(None))
    gone = (
        select(membership.c.staff_id)
        .group_by(membership.c.staff_id)
        .having(is_open == 0, last < day)
        .order_by(membership.c.staff_id)
        .limit(AT_ONCE)
    )
    return tuple(tx.execute(gone).scalars())


def rows_of_person(tx: Tx, staff_id: str) -> Mapping[str, list[dict[str, Any]]]:
    """Every row about a person by table; empty when there is no such person."""
    found = {
        table.name: [dict(row) for row in tx.execute(select(table).where(mine)).mappings()]
        for table, mine in ((t, column == staff_id) for t, column in _columns_of_people())
    }
    return found if found[staff.name] else {}


def erase_person(tx: Tx, staff_id: str) -> Mapping[str, int]:
    """Delete every row about a person, completions leaving counts; how many by table.

    What may stand without a person (a certificate's number) stays and names nobody.
    """
    completed = completion.c.staff_id == staff_id
    erased = {completion.name: _sum_up(tx, completed)}
    for table, column in reversed(list(_columns_of_people())):
        mine = column == staff_id
        statement = update(table).values({column: None}) if column.nullable else delete(table)
        count = tx.execute(statement.where(mine)).rowcount
        erased[table.name] = erased.get(table.name, 0) + count
    return erased


def _columns_of_people() -> Iterator[tuple[Table, Column[Any]]]:
    """Each table with rows of people and the column that says whose, the person's own first."""
    yield staff, staff.c.staff_id
    yield from _columns_to(staff.c.staff_id)


def _columns_to(target: ColumnElement[Any]) -> Iterator[tuple[Table, Column[Any]]]:
    """The columns that refer to ``target``, each with its table."""
    for table in tables.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is target:
                yield table, key.parent


def _sum_up(tx: Tx, which: ColumnElement[bool]) -> int:
    keys = (completion.c.week, completion.c.section_id, completion.c.state)
    counted = select(*keys, func.count()).where(which).group_by(*keys).order_by(*keys)
    statement = insert_into(tx, completion_total).from_select(
        ["week", "section_id", "state", "people"], counted
    )
    added = completion_total.c.people + literal_column("excluded.people")
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["week", "section_id", "state"], set_={"people": added}
        )
    )
    return tx.execute(delete(completion).where(which)).rowcount


def _some(table: Table, *which: ColumnElement[bool]) -> Delete:
    key = list(table.primary_key.columns)
    chosen = select(*key).where(*which).limit(AT_ONCE)
    return delete(table).where(tuple_(*key).in_(chosen))
