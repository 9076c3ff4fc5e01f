"""What staff ask the guide about: different people by topic and month, and never who.

``asked_by`` holds marks made with the key of the month. When the month is over only counts
of three people and more go into ``asked_topic``; marks and key are overwritten and gone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from secrets import token_hex

from sqlalchemy import delete, func, select, update

from bot.core.asked import LEAST_PEOPLE, AskedHow, mark
from bot.store.engine import Tx
from bot.store.sql import insert_into, insert_new
from bot.store.tables import asked_by, asked_key, asked_topic

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How many people asked about a topic in a month; for duties, how many times."""

    month: str
    topic: str
    how: AskedHow
    count: int


def key_of(tx: Tx, month: str) -> str:
    """The month's key, made at the first question of the month."""
    found = tx.scalar(select(asked_key.c.key).where(asked_key.c.month == month))
    if found is None:
        insert_new(tx, asked_key, [{"month": month, "key": token_hex(KEY_BYTES)}])
        found = tx.scalar(select(asked_key.c.key).where(asked_key.c.month == month))
    return str(found)


def note(tx: Tx, month: str, asked: Collection[tuple[str, AskedHow, str]]) -> None:
    """These topics were asked about, by people's marks; a person counts once a topic."""
    rows = [
        {"month": month, "topic": topic, "how": how, "who": who}
        for topic, how, who in sorted(set(asked))
    ]
    insert_new(tx, asked_by, rows)


def add(tx: Tx, month: str, counts: Mapping[tuple[str, AskedHow], int]) -> None:
    """Add to a month's counts."""
    for (topic, how), count in sorted(counts.items()):
        row = {"month": month, "topic": topic, "how": how, "count": count}
        tx.execute(
            insert_into(tx, asked_topic)
            .values(row)
            .on_conflict_do_update(
                index_elements=["month", "topic", "how"],
                set_={"count": asked_topic.c.count + count},
            )
        )


def open_months(tx: Tx, before: str) -> tuple[str, ...]:
    """The months before ``before`` that still have a key."""
    wanted = select(asked_key.c.month).where(asked_key.c.month < before)
    return tuple(tx.execute(wanted.order_by(asked_key.c.month)).scalars())


def close_month(tx: Tx, month: str) -> None:
    """Keep the month's counts, and destroy its marks and its key."""
    add(tx, month, {(c.topic, c.how): c.count for c in _people(tx, month)})
    tx.execute(delete(asked_by).where(asked_by.c.month == month))
    # A deleted row's bytes stay in the file until they are written over.
    zeros = "0" * (2 * KEY_BYTES)
    tx.execute(update(asked_key).where(asked_key.c.month == month).values(key=zeros))
    tx.execute(delete(asked_key).where(asked_key.c.month == month))


def forget(tx: Tx, staff_id: str) -> int:
    """Delete a person's marks of the months whose key there still is; how many."""
    gone = 0
    for month, key in tx.execute(select(asked_key.c.month, asked_key.c.key)).all():
        mine = (asked_by.c.month == month) & (asked_by.c.who == mark(key, staff_id))
        gone += tx.execute(delete(asked_by).where(mine)).rowcount
    return gone


def counts(tx: Tx, since: str) -> tuple[TopicCount, ...]:
    """All counts from the month ``since`` on, those of the present month among them."""
    columns = asked_topic.c
    query = select(columns.month, columns.topic, columns.how, columns.count)
    rows = tx.execute(query.where(columns.month >= since)).all()
    closed = [TopicCount(month, topic, AskedHow(how), count) for month, topic, how, count in rows]
    months = tx.execute(select(asked_key.c.month).where(asked_key.c.month >= since)).scalars()
    running = [count for month in months.all() for count in _people(tx, month)]
    ordered = sorted([*closed, *running], key=lambda c: (c.topic, c.how))
    return tuple(sorted(ordered, key=lambda c: c.month, reverse=True))


def _people(tx: Tx, month: str) -> tuple[TopicCount, ...]:
    """Different people by topic, three and more."""
    columns, people = asked_by.c, func.count()
    query = (
        select(columns.topic, columns.how, people.label("people"))
        .where(columns.month == month)
        .group_by(columns.topic, columns.how)
        .having(people >= LEAST_PEOPLE)
    )
    rows = tx.execute(query)
    return tuple(TopicCount(month, r.topic, AskedHow(r.how), int(r.people)) for r in rows)
