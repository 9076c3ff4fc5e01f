"""What only PostgreSQL needs: bounded connections, their limits in time, who else is here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.patience import is_hurried, left
from bot.store.prepared import drive

APPLICATION = "kizuki-navi"
_POOL = {"pool_size": 5, "max_overflow": 5, "pool_timeout": 2}
_READING, _LIMITS, _NEW = "reading", "limits", "new"
_STATEMENT_SECONDS = 30
_LOCK_SECONDS = 10
_IDLE_SECONDS = 60
# A server that went away without a word is noticed within these, not after the network's own
# quarter of an hour.
_REACH = {
    "connect_timeout": 2,
    "tcp_user_timeout": 2000,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}


def postgresql_engines(address: URL) -> tuple[Engine, Engine]:
    """Connections for writing and, kept from writing, for reading; at most ten in all."""
    writer = create_engine(
        address.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        connect_args={**_REACH, "application_name": APPLICATION, "options": _options(address)},
        isolation_level="AUTOCOMMIT",  # BEGIN is ours: one statement alone needs none
        **_POOL,
    )
    event.listen(writer, "begin", _begin)
    event.listen(writer, "checkout", _lending(writer.dialect.loaded_dbapi.Error))
    return writer, writer.execution_options(**{_READING: True})


def _begin(connection: Connection) -> None:
    """What is sent first tells whether the connection lives: nothing is asked before."""
    reading = connection.get_execution_options().get(_READING)
    drive(connection, _BEGIN_READING if reading else "BEGIN")


_BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"


def _lending(errors: type[Exception]) -> Callable[[Any, ConnectionPoolEntry, object], None]:
    """Have a connection wait no longer than its borrower does.

    It is set for the session, and only where it changes: a request that has just begun
    finds what the one before it set.
    """

    def lend(driver: Any, entry: ConnectionPoolEntry, _proxy: object) -> None:
        limits, was = _limits(), entry.info.get(_LIMITS, _NEW)
        if limits == was or (limits is None and was is _NEW):
            return
        try:
            driver.execute(_setting(limits), prepare=False)
        except errors as error:
            if was is _NEW:  # the server itself is away
                raise
            raise InvalidatePoolError from error  # it died: the pool opens a new one
        entry.info[_LIMITS] = limits

    return lend


def _limits() -> tuple[int, int] | None:
    """Milliseconds for a statement and for a lock; None for those of the connection.

    In steps of 100 ms, rounded down: nobody waits too long.
    """
    if not is_hurried():
        return None
    statement, lock = (int(left(s) * 10) * 100 for s in (_STATEMENT_SECONDS, _LOCK_SECONDS))
    return max(1, statement), max(1, lock)  # 0 would mean no limit


def _setting(limits: tuple[int, int] | None) -> str:
    statement, lock = limits or ("DEFAULT", "DEFAULT")
    return f"SET statement_timeout TO {statement}; SET lock_timeout TO {lock}"


def without_limits(tx: Connection) -> None:
    """Let the statements of this transaction take and wait as long as it takes."""
    tx.exec_driver_sql("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")


def others_connected(tx: Connection) -> int:
    """How many other connections programs of the bot have to this database."""
    wanted = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = :name AND pid <> pg_backend_pid()"
    )
    found = tx.execute(wanted, {"name": APPLICATION})
    return int(found.scalar_one())


def _options(address: URL) -> str:
    """The limits as the server takes them, after those that the address names itself."""
    given = address.query.get("options", "")
    limits = {
        "statement_timeout": _STATEMENT_SECONDS,
        "lock_timeout": _LOCK_SECONDS,
        "idle_in_transaction_session_timeout": _IDLE_SECONDS,
    }
    own = " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items())
    return f"{own} {given if isinstance(given, str) else ' '.join(given)}".strip()
