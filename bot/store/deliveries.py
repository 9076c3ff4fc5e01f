"""What is sent unasked: planned once for each person, and how it stands with it.

How a row goes from queued to sent is told in ledger.py.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, Select, bindparam, func, select

from bot.core.delivery import Delivery, DeliveryKind, DeliveryState, Occurrence, PlannedDelivery
from bot.store import occurrences as heads
from bot.store.engine import Tx
from bot.store.sql import among, insert_new
from bot.store.tables import delivery, staff
from bot.store.tables import occurrence as occurrences


def plan(tx: Tx, occurrence: Occurrence, deliveries: Iterable[PlannedDelivery]) -> int:
    """Note an occurrence and its deliveries, leaving alone what is already there.

    Repeating it adds only people who joined since. Returns the number of new
    deliveries.
    """
    heads.note(tx, occurrence)
    in_order = sorted(deliveries, key=lambda planned: planned.staff_id)
    return insert_new(tx, delivery, [_new_row(occurrence, planned) for planned in in_order])


def _new_row(due: Occurrence, planned: PlannedDelivery) -> Mapping[str, object]:
    return {
        "id": uuid4().hex,
        "occurrence_key": due.key,
        "staff_id": planned.staff_id,
        "payload": json.dumps(dict(planned.payload), ensure_ascii=False, sort_keys=True),
        "state": DeliveryState.HELD if planned.held else DeliveryState.QUEUED,
        "due_at": planned.due_at or due.due_at,
        "expires_at": due.expires_at,
        "attempts": 0,
        "checks": 0,
        "turn": 0,
    }


def has_occurrence(tx: Tx, key: str) -> bool:
    """Whether the occurrence has been planned, and neither missed nor withdrawn."""
    return heads.counts(tx, key)


def planned_staff(tx: Tx, key: str) -> frozenset[str]:
    """Who has a delivery of the occurrence, in whatever state."""
    found = tx.execute(select(delivery.c.staff_id).where(delivery.c.occurrence_key == key))
    return frozenset(found.scalars())


def planned_among(tx: Tx, keys: Collection[str], staff_ids: Collection[str]) -> frozenset[str]:
    """Which of these people have a delivery of any of the occurrences."""
    wanted = select(delivery.c.staff_id).where(
        delivery.c.occurrence_key.in_(list(keys)), among(tx, delivery.c.staff_id, staff_ids)
    )
    return frozenset(tx.execute(wanted).scalars())


def get(tx: Tx, delivery_id: str) -> Delivery | None:
    """The delivery with that id."""
    return next(iter(_read(tx, _full_rows().where(delivery.c.id == delivery_id))), None)


def by_ids(tx: Tx, delivery_ids: Collection[str]) -> tuple[Delivery, ...]:
    """The deliveries with these ids."""
    return _read(tx, _full_rows().where(delivery.c.id.in_(delivery_ids)))


def of_person(tx: Tx, staff_id: str, occurrence_key: str) -> Delivery | None:
    """A person's delivery of an occurrence, whatever its state."""
    row = tx.execute(_OF_PERSON, {"who": staff_id, "key": occurrence_key}).first()
    return None if row is None else _delivery(row)


def open_for(tx: Tx, staff_id: str, kind: DeliveryKind, now: datetime) -> tuple[Delivery, ...]:
    """What is due for a person, newest first, whether or not the message arrived.

    It goes by the occurrence's time, so that a message waiting for another try is
    not missing meanwhile. Answered ones are included.
    """
    wanted = _full_rows().where(
        delivery.c.staff_id == staff_id,
        delivery.c.state != DeliveryState.CANCELLED,
        occurrences.c.kind == kind,
        occurrences.c.due_at <= now,
    )
    return _read(tx, wanted.order_by(occurrences.c.due_at.desc(), occurrences.c.key.desc()))


def counts(tx: Tx) -> Mapping[DeliveryState, int]:
    """How many deliveries stand in each state, every state named."""
    wanted = select(delivery.c.state, func.count().label("rows")).group_by(delivery.c.state)
    found = {row.state: row.rows for row in tx.execute(wanted)}
    return {state: found.get(state, 0) for state in DeliveryState}


def find_dead(tx: Tx, limit: int) -> tuple[Delivery, ...]:
    """The given-up deliveries for an operator to look at, newest first."""
    dead = _full_rows().where(delivery.c.state == DeliveryState.DEAD)
    return _read(tx, dead.order_by(delivery.c.due_at.desc(), delivery.c.id).limit(limit))


def _full_rows() -> Select[Any]:
    return (
        select(delivery, occurrences.c.kind, staff.c.slack_user_id)
        .join(occurrences, occurrences.c.key == delivery.c.occurrence_key)
        .join(staff, staff.c.staff_id == delivery.c.staff_id)
    )


# Built once: every answer to a question begins with it.
_OF_PERSON = _full_rows().where(
    delivery.c.staff_id == bindparam("who"), delivery.c.occurrence_key == bindparam("key")
)


def _read(tx: Tx, wanted: Select[Any]) -> tuple[Delivery, ...]:
    return tuple(_delivery(row) for row in tx.execute(wanted))


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        delivery_id=row.id,
        occurrence_key=row.occurrence_key,
        kind=DeliveryKind(row.kind),
        staff_id=row.staff_id,
        to=row.slack_user_id,
        payload=json.loads(row.payload),
        state=DeliveryState(row.state),
        due_at=row.due_at,
        expires_at=row.expires_at,
        attempts=row.attempts,
        channel=row.channel,
        ts=row.ts,
        checks=row.checks,
        turn=row.turn,
        last_error=row.last_error,
    )
