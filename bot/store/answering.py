"""What a person is asked in a week, what they answered of it, and what an answer needs to know.

One statement reads all of it, because every answer begins with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy import BigInteger, Row, Select, String, and_, bindparam, func, or_, select

from bot.core.delivery import DeliveryKind, DeliveryState
from bot.core.learning.state import ConceptState
from bot.core.learning.weeks import CompletionState
from bot.store.engine import Tx
from bot.store.learning import state_in
from bot.store.prepared import Prepared
from bot.store.sql import is_postgresql
from bot.store.tables import (
    answer,
    completion,
    course_choice,
    delivery,
    learning_state,
    occurrence,
    told_once,
)
from bot.store.training import GivenAnswer


@dataclass(frozen=True, slots=True)
class Post:
    """One post to one person; ``answers`` by question id, ``asked``: it was not withdrawn."""

    occurrence_key: str
    payload: Mapping[str, str]
    channel: str | None
    ts: str | None
    asked: bool
    answers: Mapping[str, GivenAnswer]


@dataclass(frozen=True, slots=True)
class Week:
    """A week's posts to one person, and what is known of them when they answer.

    ``state``: how the concept stands that was asked for. ``told``: they have seen the note
    that was asked for. ``easy``: they chose やさしい日本語.
    """

    posts: tuple[Post, ...]
    state: ConceptState | None
    told: bool
    easy: bool

    def post(self, occurrence_key: str) -> Post | None:
        """One of the posts."""
        return next((p for p in self.posts if p.occurrence_key == occurrence_key), None)

    def with_answer(self, occurrence_key: str, question_id: str, given: GivenAnswer) -> Week:
        """The same week after one more answer."""
        return replace(
            self,
            posts=tuple(
                replace(post, answers={**post.answers, question_id: given})
                if post.occurrence_key == occurrence_key
                else post
                for post in self.posts
            ),
        )


def one_at_a_time(tx: Tx, staff_id: str) -> None:
    """Let no other answer of this person come between, until the transaction ends.

    SQLite has a single writer anyway. Two devices that answer the last two questions of a
    week at once would each take the other's for open.
    """
    if is_postgresql(tx):
        _LOCK.all(tx, {"key": crc32(f"kizuki/answers/{staff_id}".encode())})


def week_of_person(tx: Tx, staff_id: str, week: str, concept_id: str, note: str) -> Week:
    """The posts of one week to a person, in their order; empty for a week without any."""
    given = {"who": staff_id, "week": f"quiz/{week}/", "concept": concept_id, "note": note}
    rows = _WEEK.all(tx, given)
    if not rows:
        return Week((), None, told=False, easy=False)
    row = rows[0]
    state = None if row.concept_id is None else state_in(row)
    return Week(_posts(rows), state, row.told is not None, bool(row.easy))


def open_posts(tx: Tx, staff_id: str, since: datetime, now: datetime) -> tuple[Post, ...]:
    """What a person was given from ``since`` on, whether or not the message arrived.

    It goes by the occurrence's time, so that a message waiting for another try is not
    missing meanwhile. What was withdrawn or expired is left out.
    """
    return _posts(_OPEN.all(tx, {"who": staff_id, "since": since, "now": now}))


def done_weeks(tx: Tx, staff_id: str, since_week: str) -> frozenset[str]:
    """The weeks from ``since_week`` on that the person has taken, in time or late."""
    found = _DONE.all(tx, {"who": staff_id, "week": since_week})
    return frozenset(row.week for row in found)


def wants_easy(tx: Tx, staff_id: str) -> bool:
    """Whether the person chose やさしい日本語."""
    row = _EASY.first(tx, {"who": staff_id})
    return row is not None and row.easy


def was_told(tx: Tx, staff_id: str, note: str) -> bool:
    """Whether the person has seen that note."""
    return _TOLD.first(tx, {"who": staff_id, "note": note}) is not None


def answers_in(tx: Tx, staff_id: str, occurrence_key: str) -> Mapping[str, GivenAnswer]:
    """What a person answered in one occurrence, by question id."""
    rows = _IN_OCCURRENCE.all(tx, {"who": staff_id, "key": occurrence_key})
    return {row.question_id: _given(row) for row in rows}


def _posts(rows: Iterable[Any]) -> tuple[Post, ...]:
    """One post for each of its answers (or none), put together; in the order of the rows."""
    first: dict[str, Row[Any]] = {}
    answers: dict[str, dict[str, GivenAnswer]] = {}
    for row in rows:
        first.setdefault(row.occurrence_key, row)
        held = answers.setdefault(row.occurrence_key, {})
        if row.question_id is not None:
            held[row.question_id] = _given(row)
    return tuple(
        Post(
            occurrence_key=key,
            payload=json.loads(row.payload),
            channel=row.channel,
            ts=row.ts,
            asked=row.delivery_state != DeliveryState.CANCELLED,
            answers=answers[key],
        )
        for key, row in first.items()
    )


def _given(row: Row[Any]) -> GivenAnswer:
    return GivenAnswer(row.choice, row.confident, row.is_right)


_OF_POST = (
    delivery.c.occurrence_key,
    delivery.c.payload,
    delivery.c.channel,
    delivery.c.ts,
    delivery.c.state.label("delivery_state"),
    answer.c.question_id,
    answer.c.choice,
    answer.c.confident,
    answer.c.is_right,
)
_OF_CONCEPT = tuple(column for column in learning_state.c if column.name != "staff_id")
_OWN_ANSWER = and_(
    answer.c.occurrence_key == delivery.c.occurrence_key,
    answer.c.staff_id == delivery.c.staff_id,
)


def _week() -> Select[Any]:
    state = and_(
        learning_state.c.staff_id == delivery.c.staff_id,
        learning_state.c.concept_id == bindparam("concept"),
    )
    note = and_(told_once.c.staff_id == delivery.c.staff_id, told_once.c.note == bindparam("note"))
    choice = course_choice.c.staff_id == delivery.c.staff_id
    # Not like(): for each new pattern SQLite prepares the whole statement again.
    week = bindparam("week", type_=String)
    return (
        select(*_OF_POST, *_OF_CONCEPT, told_once.c.note.label("told"), course_choice.c.easy)
        .select_from(delivery)
        .outerjoin(answer, _OWN_ANSWER)
        .outerjoin(learning_state, state)
        .outerjoin(told_once, note)
        .outerjoin(course_choice, choice)
        .where(delivery.c.staff_id == bindparam("who"))
        .where(func.substr(delivery.c.occurrence_key, 1, func.length(week)) == week)
        .order_by(delivery.c.occurrence_key)
    )


_LOCK = Prepared(
    select(func.pg_advisory_xact_lock(bindparam("key", type_=BigInteger)).label("lock"))
)
_WEEK = Prepared(_week())
_OPEN = Prepared(
    select(*_OF_POST)
    .select_from(delivery)
    .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
    .outerjoin(answer, _OWN_ANSWER)
    .where(delivery.c.staff_id == bindparam("who"))
    .where(delivery.c.state != DeliveryState.CANCELLED)
    .where(occurrence.c.kind == DeliveryKind.QUIZ)
    .where(occurrence.c.due_at > bindparam("since"), occurrence.c.due_at <= bindparam("now"))
    .order_by(delivery.c.occurrence_key)
)
_DONE = Prepared(
    select(completion.c.week).where(
        completion.c.staff_id == bindparam("who"),
        completion.c.week >= bindparam("week"),
        or_(
            completion.c.state == CompletionState.COMPLETED,
            completion.c.state == CompletionState.COMPLETED_LATE,
        ),
    )
)
_EASY = Prepared(select(course_choice.c.easy).where(course_choice.c.staff_id == bindparam("who")))
_TOLD = Prepared(
    select(told_once.c.note).where(
        told_once.c.staff_id == bindparam("who"), told_once.c.note == bindparam("note")
    )
)
_IN_OCCURRENCE = Prepared(
    select(answer).where(
        answer.c.occurrence_key == bindparam("key"), answer.c.staff_id == bindparam("who")
    )
)
