"""Quiet work beside the ticker: each piece in a thread of its own, again and again.

A piece says whether more waits; then it goes on after a second, else it rests. The threads
are daemons, and every piece may be cut off anywhere: what is done is in the database.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping

from bot.store.errors import StoreError

log = logging.getLogger(__name__)

BUSY_SECONDS = 1
REST_SECONDS = 20
STOP_SECONDS = 2

Piece = Callable[[], bool]


class Background:
    """Runs the pieces of work, by name, until it is stopped."""

    def __init__(self, pieces: Mapping[str, Piece]) -> None:
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._repeat, args=(name, piece), name=name, daemon=True)
            for name, piece in pieces.items()
        ]

    def start(self) -> None:
        """Begin, with a first round at once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing new; what is under way gets two seconds."""
        self._stopping.set()
        deadline = time.monotonic() + STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _repeat(self, name: str, piece: Piece) -> None:
        while not self._stopping.is_set():
            more = False
            try:
                more = piece()
            except StoreError as error:
                log.error("%s postponed: %s", name, error)
            self._stopping.wait(BUSY_SECONDS if more else REST_SECONDS)
