"""Real time: the server's on PostgreSQL, on SQLite one that setting the clock cannot change."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.pace import Limits
from bot.store import pace
from bot.store.engine import Store
from bot.store.wall import RealTime

MINUTE = timedelta(minutes=1)


def test_it_is_the_present_and_goes_on_within_a_transaction(store: Store) -> None:
    wall = RealTime()
    with store.read() as tx:
        first = wall(tx)
        second = wall(tx)
    assert first.utcoffset() == timedelta(0)
    assert abs(first - datetime.now(UTC)) < MINUTE
    assert second > first


def test_only_postgresqls_clock_counts_there(
    store: Store, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This process's clocks run an hour ahead of what they showed."""
    wall = RealTime()
    ahead = time.monotonic() + 3600
    monkeypatch.setattr("bot.store.wall.time.monotonic", lambda: ahead)
    with store.read() as tx:
        shown = wall(tx) - datetime.now(UTC)
    hour = timedelta(hours=1) if engine_name == "sqlite" else timedelta(0)
    assert abs(shown - hour) < MINUTE


def test_a_bucket_is_kept_as_it_was(store: Store) -> None:
    limits, now = Limits(2, 1), datetime(2026, 11, 16, 1, tzinfo=UTC)
    with store.write() as tx:
        bucket, at = pace.locked(tx, pace.POSTING, limits, lambda _: now)
        assert (at, bucket.whole_tokens) == (now, 1)
        pace.keep(tx, pace.POSTING, bucket.spent(1))
    with store.read() as tx:
        assert pace.standing(tx, pace.POSTING, limits, now) == bucket.spent(1)
        assert pace.standing(tx, pace.CHECKING, limits, now).whole_tokens == 1
