"""What is shown beside the survey's result: sums over a span, in which nobody can be found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, select

from bot.store.engine import Tx
from bot.store.tables import answer, referral_count


def first_attempts(tx: Tx, since: datetime, until: datetime) -> tuple[int, int]:
    """How many first answers to a question were given in [since, until), and how many right."""
    turn = func.row_number().over(
        partition_by=(answer.c.staff_id, answer.c.question_id),
        order_by=(answer.c.at, answer.c.occurrence_key),
    )
    ranked = select(answer.c.at, answer.c.is_right, turn.label("turn")).subquery().c
    counted = select(
        func.count(), func.coalesce(func.sum(case((ranked.is_right, 1), else_=0)), 0)
    ).where(ranked.turn == 1, ranked.at >= since, ranked.at < until)
    answers, right = tx.execute(counted).one()
    return int(answers), int(right)


def referrals(tx: Tx, first_month: str, last_month: str) -> int:
    """How often 「つないだ」 was pressed in the months (``2026-04``) from the first to the last."""
    counted = select(func.coalesce(func.sum(referral_count.c.count), 0)).where(
        referral_count.c.month >= first_month, referral_count.c.month <= last_month
    )
    return int(tx.execute(counted).scalar_one())
