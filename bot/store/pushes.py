"""What people were or will be sent unasked, as the budget of each counts it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import exists, select

from bot.core.budget import COUNTED
from bot.core.delivery import DeliveryKind, DeliveryState
from bot.core.office_calendar import tokyo_day
from bot.store.engine import Tx
from bot.store.sql import among, serialise
from bot.store.tables import answer, delivery, occurrence


def one_at_a_time(tx: Tx) -> None:
    """Until the transaction ends nobody else spends from the budgets."""
    serialise(tx, "budget")


def with_open_question(tx: Tx, staff_ids: Collection[str], now: datetime) -> frozenset[str]:
    """Which of these people have been given a question that they have not answered."""
    answered = exists().where(
        answer.c.occurrence_key == delivery.c.occurrence_key,
        answer.c.staff_id == delivery.c.staff_id,
    )
    wanted = (
        select(delivery.c.staff_id)
        .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
        .where(
            among(tx, delivery.c.staff_id, staff_ids),
            occurrence.c.kind == DeliveryKind.QUIZ,
            occurrence.c.due_at <= now,
            delivery.c.state != DeliveryState.CANCELLED,
            ~answered,
        )
    )
    return frozenset(tx.execute(wanted).scalars())


def pushed_days(
    tx: Tx, staff_ids: Collection[str], since: datetime, now: datetime
) -> Mapping[str, frozenset[date]]:
    """The days on which each of these people got, or still may get, a counted message.

    A message belongs to the day its occurrence was due; one that still waits, to today
    also. Withdrawn and given-up ones count for nothing.
    """
    gone = (DeliveryState.CANCELLED, DeliveryState.DEAD)
    wanted = (
        select(delivery.c.staff_id, delivery.c.state, occurrence.c.due_at, occurrence.c.expires_at)
        .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
        .where(
            among(tx, delivery.c.staff_id, staff_ids),
            occurrence.c.kind.in_(sorted(COUNTED)),
            occurrence.c.due_at >= since,
            delivery.c.state.not_in(gone),
        )
    )
    days: defaultdict[str, set[date]] = defaultdict(set)
    for row in tx.execute(wanted):
        days[row.staff_id].add(tokyo_day(row.due_at))
        if row.state != DeliveryState.SENT and row.due_at <= now < row.expires_at:
            days[row.staff_id].add(tokyo_day(now))
    return {staff_id: frozenset(found) for staff_id, found in days.items()}
