"""What happens to deliveries: claimed, sent, in doubt, checked, given up.

queued → sending → sent; one that is held is not sent at all; a refused one, or one in doubt
that cannot be cleared up, ends dead; one that nobody tried in time, or whose occurrence was
withdrawn, cancelled.

``lease_until`` is in real time: a sending row is somebody's until then, afterwards its
message is in doubt; a queued row waits until then. Whoever takes a row in hand gets a
new ``turn``, and changes nothing once another has taken it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    update,
)

from bot.core.delivery import (
    BULK,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Doubt,
    OccurrenceState,
    SendingHours,
)
from bot.core.office_calendar import tokyo_day
from bot.store import deliveries
from bot.store.columns import UtcDateTime
from bot.store.engine import Tx
from bot.store.tables import ERROR_CODE, delivery, occurrence, staff

EXPIRED = "expired"
WITHDRAWN = "withdrawn"


def open_keys(tx: Tx, now: datetime) -> tuple[str, ...]:
    """The occurrences whose messages may go out at ``now`` by the calendar.

    Those for single people come before those for the whole ward, then the longest due.
    """
    rows = tx.execute(
        select(occurrence)
        .where(occurrence.c.state == OccurrenceState.ACTIVE)
        .where(occurrence.c.due_at <= now, occurrence.c.expires_at > now)
        .order_by(occurrence.c.due_at, occurrence.c.key)
    )
    allowed = [
        row for row in rows if SendingHours(row.opens, row.closes, row.business_days).allow(now)
    ]
    allowed.sort(key=lambda row: DeliveryKind(row.kind) in BULK)
    return tuple(row.key for row in allowed)


def claim(
    tx: Tx, keys: Sequence[str], now: datetime, wall: datetime, lease_until: datetime, limit: int
) -> tuple[Delivery, ...]:
    """Take at most ``limit`` deliveries of these occurrences for sending, in their order.

    Each goes to one caller only, also across processes. People without a Slack
    account wait, and so does what is to be caught up with later than ``now``.
    """
    ids: list[str] = []
    for key in keys:
        if len(ids) < limit:
            wanted = select(delivery.c.id).where(_waiting(key, now), _free(wall))
            ids += tx.scalars(_locking(wanted.order_by(delivery.c.id).limit(limit - len(ids))))
    if not ids:
        return ()
    first_try = func.coalesce(delivery.c.first_try, literal(wall, UtcDateTime))
    tries = {"attempts": delivery.c.attempts + 1, "tried_on": tokyo_day(now)}
    _take(tx, ids, lease_until, first_try=first_try, **tries)
    place = {key: number for number, key in enumerate(keys)}
    taken = deliveries.by_ids(tx, ids)
    return tuple(sorted(taken, key=lambda one: (place[one.occurrence_key], one.delivery_id)))


def take_doubtful(tx: Tx, wall: datetime, lease_until: datetime, limit: int) -> tuple[Doubt, ...]:
    """Take rows whose lease has run out, so that each is checked by one caller only."""
    wanted = select(delivery.c.id).where(
        delivery.c.state == DeliveryState.SENDING, delivery.c.lease_until <= wall
    )
    ids = tx.scalars(_locking(wanted.order_by(delivery.c.lease_until).limit(limit))).all()
    if not ids:
        return ()
    _take(tx, ids, lease_until)
    begun = select(delivery.c.id, delivery.c.first_try).where(delivery.c.id.in_(ids))
    since = {row.id: row.first_try for row in tx.execute(begun)}
    return tuple(
        Doubt(one, max(wall - (since[one.delivery_id] or wall), timedelta(0)))
        for one in deliveries.by_ids(tx, ids)
    )


def next_moment(
    tx: Tx, keys: Sequence[str], now: datetime, wall: datetime
) -> tuple[datetime | None, ...]:
    """When something can next be sent, and when checked; None where nothing waits."""
    wanted = or_(false(), *(_waiting(key, now) for key in keys))
    queued: datetime | None = None
    if keys and tx.execute(select(delivery.c.id).where(wanted, _free(wall)).limit(1)).first():
        queued = wall
    elif keys:
        queued = tx.scalar(select(func.min(delivery.c.lease_until)).where(wanted))
    in_hand = delivery.c.state == DeliveryState.SENDING
    return queued, tx.scalar(select(func.min(delivery.c.lease_until)).where(in_hand))


def mark_sent(tx: Tx, delivery_id: str, channel: str, ts: str) -> None:
    """It arrived. Also true of a row given up or retaken meanwhile: sent is sent."""
    tx.execute(_ARRIVED, {"which": delivery_id, "place": channel, "moment": ts})


# Built once, for it is done once a message.
_ARRIVED = (
    update(delivery)
    .where(delivery.c.id == bindparam("which"))
    .values(
        state=DeliveryState.SENT,
        channel=bindparam("place"),
        ts=bindparam("moment"),
        lease_until=None,
        last_error=None,
    )
)


def release(tx: Tx, held: Delivery, not_before: datetime | None = None, checks: int = 0) -> None:
    """It was not sent: back into the queue, to wait until ``not_before``."""
    tx.execute(
        _in_hand(held).values(
            state=DeliveryState.QUEUED, lease_until=not_before, checks=checks or held.checks
        )
    )


def doubt(tx: Tx, held: Delivery, until: datetime, reason: str, checks: int = 0) -> None:
    """Nobody knows whether it arrived; nobody touches it before ``until``."""
    tx.execute(
        _in_hand(held).values(
            lease_until=until, last_error=reason[:ERROR_CODE], checks=checks or held.checks
        )
    )


def bury(tx: Tx, held: Delivery, reason: str) -> None:
    """Give it up; ``reason`` is a short code (cut at 80 characters)."""
    tx.execute(
        _in_hand(held).values(
            state=DeliveryState.DEAD, lease_until=None, last_error=reason[:ERROR_CODE]
        )
    )


def reopen_dead(tx: Tx, key: str, wall: datetime) -> int:
    """Put an occurrence's given-up rows in doubt: they are checked before a new try."""
    dead = (
        update(delivery)
        .where(delivery.c.occurrence_key == key, delivery.c.state == DeliveryState.DEAD)
        .values(state=DeliveryState.SENDING, lease_until=wall, checks=0, turn=delivery.c.turn + 1)
    )
    return tx.execute(dead).rowcount


