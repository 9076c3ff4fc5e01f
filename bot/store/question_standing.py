"""What each question was last confirmed against, and since when it rests.

A row is made when a question is seen for the first time. ``facts`` are digests of what it
rests on, as ``core.learning.question_facts`` makes them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from bot.store.engine import Tx
from bot.store.sql import insert_into, insert_new, serialise
from bot.store.tables import question_standing

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One question: what it was confirmed against, and since when a fact reads otherwise."""

    facts: Facts
    suspended_on: date | None


def in_turn(tx: Tx) -> None:
    """Of several processes that note what changed, one at a time reads and writes."""
    serialise(tx, "question-standing")


def confirmed(tx: Tx) -> Mapping[str, Confirmed]:
    """All questions that were ever seen, by id."""
    rows = tx.execute(select(question_standing))
    return {row.question_id: Confirmed(json.loads(row.facts), row.suspended_on) for row in rows}


def note_seen(tx: Tx, seen: Mapping[str, Facts]) -> int:
    """Note questions that are new as confirmed; those that are known stay as they are."""
    rows = [
        {"question_id": id_, "facts": _text(facts), "suspended_on": None}
        for id_, facts in sorted(seen.items())
    ]
    return insert_new(tx, question_standing, rows)


def confirm(tx: Tx, confirmed_now: Mapping[str, Facts]) -> None:
    """These questions fit what they rest on as it stands now: they are asked again."""
    for id_, facts in sorted(confirmed_now.items()):
        row = {"question_id": id_, "facts": _text(facts), "suspended_on": None}
        statement = insert_into(tx, question_standing).values(row)
        new = statement.excluded
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=["question_id"],
                set_={"facts": new.facts, "suspended_on": new.suspended_on},
            )
        )


def suspend(tx: Tx, question_ids: Collection[str], day: date) -> None:
    """These rest from that day on."""
    _mark(tx, question_ids, day)


def release(tx: Tx, question_ids: Collection[str]) -> None:
    """What these rest on reads again as it did when they were confirmed."""
    _mark(tx, question_ids, None)


def _mark(tx: Tx, question_ids: Collection[str], day: date | None) -> None:
    if not question_ids:
        return
    statement = (
        question_standing.update()
        .where(question_standing.c.question_id == bindparam("id"))
        .values(suspended_on=bindparam("day"))
    )
    tx.execute(statement, [{"id": id_, "day": day} for id_ in sorted(question_ids)])


def _text(facts: Facts) -> str:
    return json.dumps(dict(sorted(facts.items())), ensure_ascii=False, separators=(",", ":"))
