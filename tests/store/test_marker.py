"""The mark of the database and the demonstration's clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import marker
from bot.store.engine import KindConflict, Store


def test_a_database_is_marked_once_and_for_good(store: Store) -> None:
    with store.write() as tx:
        assert marker.kind(tx) is None
        marker.set_kind(tx, "demo")
        marker.set_kind(tx, "demo")
    with pytest.raises(KindConflict, match="demo"), store.write() as tx:
        marker.set_kind(tx, "live")
    with store.read() as tx:
        assert marker.kind(tx) == "demo"


def test_the_clock_moves_forward_only(store: Store) -> None:
    week = timedelta(days=7, microseconds=1)
    with store.write() as tx:
        assert marker.clock_offset(tx) == timedelta(0)
        marker.set_clock_offset(tx, week)
        marker.set_clock_offset(tx, week)
    for earlier in (week - timedelta(microseconds=1), timedelta(days=-1)):
        with pytest.raises(ValueError, match="時計"), store.write() as tx:
            marker.set_clock_offset(tx, earlier)
    with store.read() as tx:
        assert marker.clock_offset(tx) == week


def test_the_clock_never_runs_behind_the_real_one(store: Store) -> None:
    with pytest.raises(ValueError, match="時計"), store.write() as tx:
        marker.set_clock_offset(tx, timedelta(seconds=-1))
