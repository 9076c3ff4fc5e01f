"""Putting changed files of a content folder in place, so that each change can be taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from bot.content import shelf
from bot.content.shelf import Change, ChangedMeanwhile, NotWritable, Shelf


class Exchange:
    """The way into one folder; whether the files are right was asked before.

    ``nobody_reading``: held while files change, so that nobody takes up one without the others.
    """

    def __init__(
        self,
        folder: Path,
        history: Shelf,
        nobody_reading: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._folder = folder
        self._history = history
        self._nobody_reading = nobody_reading
        self._lock = threading.Lock()

    def put(self, change: Change) -> None:
        """Make the files what the change says (ChangedMeanwhile, NotWritable: nothing is done)."""
        with self._lock:
            # Kept first: what is in place can always be taken back.
            self._history.save(change)
            try:
                with self._nobody_reading():
                    shelf.put_in_place(self._folder, change)
            except (ChangedMeanwhile, NotWritable):
                self._history.remove(change.id)
                raise
