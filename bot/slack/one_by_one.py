"""Long work after an acknowledgement, one piece after the other, apart from the short ones."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

MOST_WAITING = 10


class OneByOne:
    """A short queue; whoever comes when it is full is told so at once."""

    def __init__(self, name: str, most: int = MOST_WAITING) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._most = most
        self._inside = 0
        self._lock = threading.Lock()

    def put(self, work: Callable[[], None], failed: Callable[[Exception], None]) -> int | None:
        """Queue ``work``; returns how many pieces are before it, None when the queue is full.

        ``failed`` is told the exception, whatever it is.
        """
        with self._lock:
            if self._inside >= self._most:
                return None
            ahead = self._inside
            self._inside += 1

        def finish(done: Future[None]) -> None:
            with self._lock:
                self._inside -= 1
            error = done.exception()
            if isinstance(error, Exception):
                failed(error)

        self._pool.submit(work).add_done_callback(finish)
        return ahead
