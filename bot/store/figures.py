"""What completion figures are counted from, counted by the database.

``taken`` says which concept a person answered on which day, right or wrong; whether an
answer was right is counted for the ward only, by question. Days are those of Tokyo.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    String,
    Subquery,
    TableValuedAlias,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from bot.core.learning.taking import How
from bot.core.period import Rule
from bot.core.retention import fiscal_year
from bot.store import people
from bot.store.engine import Tx
from bot.store.prepared import Prepared
from bot.store.sql import among, insert_if_new, insert_new, is_postgresql
from bot.store.tables import (
    achieved,
    answer,
    completion,
    exclusion,
    staff,
    taken,
    training_year,
)


@dataclass(frozen=True, slots=True)
class Year:
    """A 年度 as it opened: what 受講済 means, and the seconds a question is reckoned with."""

    rule: Rule
    seconds: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose 受講済 is asked for: those on the roster on ``day``, for ``start`` … ``end``.

    ``year``: the 年度 that begins on ``start``, where the rule is the one fixed for it.
    """

    day: date
    start: date
    end: date
    rule: Rule
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A section's people: in 対象 (``members``), of them ``completed``, and 対象外."""

    section_id: str
    members: int
    completed: int
    excluded: int


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a section, as the list of names shows them."""

    staff_id: str
    name: str
    has_account: bool
    completed: bool
    excluded: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """People of a section without a row in an open week; ``excluded`` will not count."""

    section_id: str
    members: int
    excluded: int


@dataclass(frozen=True, slots=True)
class Marked:
    """How often a question was answered in the ward, and how often not rightly."""

    question_id: str
    answers: int
    missed: int


def note_taken(tx: Tx, staff_id: str, concept_id: str, day: date, how: How = How.ANSWERED) -> bool:
    """A person met the concept on that day, right or wrong; whether that is new."""
    row = {"staff_id": staff_id, "concept_id": concept_id, "day": day, "how": how}
    return _TAKING.count(tx, row) == 1


_TAKING = Prepared(partial(insert_if_new, taken))


def open_year(tx: Tx, year: int, opened: Year) -> Year:
    """Fix what holds for a 年度 unless it is fixed already; what holds."""
    row = {
        "year": year,
        "concepts": json.dumps(opened.rule.concepts, ensure_ascii=False),
        "seconds": opened.seconds,
    }
    insert_new(tx, training_year, [row])
    return year_of(tx, year) or opened


def year_of(tx: Tx, year: int) -> Year | None:
    """What was fixed for a 年度; None before it opened."""
    row = tx.execute(select(training_year).where(training_year.c.year == year)).first()
    if row is None:
        return None
    return Year(Rule(tuple(json.loads(row.concepts))), row.seconds)


def newly_completed(tx: Tx, asked: Asked) -> Sequence[str]:
    """Who has completed the 年度 of ``asked`` and is not noted yet, by id."""
    who = people.counted_on(asked.day).subquery()
    noted = exists().where(achieved.c.staff_id == who.c.staff_id, achieved.c.year == asked.year)
    done = _has_completed(tx, who, replace(asked, year=None))
    wanted = select(who.c.staff_id).where(~noted, done)
    return tx.execute(wanted.order_by(who.c.staff_id)).scalars().all()


def note_completed(tx: Tx, year: int, staff_ids: Iterable[str], day: date) -> None:
    """Note that these people had completed a 年度 by ``day``: it need not be counted again."""
    insert_new(tx, achieved, [{"staff_id": who, "year": year, "day": day} for who in staff_ids])


def count_again(tx: Tx, staff_id: str, day: date) -> None:
    """Something of the 年度 of ``day`` was taken back: whether it is completed is open again."""
    mine = achieved.c.staff_id == staff_id, achieved.c.year == fiscal_year(day)
    tx.execute(achieved.delete().where(*mine))


def standings(tx: Tx, asked: Asked, section_ids: Collection[str] | None) -> tuple[Standing, ...]:
    """How many of each section stand where, by section id; None means the whole ward."""
    who = _within(tx, asked.day, section_ids).subquery()
    out = _is_excluded(who.c.staff_id, asked.day)
    done = _has_completed(tx, who, asked)
    each = select(who.c.section_id, _as_number(out, "out"), _as_number(done, "done")).subquery().c
    counted = select(
        each.section_id,
        func.count().label("people"),
        func.sum(each.out).label("out"),
        func.sum(case((each.out == 0, each.done), else_=0)).label("done"),
    )
    rows = tx.execute(counted.group_by(each.section_id).order_by(each.section_id))
    return tuple(
        Standing(r.section_id, r.people - int(r.out), int(r.done), int(r.out)) for r in rows
    )


def names(tx: Tx, asked: Asked, section_id: str) -> tuple[Person, ...]:
    """The people of one section and how each stands, by name."""
    who = people.counted_on(asked.day, section_id).subquery()
    wanted = (
        select(
            staff.c.staff_id,
            staff.c.name,
            staff.c.slack_user_id,
            _as_number(_is_excluded(who.c.staff_id, asked.day), "out"),
            _as_number(_has_completed(tx, who, asked), "done"),
        )
        .join(who, who.c.staff_id == staff.c.staff_id)
        .order_by(staff.c.name, staff.c.staff_id)
    )
    return tuple(
        Person(r.staff_id, r.name, r.slack_user_id is not None, bool(r.done), bool(r.out))
        for r in tx.execute(wanted)
    )


def waiting(
    tx: Tx, week: str, day: date, section_ids: Collection[str] | None
) -> tuple[Waiting, ...]:
    """Who has no row yet for a week that was posted on ``day``, by section."""
    who = _within(tx, day, section_ids).subquery()
    there = exists().where(completion.c.staff_id == who.c.staff_id, completion.c.week == week)
    out = _as_number(_is_excluded(who.c.staff_id, day), "out")
    each = select(who.c.section_id, out).where(~there).subquery().c
    counted = select(each.section_id, func.count().label("people"), func.sum(each.out).label("out"))
    rows = tx.execute(counted.group_by(each.section_id).order_by(each.section_id))
    return tuple(Waiting(r.section_id, r.people - int(r.out), int(r.out)) for r in rows)


def marked(tx: Tx, start: datetime, end: datetime) -> tuple[Marked, ...]:
    """How often each question was answered from ``start`` up to, not including, ``end``."""
    wrong = case((answer.c.is_right, 0), else_=1)
    counted = (
        select(
            answer.c.question_id,
            func.count().label("answers"),
            func.sum(wrong).label("missed"),
        )
        .where(answer.c.at >= start, answer.c.at < end)
        .group_by(answer.c.question_id)
    )
    return tuple(Marked(r.question_id, r.answers, int(r.missed)) for r in tx.execute(counted))


def answers_between(tx: Tx, start: datetime, end: datetime) -> int:
    """How many answers the ward gave from ``start`` up to, not including, ``end``."""
    counted = select(func.count()).select_from(answer)
    return int(tx.scalar(counted.where(answer.c.at >= start, answer.c.at < end)) or 0)


def _within(tx: Tx, day: date, section_ids: Collection[str] | None) -> Select[tuple[str, str]]:
    if section_ids is None:
        return people.counted_on(day)
    if len(section_ids) == 1:
        return people.counted_on(day, next(iter(section_ids)))
    rows = people.counted_on(day).subquery().c
    chosen = among(tx, rows.section_id, section_ids)
    return select(rows.staff_id, rows.section_id).where(chosen)


def _is_excluded(staff_id: ColumnElement[str], day: date) -> ColumnElement[bool]:
    not_over = or_(exclusion.c.valid_until.is_(None), exclusion.c.valid_until > day)
    return exists().where(
        and_(exclusion.c.staff_id == staff_id, exclusion.c.valid_from <= day, not_over)
    )


def _has_completed(tx: Tx, who: Subquery, asked: Asked) -> ColumnElement[bool]:
    """No concept of the rule is missing in the period: a seek each, until one is."""
    if not asked.rule.concepts:
        return false()
    concepts = _listed(tx, asked.rule.concepts)
    met = exists().where(
        taken.c.staff_id == who.c.staff_id,
        taken.c.concept_id == concepts.c.value,
        taken.c.day.between(asked.start, asked.end),
    )
    missing = select(concepts.c.value).where(~met.correlate(who, concepts))
    has_all = ~missing.correlate(who).exists()
    if asked.year is None:
        return has_all
    noted = exists().where(
        achieved.c.staff_id == who.c.staff_id,
        achieved.c.year == asked.year,
        achieved.c.day <= asked.end,
    )
    return or_(noted, has_all)


def _listed(tx: Tx, values: Collection[str]) -> TableValuedAlias:
    """The values as rows of one column: one bound parameter, however many there are."""
    if is_postgresql(tx):
        rows = func.unnest(literal(list(values), ARRAY(String)))
        return rows.table_valued("value").render_derived()
    return func.json_each(json.dumps(list(values))).table_valued("value")


def _as_number(fact: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return case((fact, 1), else_=0).label(name)
