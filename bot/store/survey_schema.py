"""How survey.db is laid out, and how its file is taken: alone, overwriting, without traces."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from uuid import uuid4

from bot.store.errors import StoreUnavailable
from bot.store.sqlite import make_private

OPEN, CLOSED = "open", "closed"
_PRIMARY_CODE = 0xFF
_SETTINGS = {
    "locking_mode": "exclusive",
    "journal_mode": "delete",
    "journal_size_limit": "0",
    "secure_delete": "1",
    "synchronous": "2",  # FULL
    "temp_store": "2",  # MEMORY
    "trusted_schema": "0",
}
COUNTERS = """
CREATE TABLE IF NOT EXISTS wave (
 wave TEXT PRIMARY KEY, definition TEXT NOT NULL, hash TEXT NOT NULL,
 state TEXT NOT NULL CHECK (state IN ('open', 'closed')), closed_on TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS chosen (
 wave TEXT NOT NULL, question TEXT NOT NULL, option TEXT NOT NULL,
 n INTEGER NOT NULL CHECK (n >= 0), PRIMARY KEY (wave, question, option)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part (
 wave TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('group', 'dose')), name TEXT NOT NULL,
 people INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL, shown TEXT NOT NULL,
 CHECK (0 <= low AND low <= high AND high <= people), PRIMARY KEY (wave, kind, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS on_paper (
 wave TEXT NOT NULL, grp TEXT NOT NULL, people INTEGER NOT NULL, PRIMARY KEY (wave, grp)
) WITHOUT ROWID;
"""
_OWN = """
CREATE TABLE IF NOT EXISTS voted (
 wave TEXT NOT NULL, staff TEXT NOT NULL, PRIMARY KEY (wave, staff)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
COPIED = ("wave", "chosen", "part", "on_paper")


def taken_alone(file: Path) -> sqlite3.Connection | None:
    """A connection that holds the exclusive lock of the file; None while another has it.

    The file is made if missing. Raises StoreUnavailable or sqlite3.Error when it cannot be
    used at all.
    """
    make_private(file)
    connection = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection)
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & _PRIMARY_CODE == sqlite3.SQLITE_BUSY:
            return None
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Take the lock, make the tables, and see that every setting holds."""
    for name, value in _SETTINGS.items():
        connection.execute(f"PRAGMA {name}={value}")
    connection.execute("BEGIN EXCLUSIVE")
    for statement in (*COUNTERS.split(";"), *_OWN.split(";")):
        connection.execute(statement)
    connection.execute("INSERT OR IGNORE INTO about VALUES ('id', ?)", (uuid4().hex,))
    connection.execute("COMMIT")
    for name, value in _SETTINGS.items():
        if (held := str(connection.execute(f"PRAGMA {name}").fetchone()[0])) != value:
            raise StoreUnavailable(f"アンケートのファイルを安全に使えません（{name}={held}）。")
    # Whoever had it before may have died before rewriting it.
    connection.execute("VACUUM")
