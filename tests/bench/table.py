"""A table of measurements, each with its bar, its figure and how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from tests.support.postgres import PostgresServer

Result = tuple[str, bool]
"""What was measured, in words, and whether the bar was met."""

_NUMBERS = count(1)


class Bench:
    """Where the databases come from, and the table so far."""

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self.server = server
        self._folder = folder
        self.failed = 0

    def folder(self) -> Path:
        """A new, empty folder."""
        made = self._folder / str(next(_NUMBERS))
        made.mkdir()
        return made

    def urls(self) -> Iterator[tuple[str, str]]:
        """A new database of each engine."""
        yield "SQLite", f"sqlite:///{self.folder() / 'kizuki.sqlite3'}"
        yield "PostgreSQL", self.server.url(self.server.create_database())

    def row(self, name: str, bar: str, work: Callable[[], Result]) -> None:
        """Do one measurement and print its line."""
        began = time.monotonic()
        figure, good = work()
        seconds = time.monotonic() - began
        self.failed += not good
        print(f"{name:<44} {bar:<26} {figure:<40} {'ok' if good else 'FAILED'}  {seconds:.0f} s")
