"""Whose turn it is: on SQLite two requests work at once, in the order they came.

Python runs one thread at a time and takes the turn from it after 5 ms, or whenever it
waits, be it for one statement. Eight requests at once would wait for each other at every
statement, and now and then one of them far longer than the rest. Nobody is held up for
long: who has waited for PATIENCE goes ahead, and who waits for Slack lets the next one in.
PostgreSQL does its work elsewhere: there the others can use the time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

AT_ONCE = 2
UNBOUNDED = 1000  # more than there are threads
PATIENCE = 0.05  # seconds


class Turns:
    """The turns of one process; safe from every thread."""

    def __init__(self, at_once: int = AT_ONCE, patience: float = PATIENCE) -> None:
        self._free = at_once  # below zero while some went ahead
        self._patience = patience
        self._lock = Lock()
        self._queue: deque[Lock] = deque()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Work when it is this thread's turn."""
        self._take()
        token = _held.set(self)
        try:
            yield
        finally:
            _held.reset(token)
            self._give()

    @contextmanager
    def given_away(self) -> Iterator[None]:
        """Let others work meanwhile, and wait for a turn again."""
        self._give()
        try:
            yield
        finally:
            self._take()

    def _take(self) -> None:
        with self._lock:
            if self._free > 0:
                self._free -= 1
                return
            place = Lock()
            place.acquire()
            self._queue.append(place)
        if not place.acquire(timeout=self._patience):
            self._go_ahead(place)

    def _go_ahead(self, place: Lock) -> None:
        with self._lock:
            if place in self._queue:  # else the turn has come just now
                self._queue.remove(place)
                self._free -= 1

    def _give(self) -> None:
        with self._lock:
            self._free += 1
            if self._free > 0 and self._queue:
                self._free -= 1
                self._queue.popleft().release()


_held: ContextVar[Turns | None] = ContextVar("turns", default=None)


@contextmanager
def waiting_for_slack() -> Iterator[None]:
    """In this block a request works on nothing; what runs in the background has no turn."""
    turns = _held.get()
    if turns is None:
        yield
        return
    with turns.given_away():
        yield