def cancel_stale(tx: Tx, now: datetime) -> int:
    """Cancel what waits in vain: it expired, or its occurrence was withdrawn."""
    withdrawn = exists().where(
        occurrence.c.key == delivery.c.occurrence_key,
        occurrence.c.state == OccurrenceState.CANCELLED,
    )
    queued = delivery.c.state == DeliveryState.QUEUED
    waits = delivery.c.state.in_((DeliveryState.QUEUED, DeliveryState.HELD))
    cancelled = update(delivery).values(state=DeliveryState.CANCELLED, lease_until=None)
    gone = cancelled.values(last_error=WITHDRAWN).where(waits, withdrawn)
    late = cancelled.values(last_error=EXPIRED).where(queued, delivery.c.expires_at <= now)
    return tx.execute(gone).rowcount + tx.execute(late).rowcount


def revive(tx: Tx, now: datetime) -> int:
    """Queue again what had expired only because the clock had been ahead."""
    expired = and_(delivery.c.state == DeliveryState.CANCELLED, delivery.c.last_error == EXPIRED)
    back = (
        update(delivery)
        .where(expired, delivery.c.expires_at > now)
        .values(state=DeliveryState.QUEUED, last_error=None)
    )
    return tx.execute(back).rowcount


def _waiting(key: str, now: datetime) -> ColumnElement[bool]:
    """Queued rows of an occurrence that are due and whose person has a Slack account."""
    reachable = exists().where(
        staff.c.staff_id == delivery.c.staff_id, staff.c.slack_user_id.is_not(None)
    )
    mine = and_(delivery.c.occurrence_key == key, delivery.c.due_at <= now)
    return and_(mine, delivery.c.state == DeliveryState.QUEUED, reachable)


def _free(wall: datetime) -> ColumnElement[bool]:
    return or_(delivery.c.lease_until.is_(None), delivery.c.lease_until <= wall)


def _locking(wanted: Select[Any]) -> Select[Any]:
    return wanted.with_for_update(of=delivery, skip_locked=True)


def _take(tx: Tx, ids: Sequence[str], lease_until: datetime, **values: object) -> None:
    taken = update(delivery).where(delivery.c.id.in_(ids))
    held = {"state": DeliveryState.SENDING, "lease_until": lease_until}
    tx.execute(taken.values(turn=delivery.c.turn + 1, **held, **values))


def _in_hand(held: Delivery) -> Update:
    """The row, if it is still in the hands of whoever took it."""
    return update(delivery).where(
        delivery.c.id == held.delivery_id,
        delivery.c.state == DeliveryState.SENDING,
        delivery.c.turn == held.turn,
    )
