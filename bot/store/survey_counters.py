"""The counters of survey.db: what is added with a lot, read, and left of it at the close."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.indicator.suppression import Shown, Sum
from bot.core.pooling import Tally, Yes
from bot.store.errors import StoreUnavailable
from bot.store.survey_schema import CLOSED, OPEN

_GROUP, _DOSE = "group", "dose"


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything counted of a wave: ``options`` by question and option, for the whole ward.

    ``groups`` are exact sums while the wave is open; afterwards what may be shown of them, and
    so are ``doses``, by what was chosen at the question about the year's quizzes.
    """

    options: Mapping[tuple[str, str], int]
    groups: Mapping[str, Sum]
    doses: Mapping[str, Sum]
    on_paper: Mapping[str, int]


def require_open(tx: sqlite3.Connection, wave: str) -> None:
    """StoreUnavailable unless the wave takes answers."""
    found = tx.execute("SELECT state FROM wave WHERE wave = ?", (wave,)).fetchone()
    if found != (OPEN,):
        raise StoreUnavailable("このアンケートは、いま受け付けていません。")


def add(tx: sqlite3.Connection, wave: str, group: str, tally: Tally) -> None:
    """Add a lot of people of one group."""
    tx.executemany(
        "INSERT INTO chosen VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
        [(wave, *key, n) for key, n in sorted(tally.options.items())],
    )
    _add_parts(tx, wave, _GROUP, {group: tally.group})
    _add_parts(tx, wave, _DOSE, tally.doses)


def add_paper(tx: sqlite3.Connection, wave: str, group: str, people: int) -> None:
    """Note that so many of a group's answers came on paper."""
    tx.execute(
        "INSERT INTO on_paper VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET people = people + excluded.people",
        (wave, group, people),
    )


def counted(tx: sqlite3.Connection, wave: str) -> Counted:
    """All counters of a wave."""
    options = tx.execute(
        "SELECT question, option, n FROM chosen WHERE wave = ? ORDER BY 1, 2", (wave,)
    )
    paper = tx.execute("SELECT grp, people FROM on_paper WHERE wave = ? ORDER BY 1", (wave,))
    return Counted(
        {(question, option): n for question, option, n in options},
        _parts(tx, wave, _GROUP),
        _parts(tx, wave, _DOSE),
        dict(paper.fetchall()),
    )


def close(tx: sqlite3.Connection, wave: str, day: date, kept: Counted) -> None:
    """End a wave, keeping these counters in place of the exact ones."""
    parts = [
        (wave, kind, name, sums.people, sums.low, sums.high, sums.shown.value)
        for kind, held in ((_GROUP, kept.groups), (_DOSE, kept.doses))
        for name, sums in sorted(held.items())
    ]
    options = [(wave, *key, n) for key, n in sorted(kept.options.items())]
    tx.execute("DELETE FROM part WHERE wave = ?", (wave,))
    tx.executemany("INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?)", parts)
    tx.execute("DELETE FROM chosen WHERE wave = ?", (wave,))
    tx.executemany("INSERT INTO chosen VALUES (?, ?, ?, ?)", options)
    tx.execute(
        "UPDATE wave SET state = ?, closed_on = ? WHERE wave = ?", (CLOSED, day.isoformat(), wave)
    )


def _add_parts(tx: sqlite3.Connection, wave: str, kind: str, parts: Mapping[str, Yes]) -> None:
    tx.executemany(
        "INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " people = people + excluded.people, low = low + excluded.low, high = high + excluded.high",
        [
            (wave, kind, name, added.people, added.yes, added.yes, Shown.EXACT.value)
            for name, added in sorted(parts.items())
        ],
    )


def _parts(tx: sqlite3.Connection, wave: str, kind: str) -> dict[str, Sum]:
    rows = tx.execute(
        "SELECT name, people, low, high, shown FROM part WHERE wave = ? AND kind = ? ORDER BY 1",
        (wave, kind),
    )
    return {name: Sum(people, low, high, Shown(sh)) for name, people, low, high, sh in rows}
