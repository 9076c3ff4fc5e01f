"""集合: team talks with a 朝礼5分カード and who took part, as far as undoing them needs it.

What counts stands in ``taken`` (how: together) and in ``completion``; ``gathering_person``
keeps how the week of each person stood ``before``: empty where it had no row, None where
the talk changed nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, update

from bot.core.learning.posts import QUESTIONS
from bot.core.learning.taking import How
from bot.core.learning.weeks import CompletionState
from bot.core.office_calendar import monday_of
from bot.core.people import Staff
from bot.store import people, training
from bot.store.engine import Tx
from bot.store.figures import count_again, note_taken
from bot.store.sql import among, serialise
from bot.store.tables import (
    answer,
    completion,
    delivery,
    gathering,
    gathering_person,
    occurrence,
    staff,
    taken,
)

_NO_ROW = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """One team talk; ``people`` is how many took part."""

    id: str
    section_id: str
    day: date
    concepts: tuple[str, ...]
    noted_at: datetime
    people: int


def find(tx: Tx, gathering_id: str) -> Gathering | None:
    """The talk with that id."""
    row = tx.execute(_wanted().where(gathering.c.id == gathering_id)).first()
    return None if row is None else _gathering(row)


def of_sections(
    tx: Tx, section_ids: Collection[str] | None, start: date, most: int
) -> tuple[Gathering, ...]:
    """The newest talks since ``start``; None means the whole ward."""
    wanted = _wanted().where(gathering.c.day >= start)
    if section_ids is not None:
        wanted = wanted.where(among(tx, gathering.c.section_id, section_ids))
    order = (gathering.c.day.desc(), gathering.c.noted_at.desc(), gathering.c.id)
    return tuple(map(_gathering, tx.execute(wanted.order_by(*order).limit(most))))


def same(tx: Tx, new: Gathering) -> Gathering | None:
    """The talk of that section, day and concepts, if it is noted already."""
    which = (
        gathering.c.section_id == new.section_id,
        gathering.c.day == new.day,
        gathering.c.concepts == _written(new.concepts),
    )
    row = tx.execute(_wanted().where(*which)).first()
    return None if row is None else _gathering(row)


def one_at_a_time(tx: Tx) -> None:
    """Let nobody else note or undo until this transaction ends."""
    serialise(tx, "gathering")


def begin(tx: Tx, new: Gathering, noted_by: str | None) -> None:
    """Write a talk down, or that somebody added to it."""
    row = {
        "id": new.id,
        "section_id": new.section_id,
        "day": new.day,
        "concepts": _written(new.concepts),
        "noted_by": noted_by,
        "noted_at": new.noted_at,
    }
    known = find(tx, new.id)
    if known is None:
        tx.execute(insert(gathering).values(row))
    else:
        newer = {"noted_by": noted_by, "noted_at": new.noted_at}
        tx.execute(update(gathering).where(gathering.c.id == new.id).values(newer))


def add(tx: Tx, talk: Gathering, who: str, state: CompletionState | None, week: str) -> bool:
    """Count the talk for a person and their week; False when they are on it already.

    ``state``: what the week becomes; None where no week of the course is that.
    """
    key = (gathering_person.c.gathering_id == talk.id, gathering_person.c.staff_id == who)
    if tx.execute(select(gathering_person.c.staff_id).where(*key)).first() is not None:
        return False
    for concept_id in talk.concepts:
        note_taken(tx, who, concept_id, talk.day, How.TOGETHER)
    before: str | None = None
    if state is not None:
        stood = training.state_of(tx, who, week)
        if training.complete(tx, who, week, talk.section_id, state, talk.noted_at):
            before = _NO_ROW if stood is None else stood.value
    row = {"gathering_id": talk.id, "staff_id": who, "before": before}
    tx.execute(insert(gathering_person).values(row))
    return True


def participants(tx: Tx, gathering_id: str) -> tuple[Staff, ...]:
    """Who took part, by name."""
    there = select(gathering_person.c.staff_id).where(
        gathering_person.c.gathering_id == gathering_id
    )
    wanted = select(staff.c.staff_id).where(staff.c.staff_id.in_(there))
    ids = tx.execute(wanted.order_by(staff.c.name, staff.c.staff_id)).scalars()
    found = (people.staff_by_id(tx, staff_id) for staff_id in ids)
    return tuple(person for person in found if person is not None)


def remove(tx: Tx, talk: Gathering, who: str, week: str) -> bool:
    """Take a person off a talk, and only what it added; False when they are not on it."""
    key = (gathering_person.c.gathering_id == talk.id, gathering_person.c.staff_id == who)
    row = tx.execute(select(gathering_person.c.before).where(*key)).first()
    if row is None:
        return False
    tx.execute(delete(gathering_person).where(*key))
    others = _others(tx, who, week)
    kept = {c for other in others if other.day == talk.day for c in other.concepts}
    for concept_id in set(talk.concepts) - kept:
        tx.execute(
            delete(taken).where(
                taken.c.staff_id == who,
                taken.c.concept_id == concept_id,
                taken.c.day == talk.day,
                taken.c.how == How.TOGETHER,
            )
        )
    count_again(tx, who, talk.day)
    count_again(tx, who, talk.day)
    if row.before is not None:
        _give_back(tx, who, week, row.before, others)
    return True


def end_if_empty(tx: Tx, gathering_id: str) -> None:
    """Forget a talk in which nobody is left."""
    there = select(gathering_person.c.staff_id).where(
        gathering_person.c.gathering_id == gathering_id
    )
    if tx.execute(there.limit(1)).first() is None:
        tx.execute(delete(gathering).where(gathering.c.id == gathering_id))


def _others(tx: Tx, who: str, week: str) -> Sequence[Gathering]:
    """The person's other talks in a week."""
    monday = monday_of(week)
    there = select(gathering_person.c.gathering_id).where(gathering_person.c.staff_id == who)
    within = gathering.c.day.between(monday, monday + timedelta(days=6))
    wanted = _wanted().where(gathering.c.id.in_(there), within)
    return tuple(map(_gathering, tx.execute(wanted.order_by(gathering.c.id))))


