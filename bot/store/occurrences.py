"""What is due once in the calendar: noted, halted by an operator, looked at as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from bot.core.delivery import (
    NEVER_SENT,
    DeliveryKind,
    DeliveryState,
    Occurrence,
    OccurrenceState,
)
from bot.store.engine import Tx
from bot.store.sql import insert_new
from bot.store.tables import delivery, occurrence


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an occurrence's messages have come; ``counts`` names every state."""

    key: str
    kind: DeliveryKind
    due_at: datetime
    expires_at: datetime
    state: OccurrenceState
    counts: Mapping[DeliveryState, int]


def note(tx: Tx, due: Occurrence, state: OccurrenceState = OccurrenceState.ACTIVE) -> bool:
    """Note an occurrence unless it is known; whether it was new.

    One that was missed, because a clock stood ahead, is taken up after all.
    """
    hours = due.sending_hours
    row = {
        "key": due.key,
        "kind": due.kind,
        "due_at": due.due_at,
        "expires_at": due.expires_at,
        "state": state,
        "opens": hours.opens,
        "closes": hours.closes,
        "business_days": hours.business_days,
    }
    if insert_new(tx, occurrence, [row]):
        return True
    if state is OccurrenceState.ACTIVE:
        change(tx, due.key, (OccurrenceState.MISSED,), state)
    return False


def exists(tx: Tx, key: str) -> bool:
    """Whether the occurrence is known, in whatever state."""
    return state_of(tx, key) is not None


def counts(tx: Tx, key: str) -> bool:
    """Whether people were asked: it is known, and neither missed nor withdrawn."""
    return state_of(tx, key) in {OccurrenceState.ACTIVE, OccurrenceState.PAUSED}


def state_of(tx: Tx, key: str) -> OccurrenceState | None:
    """How the occurrence stands; None for an unknown one."""
    found = tx.scalar(select(occurrence.c.state).where(occurrence.c.key == key))
    return None if found is None else OccurrenceState(found)


def change(tx: Tx, key: str, before: Iterable[OccurrenceState], after: OccurrenceState) -> bool:
    """Set the state if it is one of ``before``; whether it was."""
    changed = (
        update(occurrence)
        .where(occurrence.c.key == key, occurrence.c.state.in_(list(before)))
        .values(state=after)
    )
    return tx.execute(changed).rowcount == 1


def progress(tx: Tx, limit: int, key: str | None = None) -> tuple[Progress, ...]:
    """The newest occurrences, or one, with how their deliveries stand; sittings are none."""
    sent = occurrence.c.kind.not_in(sorted(NEVER_SENT))
    wanted = select(occurrence).where(sent)
    wanted = wanted.order_by(occurrence.c.due_at.desc(), occurrence.c.key)
    if key is not None:
        wanted = wanted.where(occurrence.c.key == key)
    rows = tx.execute(wanted.limit(limit)).all()
    columns = (delivery.c.occurrence_key, delivery.c.state)
    counted = select(*columns, func.count().label("rows")).group_by(*columns)
    found: Counter[tuple[str, str]] = Counter()
    for one in tx.execute(counted.where(delivery.c.occurrence_key.in_([r.key for r in rows]))):
        found[one.occurrence_key, one.state] = one.rows
    return tuple(_progress(row, found) for row in rows)


def spread_until(tx: Tx, key: str, now: datetime) -> datetime | None:
    """When the last of its waiting rows is to be caught up with; None when all are due."""
    waiting = select(func.max(delivery.c.due_at)).where(
        delivery.c.occurrence_key == key, delivery.c.state == DeliveryState.QUEUED
    )
    last = tx.execute(waiting).scalar_one()
    return last if last is not None and last > now else None


def reasons(tx: Tx, key: str) -> Mapping[str, int]:
    """Why an occurrence's deliveries were given up: short codes and how often."""
    columns = (delivery.c.last_error,)
    dead = select(*columns, func.count().label("rows")).group_by(*columns)
    dead = dead.where(delivery.c.occurrence_key == key, delivery.c.state == DeliveryState.DEAD)
    return {row.last_error or "": row.rows for row in tx.execute(dead)}


def _progress(row: Row[Any], found: Counter[tuple[str, str]]) -> Progress:
    return Progress(
        key=row.key,
        kind=DeliveryKind(row.kind),
        due_at=row.due_at,
        expires_at=row.expires_at,
        state=OccurrenceState(row.state),
        counts={state: found[row.key, state] for state in DeliveryState},
    )
