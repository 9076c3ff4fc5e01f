"""The two clocks app.py hands out: the real one, and the demonstration's movable one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """The present moment (aware)."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that can be moved forward; the offset is kept through ``keep``.

    ``keep`` stores the new offset (the demo database does); ``on_move`` listeners are
    called after each move so that the ticker wakes at once.
    """

    def __init__(self, offset: timedelta, keep: Callable[[timedelta], None]) -> None:
        self._offset = offset
        self._keep = keep
        self._lock = threading.Lock()
        self.on_move: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The demonstration's present moment (aware)."""
        return datetime.now(UTC) + self._offset

    def advance_to(self, moment: datetime) -> None:
        """Move forward to ``moment``; ValueError when that lies in the past."""
        with self._lock:
            gap = moment - self.now()
            if gap < timedelta(0):
                raise ValueError("時刻は先にしか進められません。")
            self._keep(self._offset + gap)
            self._offset += gap
        for listener in self.on_move:
            listener()
