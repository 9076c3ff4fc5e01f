"""What people answered, and how each person's week of training stands.

Answers are kept raw; every figure reads ``completion`` only, one row per person and
week with the section of that time, so that 異動 does not move past figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    func,
    or_,
    select,
    union_all,
)

from bot.core.learning.weeks import CompletionState, weeks_between
from bot.core.office_calendar import monday_of
from bot.core.people import Member
from bot.store.engine import Tx
from bot.store.prepared import Prepared
from bot.store.sql import Upsert, among, insert_for, insert_if_new, insert_new
from bot.store.tables import answer, completion, completion_total, meta


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What a person answered: the choice's position in the content, sure or not, right or not."""

    choice: int
    confident: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Completion:
    """How one week of one person stands."""

    week: str
    section_id: str
    state: CompletionState
    at: datetime


@dataclass(frozen=True, slots=True)
class CompletionCount:
    """How many people of a section stand in a state for a week."""

    week: str
    section_id: str
    state: CompletionState
    count: int


def answer_once(
    tx: Tx,
    occurrence_key: str,
    staff_id: str,
    question_id: str,
    choice: int,
    confident: bool,
    is_right: bool,
    at: datetime,
) -> bool:
    """Keep a person's answer; False, and no change, when they answered it before."""
    row = {
        "occurrence_key": occurrence_key,
        "staff_id": staff_id,
        "question_id": question_id,
        "choice": choice,
        "confident": confident,
        "is_right": is_right,
        "at": at,
    }
    return _ANSWERING.count(tx, row) == 1


def answer_of(tx: Tx, staff_id: str, occurrence_key: str, question_id: str) -> GivenAnswer | None:
    """What that person answered to that question of that occurrence."""
    which = {"key": occurrence_key, "who": staff_id, "what": question_id}
    row = _ANSWER_OF.first(tx, which)
    return None if row is None else GivenAnswer(row.choice, row.confident, row.is_right)


_ANSWERING = Prepared(partial(insert_if_new, answer))
_ANSWER_OF = Prepared(
    select(answer).where(
        answer.c.occurrence_key == bindparam("key"),
        answer.c.staff_id == bindparam("who"),
        answer.c.question_id == bindparam("what"),
    )
)


def complete(
    tx: Tx, staff_id: str, week: str, section_id: str, state: CompletionState, at: datetime
) -> bool:
    """Note how a person's week stands; what was achieved is never taken back.

    受講済 is final, 期限後受講 can only become 受講済; 未受講 and 対象外 can become
    anything. A row that exists keeps its section, the one of that time. Returns whether
    the week stands at ``state`` because of this call.
    """
    row = {
        "staff_id": staff_id,
        "week": week,
        "section_id": section_id,
        "state": state,
        "at": at,
    }
    return _COMPLETING.count(tx, row) == 1


def _completing(*, for_postgresql: bool) -> Upsert:
    statement = insert_for(completion, for_postgresql=for_postgresql)
    new = statement.excluded
    state = completion.c.state
    # Not in_(): such a list is spelled out only when it is executed.
    undone = or_(state == CompletionState.NOT_COMPLETED, state == CompletionState.EXCLUDED)
    was_late = state == CompletionState.COMPLETED_LATE
    in_time_after_all = and_(was_late, new.state == CompletionState.COMPLETED)
    return statement.on_conflict_do_update(
        index_elements=["staff_id", "week"],
        set_={"state": new.state, "at": new.at},
        where=or_(undone, in_time_after_all),
    )


_COMPLETING = Prepared(_completing)


def close_week(
    tx: Tx, week: str, members: Iterable[Member], at: datetime, excluded: Collection[str] = ()
) -> int:
    """Close a week: members without a row become 未受講, those ``excluded`` 対象外; how many.

    A week closes once: a second call, also a concurrent one, changes nothing and
    returns 0, so that a later roster does not alter past figures.
    """
    if not insert_new(tx, meta, [{"key": _closed(week), "value": at.isoformat()}]):
        return 0
    out, missing = CompletionState.EXCLUDED, CompletionState.NOT_COMPLETED
    rows = [
        {
            "staff_id": member.staff.staff_id,
            "week": week,
            "section_id": member.section_id,
            "state": out if member.staff.staff_id in excluded else missing,
            "at": at,
        }
        for member in sorted(members, key=lambda member: member.staff.staff_id)
    ]
    return insert_new(tx, completion, rows)


def is_closed(tx: Tx, week: str) -> bool:
    """Whether the week's figures are closed."""
    found = tx.execute(select(meta.c.key).where(meta.c.key == _closed(week)))
    return found.first() is not None


def _closed(week: str) -> str:
    return f"closed/{week}"


def completion_counts(
    tx: Tx, week_from: str, week_to: str, section_ids: frozenset[str] | None
) -> tuple[CompletionCount, ...]:
    """The figures of the weeks ``week_from`` … ``week_to`` (both included).

    ``section_ids`` limits them to these sections; None means the whole ward, an
    empty set nothing. Ordered by week, section and state; no zero counts. People whose own
    rows are gone are still counted.
    """

    def within(table: Table, people: ColumnElement[int]) -> Select[Any]:
        wanted = select(table.c.week, table.c.section_id, table.c.state, people.label("people"))
        wanted = wanted.where(among(tx, table.c.week, weeks))
        if section_ids is not None:
            wanted = wanted.where(among(tx, table.c.section_id, section_ids))
        return wanted.group_by(table.c.week, table.c.section_id, table.c.state)

    # Named one by one, so that the index finds a section in each without reading the others.
    weeks = weeks_between(monday_of(week_from), monday_of(week_to))
    own, summed = completion, completion_total
    both = union_all(within(own, func.count()), within(summed, func.sum(summed.c.people)))
    rows = both.subquery().c
    keys = (rows.week, rows.section_id, rows.state)
    wanted = select(*keys, func.sum(rows.people).label("people")).group_by(*keys).order_by(*keys)
    return tuple(
        CompletionCount(row.week, row.section_id, CompletionState(row.state), int(row.people))
        for row in tx.execute(wanted)
    )


def state_of(tx: Tx, staff_id: str, week: str) -> CompletionState | None:
    """How one week of a person stands; None where nothing is noted."""
    row = _STATE_OF.first(tx, {"who": staff_id, "week": week})
    return None if row is None else CompletionState(row.state)


_STATE_OF = Prepared(
    select(completion.c.state).where(
        completion.c.staff_id == bindparam("who"), completion.c.week == bindparam("week")
    )
)


def completions_of(tx: Tx, staff_id: str) -> tuple[Completion, ...]:
    """A person's weeks, oldest first."""
    wanted = select(completion).where(completion.c.staff_id == staff_id)
    return tuple(
        Completion(row.week, row.section_id, CompletionState(row.state), row.at)
        for row in tx.execute(wanted.order_by(completion.c.week))
    )


def counted_staff(tx: Tx, week: str) -> frozenset[str]:
    """Who has a row for the week, in whatever state."""
    wanted = select(completion.c.staff_id).where(completion.c.week == week)
    return frozenset(tx.execute(wanted).scalars())


def completed_staff(tx: Tx, week: str, section_id: str) -> frozenset[str]:
    """Who of a section took the week's training, in time or late."""
    taken = completion.c.state.in_([CompletionState.COMPLETED, CompletionState.COMPLETED_LATE])
    wanted = select(completion.c.staff_id).where(
        completion.c.week == week, completion.c.section_id == section_id, taken
    )
    return frozenset(tx.execute(wanted).scalars())
