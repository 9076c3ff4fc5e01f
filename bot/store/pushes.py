"""What people were or will be sent unasked, as the budget of each counts it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from bot.core.budget import COUNTED
from bot.core.delivery import DeliveryKind, DeliveryState
from bot.core.learning.posts import questions_of
from bot.core.office_calendar import tokyo_day
from bot.store.engine import Tx
from bot.store.sql import among, serialise
from bot.store.tables import answer, delivery, occurrence

NOT_PUSHED = (DeliveryState.CANCELLED, DeliveryState.DEAD, DeliveryState.HELD)


def one_at_a_time(tx: Tx) -> None:
    """Until the transaction ends nobody else spends from the budgets."""
    serialise(tx, "budget")


def with_open_question(
    tx: Tx, staff_ids: Collection[str], now: datetime, since: datetime | None = None
) -> frozenset[str]:
    """Which of these people have a question from ``since`` on that they have not answered."""
    answered = (
        select(func.count())
        .where(
            answer.c.occurrence_key == delivery.c.occurrence_key,
            answer.c.staff_id == delivery.c.staff_id,
        )
        .scalar_subquery()
    )
    wanted = (
        select(delivery.c.staff_id, delivery.c.payload, answered.label("answered"))
        .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
        .where(
            among(tx, delivery.c.staff_id, staff_ids),
            occurrence.c.kind == DeliveryKind.QUIZ,
            occurrence.c.due_at <= now,
            delivery.c.state != DeliveryState.CANCELLED,
        )
    )
    if since is not None:
        wanted = wanted.where(occurrence.c.due_at >= since)
    return frozenset(
        row.staff_id
        for row in tx.execute(wanted)
        if row.answered < len(questions_of(json.loads(row.payload)))
    )


def asked_between(
    tx: Tx, staff_ids: Collection[str], since: datetime, until: datetime
) -> Mapping[str, frozenset[str]]:
    """The questions of these people's posts due then, both ends included."""
    wanted = (
        select(delivery.c.staff_id, delivery.c.payload)
        .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
        .where(
            among(tx, delivery.c.staff_id, staff_ids),
            occurrence.c.kind == DeliveryKind.QUIZ,
            occurrence.c.due_at.between(since, until),
        )
    )
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for row in tx.execute(wanted):
        found[row.staff_id] |= frozenset(questions_of(json.loads(row.payload)))
    return found


def pushed_days(
    tx: Tx, staff_ids: Collection[str], since: datetime, now: datetime
) -> Mapping[str, frozenset[date]]:
    """The days from ``since`` on when each of these people got, or may get, a counted message.

    A message that was tried belongs to the day of the last try, any other to the day it is
    due; one that still waits, to every day from today until it expires. What is held,
    withdrawn or given up counts for nothing.
    """
    wanted = (
        select(
            delivery.c.staff_id,
            delivery.c.state,
            delivery.c.tried_on,
            delivery.c.due_at,
            delivery.c.expires_at,
        )
        .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
        .where(
            among(tx, delivery.c.staff_id, staff_ids),
            occurrence.c.kind.in_(sorted(COUNTED)),
            occurrence.c.expires_at >= since,
            delivery.c.state.not_in(NOT_PUSHED),
        )
    )
    days: defaultdict[str, set[date]] = defaultdict(set)
    first = tokyo_day(since)
    for row in tx.execute(wanted):
        waits = row.state != DeliveryState.SENT and row.due_at <= now < row.expires_at
        later = _days(now, row.expires_at) if waits else ()
        near = {row.tried_on or tokyo_day(row.due_at), *later}
        near = {day for day in near if day >= first}
        if near:
            days[row.staff_id] |= near
    return {staff_id: frozenset(found) for staff_id, found in days.items()}


def _days(now: datetime, until: datetime) -> Iterator[date]:
    """Every day from today on for what may go out until then."""
    day = tokyo_day(now)
    while day <= tokyo_day(until):
        yield day
        day += timedelta(days=1)
