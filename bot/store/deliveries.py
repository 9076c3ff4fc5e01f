"""The ledger of everything sent unasked: what is due once, and for whom.

queued → sending → sent; a refused or doubtful one ends dead, one that was never
tried in time cancelled. A row is claimed under a lease; when the lease runs out
nobody knows whether the message went out, so it is never sent again blindly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Row, Select, Update, func, select, update

from bot.core.delivery import Delivery, DeliveryKind, DeliveryState, Occurrence, PlannedDelivery
from bot.store.engine import Tx
from bot.store.sql import insert_new
from bot.store.tables import ERROR_CODE, delivery, staff
from bot.store.tables import occurrence as occurrences


def plan(tx: Tx, occurrence: Occurrence, deliveries: Iterable[PlannedDelivery]) -> int:
    """Note an occurrence and its deliveries, leaving alone what is already there.

    Repeating it adds only people who joined since. Returns the number of new
    deliveries.
    """
    head = {
        "key": occurrence.key,
        "kind": occurrence.kind,
        "due_at": occurrence.due_at,
        "expires_at": occurrence.expires_at,
    }
    insert_new(tx, occurrences, [head])
    in_order = sorted(deliveries, key=lambda planned: planned.staff_id)
    return insert_new(tx, delivery, [_new_row(occurrence, planned) for planned in in_order])


def _new_row(due: Occurrence, planned: PlannedDelivery) -> Mapping[str, object]:
    return {
        "id": uuid4().hex,
        "occurrence_key": due.key,
        "staff_id": planned.staff_id,
        "payload": json.dumps(dict(planned.payload), ensure_ascii=False, sort_keys=True),
        "state": DeliveryState.QUEUED,
        "due_at": due.due_at,
        "expires_at": due.expires_at,
        "attempts": 0,
    }


def has_occurrence(tx: Tx, key: str) -> bool:
    """Whether the occurrence has been planned."""
    found = tx.execute(select(occurrences.c.key).where(occurrences.c.key == key))
    return found.first() is not None


def planned_staff(tx: Tx, key: str) -> frozenset[str]:
    """Who has a delivery of the occurrence, in whatever state."""
    found = tx.execute(select(delivery.c.staff_id).where(delivery.c.occurrence_key == key))
    return frozenset(found.scalars())


def claim(tx: Tx, now: datetime, lease_until: datetime, limit: int) -> tuple[Delivery, ...]:
    """Take at most ``limit`` due deliveries for sending, the longest due first.

    Each goes to one caller only, also across processes. People without a Slack
    account wait; expired rows are left for :func:`cancel_expired`.
    """
    due = (
        _full_rows()
        .where(_state_is(DeliveryState.QUEUED))
        .where(delivery.c.due_at <= now, delivery.c.expires_at > now)
        .where(staff.c.slack_user_id.is_not(None))
        .order_by(delivery.c.due_at, delivery.c.id)
        .limit(limit)
        .with_for_update(of=delivery, skip_locked=True)
    )
    ids = [row.id for row in tx.execute(due)]
    tx.execute(
        update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(
            state=DeliveryState.SENDING,
            attempts=delivery.c.attempts + 1,
            lease_until=lease_until,
            first_try=func.coalesce(delivery.c.first_try, now),
        )
    )
    claimed = _full_rows().where(delivery.c.id.in_(ids))
    return _read(tx, claimed.order_by(delivery.c.due_at, delivery.c.id))


def mark_sent(tx: Tx, delivery_id: str, channel: str, ts: str) -> None:
    """The front accepted it. Also true of a row given up meanwhile: sent is sent."""
    tx.execute(
        _one(delivery_id).values(
            state=DeliveryState.SENT, channel=channel, ts=ts, lease_until=None, last_error=None
        )
    )


def requeue(tx: Tx, delivery_id: str, due_at: datetime) -> None:
    """Nothing was sent: try again at ``due_at``. A sent or cancelled row stays as it is."""
    tx.execute(
        _one(delivery_id)
        .where(_state_is(DeliveryState.SENDING, DeliveryState.DEAD))
        .values(state=DeliveryState.QUEUED, due_at=due_at, lease_until=None, last_error=None)
    )


def mark_dead(tx: Tx, delivery_id: str, reason: str) -> None:
    """Give up; ``reason`` is a short code (cut at 80 characters). A sent row stays sent."""
    tx.execute(
        _one(delivery_id)
        .where(_state_is(DeliveryState.QUEUED, DeliveryState.SENDING))
        .values(state=DeliveryState.DEAD, lease_until=None, last_error=reason[:ERROR_CODE])
    )


def cancel_expired(tx: Tx, now: datetime) -> int:
    """Cancel what was not tried before it expired; returns how many."""
    expired = (
        update(delivery)
        .where(_state_is(DeliveryState.QUEUED), delivery.c.expires_at <= now)
        .values(state=DeliveryState.CANCELLED)
    )
    return tx.execute(expired).rowcount


def bury_lost(tx: Tx, now: datetime) -> int:
    """Give up sends whose lease ran out (their process died); returns how many."""
    lost = (
        update(delivery)
        .where(_state_is(DeliveryState.SENDING), delivery.c.lease_until < now)
        .values(state=DeliveryState.DEAD, lease_until=None, last_error="lease expired")
    )
    return tx.execute(lost).rowcount


def get(tx: Tx, delivery_id: str) -> Delivery | None:
    """The delivery with that id."""
    return next(iter(_read(tx, _full_rows().where(delivery.c.id == delivery_id))), None)


def of_person(tx: Tx, staff_id: str, occurrence_key: str) -> Delivery | None:
    """A person's delivery of an occurrence, whatever its state."""
    wanted = _full_rows().where(
        delivery.c.staff_id == staff_id, delivery.c.occurrence_key == occurrence_key
    )
    return next(iter(_read(tx, wanted)), None)


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
    dead = _full_rows().where(_state_is(DeliveryState.DEAD))
    return _read(tx, dead.order_by(delivery.c.due_at.desc(), delivery.c.id).limit(limit))


def _one(delivery_id: str) -> Update:
    return update(delivery).where(delivery.c.id == delivery_id)


def _state_is(*states: DeliveryState) -> ColumnElement[bool]:
    return delivery.c.state.in_(states)


def _full_rows() -> Select[Any]:
    return (
        select(delivery, occurrences.c.kind, staff.c.slack_user_id)
        .join(occurrences, occurrences.c.key == delivery.c.occurrence_key)
        .join(staff, staff.c.staff_id == delivery.c.staff_id)
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
    )
