"""What a person reads, takes along and erases of their own; every function names one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, delete, func, select

from bot.core.learning.taking import How
from bot.store.engine import Tx
from bot.store.tables import answer, taken


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """One answer, as its giver may take it along."""

    occurrence_key: str
    question_id: str
    choice: int
    confident: bool
    right: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A concept met on a day, and how."""

    concept_id: str
    day: date
    how: How


def answer_counts(tx: Tx, staff_id: str) -> tuple[int, int]:
    """How many questions the person answered, and how many of them rightly."""
    right = func.sum(case((answer.c.is_right, 1), else_=0))
    wanted = select(func.count(), right).where(answer.c.staff_id == staff_id)
    answered, rightly = tx.execute(wanted).one()
    return int(answered), int(rightly or 0)


def answers_of(tx: Tx, staff_id: str) -> tuple[OwnAnswer, ...]:
    """Everything the person answered, oldest first."""
    wanted = select(answer).where(answer.c.staff_id == staff_id)
    return tuple(
        OwnAnswer(r.occurrence_key, r.question_id, r.choice, r.confident, r.is_right, r.at)
        for r in tx.execute(wanted.order_by(answer.c.at, answer.c.question_id))
    )


def forget_answers_of(tx: Tx, staff_id: str) -> int:
    """Delete the person's answers; how many there were. Completion and ``taken`` stay."""
    return tx.execute(delete(answer).where(answer.c.staff_id == staff_id)).rowcount


def taken_of(tx: Tx, staff_id: str, start: date, end: date) -> tuple[Taken, ...]:
    """The concepts the person met from ``start`` to ``end`` (both included), oldest first."""
    wanted = select(taken).where(taken.c.staff_id == staff_id, taken.c.day.between(start, end))
    ordered = wanted.order_by(taken.c.day, taken.c.concept_id, taken.c.how)
    return tuple(Taken(r.concept_id, r.day, How(r.how)) for r in tx.execute(ordered))
