"""T6: the power goes off at any moment: what was acknowledged is there, the file is sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.engine import Store
from tests.reliability.power_cut import cut_power

ROUNDS = 60


def test_with_our_settings_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    found = [cut_power(tmp_path, seed, "FULL") for seed in range(ROUNDS)]
    assert sum(f.lost for f in found) == 0
    assert all(f.sound for f in found)
    assert sum(f.acknowledged for f in found) > 10 * ROUNDS, "most cuts come amid the work"


def test_with_weaker_ones_it_is(tmp_path: Path) -> None:
    """The test of the test: NORMAL does not sync a commit."""
    found = [cut_power(tmp_path, seed, "NORMAL") for seed in range(ROUNDS)]
    assert sum(f.lost for f in found) > 0
    assert all(f.sound for f in found)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_these_are_our_settings(store: Store) -> None:
    with store.write() as tx:
        assert tx.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert tx.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
