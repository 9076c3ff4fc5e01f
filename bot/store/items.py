"""First attempts at questions, for figures about the questions: nobody can be told from them."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import func, select

from bot.core.learning.item_statistics import FirstAttempt
from bot.store.engine import Tx
from bot.store.sql import among
from bot.store.tables import answer

MOST_PEOPLE = 1_000
"""Enough for every figure; with 35,000 people it would be four million answers."""


def first_attempts(tx: Tx) -> tuple[FirstAttempt, ...]:
    """Everybody's first answer to each question, people as numbers in no order.

    In a large ward those of a thousand people, drawn by a hash and always the same.
    """
    everybody = tx.execute(select(answer.c.staff_id).distinct()).scalars().all()
    drawn = sorted(everybody, key=lambda id_: sha256(id_.encode()).digest())[:MOST_PEOPLE]
    numbers = {staff_id: number for number, staff_id in enumerate(drawn)}
    turn = func.row_number().over(
        partition_by=(answer.c.staff_id, answer.c.question_id),
        order_by=(answer.c.at, answer.c.occurrence_key),
    )
    columns = (answer.c.staff_id, answer.c.question_id, answer.c.choice, answer.c.is_right)
    ranked = select(*columns, turn.label("turn")).where(among(tx, answer.c.staff_id, drawn))
    rows = ranked.subquery().c
    firsts = select(rows.staff_id, rows.question_id, rows.choice, rows.is_right)
    return tuple(
        FirstAttempt(numbers[r.staff_id], r.question_id, r.choice, r.is_right)
        for r in tx.execute(firsts.where(rows.turn == 1))
    )