def _give_back(tx: Tx, who: str, week: str, before: str, others: Sequence[Gathering]) -> None:
    """Put the week where it stood, unless another talk or the person's own answers hold it."""
    if others:
        key = (gathering_person.c.gathering_id == others[0].id, gathering_person.c.staff_id == who)
        tx.execute(update(gathering_person).where(*key).values(before=before))
        return
    if _answered_it_all(tx, who, week):
        return
    mine = (completion.c.staff_id == who, completion.c.week == week)
    if before == _NO_ROW and not training.is_closed(tx, week):
        tx.execute(delete(completion).where(*mine))
        return
    state = CompletionState(before) if before != _NO_ROW else CompletionState.NOT_COMPLETED
    tx.execute(update(completion).where(*mine).values(state=state))


def is_posted(tx: Tx, week: str) -> bool:
    """Whether questions were planned for the week at all: else no figures speak of it."""
    keys = occurrence.c.key.like(f"quiz/{week}/%")
    return tx.execute(select(occurrence.c.key).where(keys).limit(1)).first() is not None


def _answered_it_all(tx: Tx, who: str, week: str) -> bool:
    """Whether the person answered all that was planned for them in the week."""
    posts = delivery.c.occurrence_key.like(f"quiz/{week}/%")
    rows = tx.execute(select(delivery.c.payload).where(delivery.c.staff_id == who, posts))
    planned = sum(len(json.loads(row.payload).get(QUESTIONS, "").split()) for row in rows)
    given = answer.c.occurrence_key.like(f"quiz/{week}/%")
    counted = select(func.count()).select_from(answer).where(answer.c.staff_id == who, given)
    return 0 < planned <= int(tx.scalar(counted) or 0)


def _wanted() -> Select[Any]:
    counted = (
        select(func.count())
        .select_from(gathering_person)
        .where(gathering_person.c.gathering_id == gathering.c.id)
        .scalar_subquery()
    )
    return select(gathering, counted.label("people"))


def _written(concepts: Collection[str]) -> str:
    return json.dumps(sorted(concepts), ensure_ascii=False)


def _gathering(row: Row[Any]) -> Gathering:
    concepts = tuple(json.loads(row.concepts))
    return Gathering(row.id, row.section_id, row.day, concepts, row.noted_at, int(row.people))
