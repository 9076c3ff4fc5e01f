"""General examples that staff handed to the editors: the words, the month, and nobody's name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from bot.store.engine import Tx
from bot.store.tables import suggestion


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One general example that found no answer; ``month`` is ``YYYY-MM``."""

    id: int
    text: str
    month: str


def add(tx: Tx, text: str, month: str) -> None:
    """Keep one until an editor is done with it."""
    tx.execute(suggestion.insert().values({"text": text, "month": month}))


def newest(tx: Tx, limit: int) -> tuple[Suggestion, ...]:
    """The newest ones."""
    columns = suggestion.c
    query = select(columns.id, columns.text, columns.month).order_by(columns.id.desc())
    return tuple(Suggestion(*row) for row in tx.execute(query.limit(limit)))


def count(tx: Tx) -> int:
    """How many wait."""
    return tx.execute(select(func.count()).select_from(suggestion)).scalar_one()


def remove(tx: Tx, suggestion_id: int) -> bool:
    """Forget one; whether it was there."""
    return tx.execute(delete(suggestion).where(suggestion.c.id == suggestion_id)).rowcount == 1
