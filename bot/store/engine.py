"""Opening a database and giving out transactions, the same on both engines.

SQLite: WAL with ``synchronous=FULL`` (NORMAL loses acknowledged commits in a power
cut, measured), BEGIN IMMEDIATE for writes (a transaction that reads and then writes
would otherwise fail at once when another writer came between), and one writer of
this process at a time, because SQLite's own waiting sleeps unfairly. PostgreSQL: a
bounded pool. Reads see one snapshot and cannot write on either engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from bot.store import revision as revisions
from bot.store.backup import copy_sqlite, dump_postgresql
from bot.store.errors import (
    IN_USE,
    BackupFailed,
    BadDatabaseUrl,
    BadValue,
    Duplicate,
    InUse,
    KindConflict,
    NewerDatabase,
    NotAllowed,
    NotForThisEngine,
    StoreError,
    StoreUnavailable,
    translated,
)
from bot.store.postgresql import others_connected, postgresql_engines, without_limits
from bot.store.sql import serialise
from bot.store.sqlite import (
    WriteTurn,
    become_one_file,
    database_file,
    migrating_engine,
    sqlite_engine,
)

__all__ = [
    "BackupFailed",
    "BadDatabaseUrl",
    "BadValue",
    "Duplicate",
    "InUse",
    "KindConflict",
    "NewerDatabase",
    "NotAllowed",
    "NotForThisEngine",
    "Store",
    "StoreError",
    "StoreUnavailable",
    "Tx",
]

Tx = Connection
"""A transaction: made by :class:`Store`, understood by the functions of this package."""


class Store:
    """One database, open; safe to share between threads."""

    def __init__(self, writer: Engine, reader: Engine, file: Path | None) -> None:
        self._writer = writer
        self._reader = reader
        self._file = file
        self._turn = WriteTurn() if file is not None else None

    @classmethod
    def open(cls, url: str) -> Store:
        """Open ``sqlite:///FILE`` or ``postgresql://…``; nothing is read or changed yet.

        A new SQLite file is made with mode 0600 in a folder of mode 0700. Raises
        BadDatabaseUrl for anything else, StoreUnavailable when the file cannot be made.
        """
        address = _parsed(url)
        if address.get_backend_name() == "sqlite":
            file = database_file(address)
            return cls(sqlite_engine(file), sqlite_engine(file, reading=True), file)
        return cls(*postgresql_engines(address), None)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A transaction that is committed at the end, or undone by any exception.

        Raises StoreUnavailable, Duplicate or BadValue; RuntimeError when the same
        thread is already writing.
        """
        turn: AbstractContextManager[None] = self._turn.taken() if self._turn else nullcontext()
        with translated(), turn, self._writer.begin() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A snapshot for reading; a write in it is refused with StoreUnavailable."""
        with translated(), self._reader.begin() as tx:
            yield tx

    @contextmanager
    def glance(self) -> Iterator[Tx]:
        """For a single :class:`~bot.store.prepared.Prepared` SELECT.

        It sees one snapshot by itself: no BEGIN comes before it and nothing after it.
        """
        with translated(), self._reader.connect() as tx:
            yield tx

    def upgrade(self) -> None:
        """Bring the tables up to date; any number of processes may do so at once.

        Raises NewerDatabase when a newer version of the bot has been here.
        """
        with self._migrating() as tx:
            if revisions.current(tx) == revisions.head():
                return
            from bot.store import migrate  # loads Alembic

            migrate.upgrade(tx)

    def downgrade(self, revision: str) -> None:
        """Take migrations back to ``revision`` (``base`` drops everything)."""
        with self._migrating() as tx:
            from bot.store import migrate  # loads Alembic

            migrate.downgrade(tx, revision)

    def revision(self) -> str | None:
        """The migration the tables stand at; None in an empty database."""
        with self.read() as tx:
            return revisions.current(tx)

    def backup(self, path: Path | str) -> None:
        """Write a consistent, checked copy to the new file ``path``, also under load.

        Raises BackupFailed (also when ``path`` exists already), StoreUnavailable, or
        NotForThisEngine where PostgreSQL's own programs are missing.
        """
        if self._file is None:
            dump_postgresql(self._writer.url, Path(path))
        else:
            copy_sqlite(self._file, Path(path))

    @property
    def file(self) -> Path | None:
        """SQLite's file; None on PostgreSQL."""
        return self._file

    def close(self) -> None:
        """Close every connection; the store cannot be used while others still hold one."""
        self._reader.dispose()
        self._writer.dispose()

    @property
    def address(self) -> URL:
        """Where the database is, with its password: for PostgreSQL's own programs."""
        return self._writer.url

    def require_alone(self) -> None:
        """Make sure that no other program has the database open (InUse).

        A SQLite file has everything in it afterwards, also what stood in its ``-wal``.
        """
        self._reader.dispose()
        self._writer.dispose()
        if self._file is not None:
            become_one_file(self._file)
            return
        with self.read() as tx:
            others = others_connected(tx)
        if others:
            raise InUse(IN_USE)

    @contextmanager
    def _migrating(self) -> Iterator[Tx]:
        if self._file is not None:
            with translated(), migrating_engine(self._file) as engine, engine.begin() as tx:
                yield tx
            return
        with self.write() as tx:
            without_limits(tx)
            serialise(tx, "migration")
            yield tx


def _parsed(url: str) -> URL:
    scheme, mark, rest = url.partition("://")
    if scheme == "postgres":
        scheme = "postgresql"
    if mark and scheme in ("sqlite", "postgresql", "postgresql+psycopg"):
        try:
            return make_url(f"{scheme}://{rest}")
        except (ArgumentError, ValueError):
            pass
    raise BadDatabaseUrl(
        "データベースの指定（DATABASE_URL）を読み取れません。"
        "sqlite:///ファイル名 または postgresql://… の形で指定してください。"
    )
