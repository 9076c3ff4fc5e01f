"""Real time, for leases, graces and pacing: one that no clock's jump can shorten.

With PostgreSQL it is the server's clock, the same for every machine. With SQLite all
processes are on one machine: the system's clock as it stood when the process began,
moved on by the monotonic clock, so that setting the clock does not end a lease.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.store.columns import UtcDateTime
from bot.store.engine import Tx
from bot.store.sql import is_postgresql

Wall = Callable[[Tx], datetime]


class RealTime:
    """The real time as transactions of this process see it (aware, UTC)."""

    def __init__(self) -> None:
        self._began = datetime.now(UTC) - timedelta(seconds=time.monotonic())

    def __call__(self, tx: Tx) -> datetime:
        """The present moment, also within a long transaction."""
        if is_postgresql(tx):
            return tx.execute(select(func.clock_timestamp(type_=UtcDateTime))).scalar_one()
        return self._began + timedelta(seconds=time.monotonic())
