"""How each person wants the course, and whose posts stand still."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, exists, func, or_, select

from bot.core.delivery import DeliveryKind, DeliveryState, OccurrenceState
from bot.core.learning.choices import AS_IT_COMES, CourseChoice, PausedBy, TimeSlot
from bot.core.learning.posts import Track, track_of
from bot.core.learning.pretest import PretestAnswer
from bot.core.learning.weeks import week_of_occurrence
from bot.core.office_calendar import tokyo_day
from bot.store.engine import Tx
from bot.store.people import counted_on
from bot.store.sql import among, insert_into
from bot.store.tables import answer, course_choice, delivery, exclusion, occurrence, taken


def choices_of(tx: Tx, staff_id: str) -> CourseChoice:
    """What a person has chosen; as it comes where they have not."""
    return choices_of_all(tx, [staff_id]).get(staff_id, AS_IT_COMES)


def choices_of_all(tx: Tx, staff_ids: Collection[str]) -> Mapping[str, CourseChoice]:
    """The same for many people; those who never chose are missing."""
    wanted = select(course_choice).where(among(tx, course_choice.c.staff_id, staff_ids))
    return {row.staff_id: _choice(row) for row in tx.execute(wanted)}


def keep(tx: Tx, staff_id: str, choice: CourseChoice) -> None:
    """Note what a person chose, in place of what stood there."""
    row = {
        "staff_id": staff_id,
        "one_batch": choice.one_batch,
        "slot": choice.slot,
        "easy": choice.easy,
        "paused_since": choice.paused_since,
        "paused_by": choice.paused_by,
        "resumed_on": choice.resumed_on,
    }
    statement = insert_into(tx, course_choice).values(row)
    new = {name: statement.excluded[name] for name in row if name != "staff_id"}
    tx.execute(statement.on_conflict_do_update(index_elements=["staff_id"], set_=new))


def pause(tx: Tx, staff_ids: Sequence[str], day: date, by: PausedBy) -> int:
    """Stop the posts of those who have not been stopped already; returns how many."""
    held = choices_of_all(tx, staff_ids)
    stopped = [who for who in staff_ids if not held.get(who, AS_IT_COMES).paused]
    for staff_id in stopped:
        choice = held.get(staff_id, AS_IT_COMES)
        keep(tx, staff_id, replace(choice, paused_since=day, paused_by=by))
    return len(stopped)


def paused_counts(tx: Tx, day: date) -> Mapping[str, int]:
    """How many people in 対象 on ``day`` are paused, by section; no names leave this query."""
    paused = select(course_choice.c.staff_id).where(course_choice.c.paused_since <= day)
    who = counted_on(day, of=paused).subquery()
    out = exists().where(
        exclusion.c.staff_id == who.c.staff_id,
        exclusion.c.valid_from <= day,
        func.coalesce(exclusion.c.valid_until, date.max) > day,
    )
    wanted = (
        select(who.c.section_id, func.count().label("people"))
        .where(~out)
        .group_by(who.c.section_id)
    )
    return {row.section_id: row.people for row in tx.execute(wanted)}


def posted_weeks(tx: Tx, since: datetime, until: datetime) -> Mapping[str, datetime]:
    """The weeks in which people were posted something due then, with when it began."""
    wanted = select(occurrence.c.key, occurrence.c.due_at).where(
        occurrence.c.kind == DeliveryKind.QUIZ,
        occurrence.c.due_at >= since,
        occurrence.c.due_at <= until,
        occurrence.c.state.in_((OccurrenceState.ACTIVE, OccurrenceState.PAUSED)),
    )
    begun: dict[str, datetime] = {}
    for row in tx.execute(wanted.order_by(occurrence.c.due_at.desc(), occurrence.c.key)):
        if row.key.startswith("quiz/"):
            begun[week_of_occurrence(row.key)] = row.due_at
    return dict(sorted(begun.items()))


def silent(tx: Tx, weeks: Sequence[str], since: date) -> tuple[str, ...]:
    """Who was sent posts in each of these weeks and has taken nothing from ``since`` on."""
    first, *others = weeks
    answered = exists().where(taken.c.staff_id == delivery.c.staff_id, taken.c.day >= since)
    paused_or_back = exists().where(
        course_choice.c.staff_id == delivery.c.staff_id,
        or_(course_choice.c.paused_since.is_not(None), course_choice.c.resumed_on >= since),
    )
    wanted = select(delivery.c.staff_id).where(
        delivery.c.occurrence_key.in_(_keys(first)),
        delivery.c.state == DeliveryState.SENT,
        ~answered,
        ~paused_or_back,
    )
    other = delivery.alias()
    for week in others:
        wanted = wanted.where(
            exists().where(
                other.c.staff_id == delivery.c.staff_id,
                other.c.occurrence_key.in_(_keys(week)),
                other.c.state == DeliveryState.SENT,
            )
        )
    return tuple(tx.execute(wanted.distinct().order_by(delivery.c.staff_id)).scalars())


def _keys(week: str) -> tuple[str, str]:
    return f"quiz/{week}/1", f"quiz/{week}/2"


def _choice(row: Row[Any]) -> CourseChoice:
    return CourseChoice(
        one_batch=row.one_batch,
        slot=TimeSlot(row.slot),
        easy=row.easy,
        paused_since=row.paused_since,
        paused_by=None if row.paused_by is None else PausedBy(row.paused_by),
        resumed_on=row.resumed_on,
    )


def ever_posted(tx: Tx, staff_ids: Collection[str]) -> frozenset[str]:
    """Which of these people have been given a post of the course, whenever."""
    wanted = _posts(tx, staff_ids).with_only_columns(delivery.c.staff_id)
    return frozenset(tx.execute(wanted.distinct()).scalars())


def posted_since(tx: Tx, since: Mapping[str, date]) -> frozenset[str]:
    """Which of these people have been given a post due on their day or later."""
    wanted = _posts(tx, since).with_only_columns(delivery.c.staff_id, occurrence.c.due_at)
    return frozenset(
        row.staff_id for row in tx.execute(wanted) if tokyo_day(row.due_at) >= since[row.staff_id]
    )


def pretest_answers(tx: Tx, staff_ids: Collection[str]) -> Mapping[str, tuple[PretestAnswer, ...]]:
    """What these people answered in their pre-tests; those without one are missing."""
    wanted = _posts(tx, staff_ids).join(
        answer,
        and_(
            answer.c.occurrence_key == delivery.c.occurrence_key,
            answer.c.staff_id == delivery.c.staff_id,
        ),
    )
    columns = (delivery.c.payload, answer)
    found: defaultdict[str, tuple[PretestAnswer, ...]] = defaultdict(tuple)
    for row in tx.execute(wanted.with_only_columns(*columns).order_by(answer.c.question_id)):
        if track_of(json.loads(row.payload)) is Track.PRETEST:
            given = PretestAnswer(row.question_id, row.is_right, row.confident)
            found[row.staff_id] += (given,)
    return found


def _posts(tx: Tx, staff_ids: Collection[str]) -> Select[Any]:
    """Deliveries of the course to these people, with their occurrences."""
    return (
        select(delivery)
        .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
        .where(among(tx, delivery.c.staff_id, staff_ids), occurrence.c.kind == DeliveryKind.QUIZ)
    )
