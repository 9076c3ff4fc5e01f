"""The crossover trials: their dates, blocks and key, and the first answers they compare."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import func, select

from bot.core.learning.trial import Trial
from bot.store.engine import Tx
from bot.store.sql import insert_new
from bot.store.tables import answer, learning_trial


def newest(tx: Tx) -> Trial | None:
    """The trial that was begun last, over or not."""
    query = select(learning_trial).order_by(learning_trial.c.starts_on.desc()).limit(1)
    row = tx.execute(query).first()
    if row is None:
        return None
    blocks = tuple(json.loads(row.first_block)), tuple(json.loads(row.second_block))
    return Trial(row.starts_on, row.crosses_on, row.ends_on, row.key, blocks, row.stopped_on)


def begin(tx: Tx, trial: Trial) -> bool:
    """Keep a new trial; False where one began on that day."""
    row = {
        "starts_on": trial.starts_on,
        "crosses_on": trial.crosses_on,
        "ends_on": trial.ends_on,
        "stopped_on": None,
        "key": trial.key,
        "first_block": json.dumps(trial.blocks[0]),
        "second_block": json.dumps(trial.blocks[1]),
    }
    return insert_new(tx, learning_trial, [row]) == 1


def stop(tx: Tx, starts_on: date, day: date) -> None:
    """The trial ends before its time."""
    which = learning_trial.c.starts_on == starts_on
    tx.execute(learning_trial.update().where(which).values(stopped_on=day))


def first_answers(
    tx: Tx, until: datetime, concepts: Mapping[str, str]
) -> Iterator[tuple[str, str, datetime, bool]]:
    """Everybody's first answer to each question of some concepts, in the order of time.

    ``concepts``: the concept of each question that is wanted, by its id. Gives the person,
    the concept, the moment and whether it was right.
    """
    columns = (answer.c.staff_id, answer.c.question_id, answer.c.at, answer.c.is_right)
    turn = func.row_number().over(
        partition_by=(answer.c.staff_id, answer.c.question_id), order_by=answer.c.at
    )
    ranked = select(*columns, turn.label("turn")).where(answer.c.at < until)
    rows = ranked.where(answer.c.question_id.in_(sorted(concepts))).subquery().c
    firsts = select(rows.staff_id, rows.question_id, rows.at, rows.is_right).where(rows.turn == 1)
    for row in tx.execute(firsts.order_by(rows.at, rows.question_id)):
        yield row.staff_id, concepts[row.question_id], row.at, row.is_right
