"""`make bench-roster`: how long rosters of a ward and of a city take, on both engines.

Each row is one real run: the file parsed, compared, shown and taken over into a database
on disk, then once more when that roster is there and a third of its people move.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.service.roster import OPERATOR, Roster
from bot.store.engine import Store
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.rosters import Row, as_csv, as_xlsx, people

BARS = {300: 5.0, 35_000: 60.0}
NOW = datetime(2026, 4, 1, 0, tzinfo=UTC)


def main() -> int:
    """Print one row for each size, kind of file and engine; 1 when a bar is missed."""
    good = True
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        for size in BARS:
            for engine in ("SQLite", "PostgreSQL"):
                good &= _rows(size, engine, Path(folder), server)
    return 0 if good else 1


def _rows(size: int, engine: str, folder: Path, server: PostgresServer) -> bool:
    rows, good = people(size), True
    url = f"sqlite:///{folder / f'{size}.sqlite3'}"
    store = Store.open(url if engine == "SQLite" else server.url(server.create_database()))
    store.upgrade()
    roster, files = Roster(store), {"CSV": as_csv, "XLSX": as_xlsx}
    for number, (kind, make) in enumerate(files.items()):
        now = NOW + timedelta(days=number)
        data = make(_moved(rows) if number else rows)
        began = time.process_time()
        seconds = _taken(roster, data, now, size)
        busy = time.process_time() - began
        what = "a third moves" if number else "all are new"
        good &= seconds <= BARS[size]
        verdict = f"{seconds:6.2f} s (processor {busy:5.2f} s)  bar {BARS[size]:.0f} s"
        print(f"{size:>6} people  {engine:<10} {kind:<4}  {what:<13} {verdict}", flush=True)
    store.close()
    return good


def _taken(roster: Roster, data: bytes, now: datetime, size: int) -> float:
    began = time.monotonic()
    seen = roster.look(OPERATOR, data, now)
    assert seen.diff is not None, seen.faults[:3]
    assert seen.file is not None
    done = roster.replace(OPERATOR, seen.file, now, expected=seen.diff.digest)
    assert done.staff == size, done.faults[:3]
    return time.monotonic() - began


def _moved(rows: list[Row]) -> list[Row]:
    """Every third person in the section of somebody further on."""
    return [
        [*row[:2], rows[(n + 31) % len(rows)][2], *row[3:]] if n % 3 == 0 else row
        for n, row in enumerate(rows)
    ]


if __name__ == "__main__":
    sys.exit(main())
