"""What only SQLite needs: the file's mode of working, under contention."""

from __future__ import annotations

from pathlib import Path

from bot.store import marker
from bot.store.engine import Store
from tests.store.processes import crew

FILES = 60

OPENER = """
import sys
from pathlib import Path
from sqlalchemy.exc import OperationalError
from bot.store.sqlite import sqlite_engine

print("ready", flush=True)
for line in sys.stdin:
    engine = sqlite_engine(Path(line.strip()))
    try:
        with engine.begin() as tx:
            answer = tx.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    except OperationalError as error:
        answer = str(error.orig)
    print(answer, flush=True)
    engine.dispose()
"""


def test_a_new_file_can_be_opened_by_several_processes_at_once(tmp_path: Path) -> None:
    """SQLite itself answers 'database is locked' to some of these (5 in 300 seen)."""
    with crew(OPENER, 3) as openers:
        for number in range(FILES):
            openers.tell(str(tmp_path / f"{number}.sqlite3"))
            assert openers.answers() == ["wal"] * 3


def test_opening_a_file_again_keeps_the_locks_of_this_process(tmp_path: Path) -> None:
    """Closing any descriptor of a file would drop the process's POSIX locks on it.

    In WAL mode every connection holds a shared lock on the file itself, which keeps
    another process from changing the journal mode under it.
    """
    url = f"sqlite:///{tmp_path / 'kizuki.sqlite3'}"
    first = Store.open(url)
    first.upgrade()
    with first.read() as tx, crew(MODE_CHANGER, 1) as others:
        assert marker.kind(tx) is None
        second = Store.open(url)
        others.tell(str(tmp_path / "kizuki.sqlite3"))
        assert others.answers() == ["database is locked"]
        second.close()
    first.close()


MODE_CHANGER = """
import sqlite3, sys
print("ready", flush=True)
for line in sys.stdin:
    try:
        connection = sqlite3.connect(line.strip(), timeout=0)
        print(connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0], flush=True)
    except sqlite3.OperationalError as error:
        print(error, flush=True)
"""
