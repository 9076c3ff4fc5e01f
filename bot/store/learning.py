"""What each person has learned of each concept; nobody but the person is shown it.

It outlives the answers it came from, and goes with the person or by their own wish.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from bot.core.learning.state import ConceptState, Memory, Step
from bot.store.engine import Tx
from bot.store.prepared import Prepared
from bot.store.sql import Upsert, among, insert_for
from bot.store.tables import learning_state

_KEY = ("staff_id", "concept_id")


def states_of(tx: Tx, staff_id: str) -> Mapping[str, ConceptState]:
    """What one person has learned, by concept id; concepts never met are missing."""
    return {row.concept_id: state_in(row) for row in _OF_PERSON.all(tx, {"who": staff_id})}


def states_of_all(tx: Tx, staff_ids: Collection[str]) -> Mapping[str, Mapping[str, ConceptState]]:
    """The same for many people, each of them named; one query for all."""
    found: defaultdict[str, dict[str, ConceptState]] = defaultdict(dict)
    wanted = select(learning_state).where(among(tx, learning_state.c.staff_id, staff_ids))
    for row in tx.execute(wanted):
        found[row.staff_id][row.concept_id] = state_in(row)
    return {staff_id: found[staff_id] for staff_id in staff_ids}


def keep(tx: Tx, staff_id: str, state: ConceptState) -> None:
    """Note how a concept stands with a person, in place of what stood there."""
    row = {
        "staff_id": staff_id,
        "concept_id": state.concept_id,
        "stability": state.memory.stability,
        "difficulty": state.memory.difficulty,
        "box": state.memory.box,
        "due": state.due,
        "last_day": state.last_day,
        "last_question": state.last_question,
        "answers": state.answers,
        "run": _written(state.run),
        "mastered_on": state.mastered_on,
    }
    _KEEPING.count(tx, row)


def forget(tx: Tx, staff_id: str) -> int:
    """Delete what one person has learned; returns the number of concepts."""
    return tx.execute(delete(learning_state).where(learning_state.c.staff_id == staff_id)).rowcount


_OF_PERSON = Prepared(select(learning_state).where(learning_state.c.staff_id == bindparam("who")))


def _keeping(*, for_postgresql: bool) -> Upsert:
    statement = insert_for(learning_state, for_postgresql=for_postgresql)
    new = {c.name: statement.excluded[c.name] for c in learning_state.c if c.name not in _KEY}
    return statement.on_conflict_do_update(index_elements=list(_KEY), set_=new)


_KEEPING = Prepared(_keeping)


def state_in(row: Row[Any]) -> ConceptState:
    """The state in a row that holds the table's columns."""
    return ConceptState(
        concept_id=row.concept_id,
        memory=Memory(row.stability, row.difficulty, row.box),
        due=row.due,
        last_day=row.last_day,
        last_question=row.last_question,
        answers=row.answers,
        run=_read(row.run),
        mastered_on=row.mastered_on,
    )


def _written(run: tuple[Step, ...]) -> str:
    return json.dumps([[s.question_id, s.day.isoformat(), s.confident] for s in run])


def _read(run: str) -> tuple[Step, ...]:
    return tuple(Step(what, date.fromisoformat(day), sure) for what, day, sure in json.loads(run))
