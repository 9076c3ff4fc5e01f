"""A week's posts to everybody who has not done it, read once when the week closes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import and_, exists, select

from bot.core.delivery import DeliveryState
from bot.store.engine import Tx
from bot.store.tables import answer, completion, delivery


@dataclass(frozen=True, slots=True)
class UndonePost:
    """A post to a person whose week is not noted yet, and which questions they answered."""

    staff_id: str
    payload: Mapping[str, str]
    answers: frozenset[str]


def undone_posts(tx: Tx, week: str) -> Iterator[UndonePost]:
    """The posts of everybody whose week has no row yet; withdrawn ones are left out."""
    own = and_(
        answer.c.occurrence_key == delivery.c.occurrence_key,
        answer.c.staff_id == delivery.c.staff_id,
    )
    noted = exists().where(completion.c.staff_id == delivery.c.staff_id, completion.c.week == week)
    columns = (delivery.c.occurrence_key, delivery.c.staff_id, delivery.c.payload)
    rows = tx.execute(
        select(*columns, answer.c.question_id)
        .select_from(delivery)
        .outerjoin(answer, own)
        .where(delivery.c.occurrence_key.in_((f"quiz/{week}/1", f"quiz/{week}/2")))
        .where(delivery.c.state != DeliveryState.CANCELLED, ~noted)
        .order_by(delivery.c.occurrence_key, delivery.c.staff_id)
    )
    for _, same in groupby(rows, lambda row: (row.occurrence_key, row.staff_id)):
        held = list(same)
        answered = frozenset(row.question_id for row in held if row.question_id is not None)
        yield UndonePost(held[0].staff_id, json.loads(held[0].payload), answered)
