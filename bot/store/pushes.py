"""What people were or will be sent unasked, as the budget of each counts it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from bot.core.budget import COUNTED
from bot.core.delivery import DeliveryKind, DeliveryState
from bot.core.learning.posts import questions_of
from bot.core.learning.weeks import CompletionState, week_of_occurrence
from bot.core.office_calendar import tokyo_day, week_of
from bot.store.engine import Tx
from bot.store.sql import among, serialise
from bot.store.tables import answer, completion, delivery, occurrence

NOT_PUSHED = (DeliveryState.CANCELLED, DeliveryState.DEAD, DeliveryState.HELD)


def one_at_a_time(tx: Tx) -> None:
    """Until the transaction ends nobody else spends from the budgets."""
    serialise(tx, "budget")


def everything(question_id: str) -> bool:
    """Where nothing rests."""
    return True


def with_open_question(
    tx: Tx,
    staff_ids: Collection[str],
    now: datetime,
    since: datetime,
    may_ask: Callable[[str], bool] = everything,
) -> frozenset[str]:
    """Which of these people have a question from ``since`` on that still waits for them.

    None waits in a week that is done, however it was (集合 asks for no answer), and none
    that rests by ``may_ask``: it is what App Home offers, found for many people at once.
    """
    posts = _posts_between(tx, staff_ids, since, now)
    keys = sorted({key for _, key, _ in posts})
    given = select(answer.c.staff_id, answer.c.occurrence_key, answer.c.question_id).where(
        answer.c.occurrence_key.in_(keys), among(tx, answer.c.staff_id, staff_ids)
    )
    answered = {tuple(row) for row in tx.execute(given)}
    done = _done(tx, staff_ids, week_of(tokyo_day(since)))
    return frozenset(
        who
        for who, key, payload in posts
        if (who, week_of_occurrence(key)) not in done
        and any(
            may_ask(question_id) and (who, key, question_id) not in answered
            for question_id in questions_of(json.loads(payload))
        )
    )


def _posts_between(
    tx: Tx, staff_ids: Collection[str], since: datetime, until: datetime
) -> Sequence[tuple[str, str, str]]:
    """Staff id, occurrence key and payload of what was due then and not withdrawn."""
    wanted = (
        select(delivery.c.staff_id, delivery.c.occurrence_key, delivery.c.payload)
        .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
        .where(
            among(tx, delivery.c.staff_id, staff_ids),
            occurrence.c.kind == DeliveryKind.QUIZ,
            occurrence.c.due_at.between(since, until),
            delivery.c.state != DeliveryState.CANCELLED,
        )
    )
    rows = tx.execute(wanted)
    return [(row.staff_id, row.occurrence_key, row.payload) for row in rows]


def _done(tx: Tx, staff_ids: Collection[str], since_week: str) -> Collection[tuple[str, str]]:
    """Who has taken which week from that one on, in time or late."""
    taken = (CompletionState.COMPLETED, CompletionState.COMPLETED_LATE)
    wanted = select(completion.c.staff_id, completion.c.week).where(
        among(tx, completion.c.staff_id, staff_ids),
        completion.c.week >= since_week,
        completion.c.state.in_(taken),
    )
    return {(row.staff_id, row.week) for row in tx.execute(wanted)}


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
