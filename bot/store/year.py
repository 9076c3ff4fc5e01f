"""What the ledger says of a whole ward's year, for the year that is played with a fast clock."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select

from bot.core.delivery import DeliveryKind, DeliveryState
from bot.core.learning.posts import questions_of
from bot.core.learning.weeks import CompletionState
from bot.core.office_calendar import tokyo_day
from bot.store.engine import Tx
from bot.store.tables import answer, completion, delivery, learning_state, occurrence, taken


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message that arrived: whose, of which kind, and when Slack took it."""

    staff_id: str
    kind: DeliveryKind
    at: datetime


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """One post of one person: its first moment, and its questions with the day of an answer."""

    staff_id: str
    key: str
    day: date
    answered: Mapping[str, date | None]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is counted of a year; messages and posts by person and time.

    ``first_met``: when each person first answered a question of each concept.
    ``mastered``: how many concepts people have 習得, all together.
    """

    sent: tuple[SentMessage, ...]
    posts: tuple[PlannedPost, ...]
    first_met: Mapping[str, Mapping[str, date]]
    weeks: Mapping[CompletionState, int]
    answers: int
    mastered: int


def read(tx: Tx) -> Ledger:
    """The ledger as it stands."""
    return Ledger(
        sent=_sent_messages(tx),
        posts=_planned_posts(tx),
        first_met=_first_met(tx),
        weeks=_weeks_by_state(tx),
        answers=tx.execute(select(func.count()).select_from(answer)).scalar_one(),
        mastered=tx.execute(_MASTERED).scalar_one(),
    )


_MASTERED = select(func.count()).where(learning_state.c.mastered_on.is_not(None))


def together(ledgers: Sequence[Ledger]) -> Ledger:
    """The ledgers of different people as one."""
    return Ledger(
        sent=tuple(message for one in ledgers for message in one.sent),
        posts=tuple(post for one in ledgers for post in one.posts),
        first_met={who: days for one in ledgers for who, days in one.first_met.items()},
        weeks=sum((Counter(one.weeks) for one in ledgers), Counter()),
        answers=sum(one.answers for one in ledgers),
        mastered=sum(one.mastered for one in ledgers),
    )


def _sent_messages(tx: Tx) -> tuple[SentMessage, ...]:
    wanted = (
        select(delivery.c.staff_id, delivery.c.ts, occurrence.c.kind)
        .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
        .where(delivery.c.state == DeliveryState.SENT, delivery.c.ts.is_not(None))
    )
    found = [
        SentMessage(r.staff_id, DeliveryKind(r.kind), datetime.fromtimestamp(float(r.ts), UTC))
        for r in tx.execute(wanted)
    ]
    return tuple(sorted(found, key=lambda one: (one.staff_id, one.at)))


def _planned_posts(tx: Tx) -> tuple[PlannedPost, ...]:
    answers: defaultdict[tuple[str, str], dict[str, date]] = defaultdict(dict)
    for row in tx.execute(select(answer)):
        answers[row.staff_id, row.occurrence_key][row.question_id] = tokyo_day(row.at)
    wanted = (
        select(delivery.c.staff_id, delivery.c.payload, occurrence.c.key, occurrence.c.due_at)
        .join(occurrence, occurrence.c.key == delivery.c.occurrence_key)
        .where(occurrence.c.kind == DeliveryKind.QUIZ)
        .order_by(delivery.c.staff_id, occurrence.c.due_at, occurrence.c.key)
    )
    posts = []
    for row in tx.execute(wanted):
        given = answers[row.staff_id, row.key]
        asked = {q: given.get(q) for q in questions_of(json.loads(row.payload))}
        posts.append(PlannedPost(row.staff_id, row.key, tokyo_day(row.due_at), asked))
    return tuple(posts)


def _first_met(tx: Tx) -> Mapping[str, Mapping[str, date]]:
    wanted = select(taken.c.staff_id, taken.c.concept_id, func.min(taken.c.day).label("day"))
    found: defaultdict[str, dict[str, date]] = defaultdict(dict)
    for row in tx.execute(wanted.group_by(taken.c.staff_id, taken.c.concept_id)):
        found[row.staff_id][row.concept_id] = row.day
    return dict(found)


def _weeks_by_state(tx: Tx) -> Mapping[CompletionState, int]:
    wanted = select(completion.c.state, func.count().label("weeks")).group_by(completion.c.state)
    return Counter({CompletionState(row.state): row.weeks for row in tx.execute(wanted)})
