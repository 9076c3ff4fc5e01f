"""What the buttons under an answer leave behind: counts and corrections, never a case.

``referral_count`` adds up 「ここにつなぐ」 by destination and month for the whole ward.
``correction`` keeps, for 「ちがう」, ids of signs the lexicon knows, the destination that
would have been right (none: not known) and the content version. Neither knows who
pressed, when, or what was typed. ``told_once`` remembers which notes somebody has seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from bot.store.engine import Tx
from bot.store.prepared import Prepared
from bot.store.sql import insert_if_new, insert_into
from bot.store.tables import correction, referral_count, told_once


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How often one destination was chosen in one month (``YYYY-MM``)."""

    month: str
    destination_id: str
    count: int


@dataclass(frozen=True, slots=True)
class Correction:
    """One 「ちがう」; ``destination_id`` None: the person did not know either."""

    signs: tuple[str, ...]
    destination_id: str | None
    content_version: str


def count_referral(tx: Tx, destination_id: str, month: str) -> None:
    """One more referral to a destination in a month."""
    row = {"destination_id": destination_id, "month": month, "count": 1}
    tx.execute(
        insert_into(tx, referral_count)
        .values(row)
        .on_conflict_do_update(
            index_elements=["destination_id", "month"],
            set_={"count": referral_count.c.count + 1},
        )
    )


def referral_counts(tx: Tx, since: str, least: int) -> tuple[MonthCount, ...]:
    """Counts of at least ``least`` from the month ``since`` on, newest and largest first."""
    columns = referral_count.c
    query = (
        select(columns.month, columns.destination_id, columns.count)
        .where(columns.month >= since, columns.count >= least)
        .order_by(columns.month.desc(), columns.count.desc(), columns.destination_id)
    )
    return tuple(MonthCount(*row) for row in tx.execute(query))


def add_correction(tx: Tx, given: Correction) -> None:
    """Keep one 「ちがう」."""
    row = {
        "signs": json.dumps(given.signs),
        "destination_id": given.destination_id,
        "content_version": given.content_version,
    }
    tx.execute(correction.insert().values(row))


def corrections(tx: Tx, limit: int) -> tuple[Correction, ...]:
    """The newest corrections."""
    columns = correction.c
    query = (
        select(columns.signs, columns.destination_id, columns.content_version)
        .order_by(columns.id.desc())
        .limit(limit)
    )
    return tuple(
        Correction(tuple(json.loads(signs)), destination, version)
        for signs, destination, version in tx.execute(query)
    )


def tell_once(tx: Tx, staff_id: str, note: str) -> bool:
    """Whether that note is new to that person; from now on it is not."""
    return _TELLING.count(tx, {"staff_id": staff_id, "note": note}) == 1


_TELLING = Prepared(partial(insert_if_new, told_once))
