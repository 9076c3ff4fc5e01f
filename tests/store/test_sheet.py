"""Ticks add up by month, item and answer on both engines, and hold nothing else."""

from __future__ import annotations

import pytest

from bot.store import sheet
from bot.store.engine import BadValue, Store
from bot.store.sheet import TickCount

DEBT = ("money-debt", "seen")


def test_lots_add_up(store: Store) -> None:
    with store.write() as tx:
        sheet.add_ticks(tx, "2026-10", {DEBT: 7})
        sheet.add_ticks(tx, "2026-11", {DEBT: 10, ("money-debt", "unknown"): 2})
        sheet.add_ticks(tx, "2026-11", {DEBT: 5})
    with store.read() as tx:
        assert sheet.ticks(tx, "2026-10") == (
            TickCount("2026-11", "money-debt", "seen", 15),
            TickCount("2026-11", "money-debt", "unknown", 2),
            TickCount("2026-10", "money-debt", "seen", 7),
        )
        assert len(sheet.ticks(tx, "2026-11")) == 2


def test_no_other_answer_is_taken(store: Store) -> None:
    with pytest.raises(BadValue), store.write() as tx:
        sheet.add_ticks(tx, "2026-11", {("money-debt", "guessed"): 1})
