"""Whether requests are under way: what nobody waits for gives way to what somebody waits for.

Python runs one thread at a time; a page built in the background while 300 people answer
would make each of them wait (measured: three times as long).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LULL_SECONDS = 0.05
POLL_SECONDS = 0.02


class Traffic:
    """Counts the requests under way in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way = 0
        self._ended = 0.0

    @contextmanager
    def request(self) -> Iterator[None]:
        """One request, from its arrival to its acknowledgement."""
        with self._lock:
            self._under_way += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1
                self._ended = time.monotonic()

    def wait_for_lull(self, patience: float) -> None:
        """Return when nothing has been under way for a moment, or after ``patience`` seconds.

        It looks now and then instead of being woken, which would cost each request time.
        """
        deadline = time.monotonic() + patience
        while not self._is_quiet() and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)

    def _is_quiet(self) -> bool:
        with self._lock:
            return not self._under_way and time.monotonic() - self._ended >= LULL_SECONDS
