"""What only SQLite needs: the file, the settings of a connection, the turn to write."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from bot.core.failures import reason
from bot.store.errors import IN_USE, BadDatabaseUrl, InUse, StoreUnavailable
from bot.store.patience import left

WAIT_SECONDS = 30
POOL_SECONDS = 2
_PAUSE_SECONDS = 0.02
_PRIMARY_CODE = 0xFF
_PATIENCE = "patience"


class WriteTurn:
    """The turn to write, one thread of this process at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._holder: int | None = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn; RuntimeError instead of waiting for oneself for ever."""
        if self._holder == get_ident():
            raise RuntimeError("this thread is already inside a write transaction")
        if not self._lock.acquire(timeout=left(WAIT_SECONDS)):
            raise StoreUnavailable("データベースへの書き込みが混み合っています。")
        self._holder = get_ident()
        try:
            yield
        finally:
            self._holder = None
            self._lock.release()


def database_file(url: URL) -> Path:
    """The file of the address, made if missing: 0600, its new folder 0700."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise BadDatabaseUrl(
            "SQLiteのデータベースはファイルで指定してください（例：sqlite:///data/kizuki.sqlite3）。"
        )
    file = Path(url.database).absolute()
    make_private(file)
    return file


def make_private(file: Path) -> None:
    """Have the file there: 0600, its new folder 0700 (StoreUnavailable when it cannot be)."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _create(file)
    except OSError as error:
        raise StoreUnavailable(
            f"データベースのファイルを開けません（{file}: {reason(error)}）。"
        ) from error


def _create(file: Path) -> None:
    """Make the empty file, private from its first moment.

    One that exists is never opened here: closing it again would drop the locks of
    every connection this process has to it (POSIX).
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def sqlite_engine(file: Path, *, reading: bool = False) -> Engine:
    """Connections for writing (one at a time) or, kept from writing, for reading."""
    size = 5 if reading else 1
    engine = create_engine(
        _url(file),
        hide_parameters=True,
        pool_size=size,
        max_overflow=size,
        pool_timeout=POOL_SECONDS,
        connect_args=_CONNECT,
    )
    _prepare(engine, "BEGIN" if reading else "BEGIN IMMEDIATE", query_only=reading)
    return engine


@contextmanager
def migrating_engine(file: Path) -> Iterator[Engine]:
    """A connection that locks the file and lets tables be rebuilt.

    Foreign keys are off, because rebuilding a table drops it, which would delete
    the rows that refer to it; the migration checks the references itself.
    """
    engine = create_engine(
        _url(file), hide_parameters=True, poolclass=NullPool, connect_args=_CONNECT
    )
    _prepare(engine, "BEGIN EXCLUSIVE", foreign_keys=False)
    try:
        yield engine
    finally:
        engine.dispose()


_CONNECT = {"isolation_level": None, "timeout": WAIT_SECONDS}


def _url(file: Path) -> URL:
    return URL.create("sqlite", database=str(file))


def _prepare(
    engine: Engine, begin: str, *, query_only: bool = False, foreign_keys: bool = True
) -> None:
    settings = {
        "busy_timeout": WAIT_SECONDS * 1000,
        "synchronous": "FULL",
        "foreign_keys": "ON" if foreign_keys else "OFF",
        "query_only": "ON" if query_only else "OFF",
    }

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        _switch_to_wal(connection)
        for name, value in settings.items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        # Straight to the driver: on the way of an answer SQLAlchemy's own costs count.
        driver: Any = connection.connection.driver_connection
        driver.execute(begin)

    event.listen(engine, "checkout", _be_as_patient_as_the_caller)


def _be_as_patient_as_the_caller(
    driver: sqlite3.Connection, entry: ConnectionPoolEntry, _proxy: object
) -> None:
    """Set how long SQLite waits for another process, where that has changed.

    In steps of 100 ms, rounded down: nobody waits too long, and a request that has just
    begun finds what the one before it set.
    """
    milliseconds = int(left(WAIT_SECONDS) * 10) * 100
    if entry.info.get(_PATIENCE, WAIT_SECONDS * 1000) != milliseconds:
        driver.execute(f"PRAGMA busy_timeout={milliseconds}")
        entry.info[_PATIENCE] = milliseconds


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Have the file in WAL mode, which it stays in.

    Only on a new file is there anything to do, and there SQLite does not wait for
    another connection that is doing the same (measured): so we do.
    """
    deadline = time.monotonic() + left(WAIT_SECONDS)
    while (mode := _try_wal(connection)) is None:
        if time.monotonic() > deadline:
            raise StoreUnavailable("データベースの準備を、ほかのプログラムが妨げています。")
        time.sleep(_PAUSE_SECONDS)
    if mode != "wal":
        raise StoreUnavailable(
            "この場所にはSQLiteのデータベースを置けません（ネットワークの共有フォルダーなど）。"
        )


def _try_wal(connection: sqlite3.Connection) -> str | None:
    """The journal mode afterwards; None when somebody is in the way at this moment."""
    try:
        mode: str = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & _PRIMARY_CODE != sqlite3.SQLITE_BUSY:
            raise
        return None
    return mode


def become_one_file(file: Path) -> None:
    """Move everything from the ``-wal`` into the file itself, which nobody else has open.

    Leaving WAL needs the file alone, so SQLite itself tells whether another program,
    also one that only reads, is connected (InUse).
    """
    try:
        with closing(sqlite3.connect(file, timeout=0)) as connection:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & _PRIMARY_CODE != sqlite3.SQLITE_BUSY:
            raise StoreUnavailable(f"データベースを使えません（{error}）。") from error
        raise InUse(IN_USE) from error
    except sqlite3.Error as error:
        raise StoreUnavailable(f"データベースを使えません（{error}）。") from error
    if mode != "delete":
        raise InUse(IN_USE)
