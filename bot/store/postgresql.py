"""What only PostgreSQL needs: bounded connections, their limits in time, who else is here."""

from __future__ import annotations

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from bot.store.patience import is_hurried, left

APPLICATION = "kizuki-navi"
_POOL = {"pool_size": 5, "max_overflow": 5, "pool_timeout": 2, "pool_pre_ping": True}
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
        **_POOL,
    )

    @event.listens_for(writer, "begin")
    def start(connection: Connection) -> None:
        if is_hurried():
            limit_time(connection, left(_STATEMENT_SECONDS))

    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return writer, reader


def limit_time(tx: Connection, seconds: float | None) -> None:
    """Let no statement of this transaction take or wait longer (None: as long as it takes)."""
    milliseconds = 0 if seconds is None else max(1, int(seconds * 1000))  # 0 would mean no limit
    tx.exec_driver_sql(
        f"SET LOCAL statement_timeout = {milliseconds}; SET LOCAL lock_timeout = {milliseconds}"
    )


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
