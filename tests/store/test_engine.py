"""Opening, transactions and settings of a connection."""

from __future__ import annotations

import sqlite3
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.people import Section
from bot.store import inbox, marker, people
from bot.store.engine import (
    BackupFailed,
    BadDatabaseUrl,
    BadValue,
    Duplicate,
    KindConflict,
    Store,
    StoreUnavailable,
    Tx,
)
from tests.store.samples import DAY, NOW, SECTIONS, employed, person
from tests.support.postgres import PostgresServer

only_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])
only_postgresql = pytest.mark.parametrize("engine_name", ["postgresql"])


@only_sqlite
def test_sqlite_settings_are_in_force_on_both_kinds_of_connection(store: Store) -> None:
    for transaction in (store.write, store.read):
        with transaction() as tx:
            found = {
                name: tx.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
            }
        assert found == {
            "journal_mode": "wal",
            "synchronous": 2,  # FULL
            "busy_timeout": 30000,
            "foreign_keys": 1,
        }


@only_sqlite
def test_sqlite_write_transaction_excludes_other_writers_from_its_start(
    store: Store, url: str
) -> None:
    other = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0, isolation_level=None)
    with store.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_new_sqlite_file_and_folder_are_private(tmp_path: Path) -> None:
    file = tmp_path / "data" / "kizuki.sqlite3"
    store = Store.open(f"sqlite:///{file}")
    store.upgrade()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    store.close()
    assert modes["kizuki.sqlite3"] == 0o600
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@only_postgresql
def test_postgresql_pool_is_bounded_and_short_addresses_are_understood(url: str) -> None:
    for short in (url, url.replace("postgresql://", "postgres://")):
        store = Store.open(short)
        with store.read() as tx:
            assert tx.dialect.driver == "psycopg"
            pool = tx.engine.pool
        assert pool.size() == 5  # type: ignore[attr-defined]
        assert pool._max_overflow == 5  # type: ignore[attr-defined]
        store.close()


@pytest.mark.parametrize(
    "address", ["", "kizuki.db", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "postgresql"]
)
def test_other_addresses_are_refused_without_repeating_them(address: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        Store.open(address)
    assert "指定" in str(refused.value)


def test_a_password_never_shows_in_the_error() -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        Store.open("postgresql://user:hidden@host:notaport/db")
    assert "hidden" not in str(refused.value)


def test_an_exception_undoes_the_transaction(store: Store) -> None:
    with store.write() as tx:
        marker.set_kind(tx, "demo")
    with pytest.raises(KindConflict), store.write() as tx:
        _change_and_fail(tx)
    with store.read() as tx:
        assert marker.clock_offset(tx) == timedelta(0)


def _change_and_fail(tx: Tx) -> None:
    marker.set_clock_offset(tx, timedelta(days=1))
    marker.set_kind(tx, "live")


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(StoreUnavailable), store.read() as tx:
        marker.set_kind(tx, "demo")
    with store.write() as tx:
        marker.set_kind(tx, "live")


def test_reading_sees_one_snapshot(store: Store) -> None:
    with store.read() as reading:
        assert marker.kind(reading) is None
        with store.write() as writing:
            marker.set_kind(writing, "demo")
        assert marker.kind(reading) is None
    with store.read() as reading:
        assert marker.kind(reading) == "demo"


@only_sqlite
def test_a_thread_that_would_wait_for_itself_is_told(store: Store) -> None:
    with store.write(), pytest.raises(RuntimeError, match="already"), store.write():
        pytest.fail("entered")
    with store.write() as tx:
        marker.set_kind(tx, "demo")


def test_writers_in_threads_take_turns(store: Store) -> None:
    """Reading and then writing in one transaction must not fail or lose a step."""

    def advance() -> None:
        for _ in range(10):
            with store.write() as tx:
                tx.exec_driver_sql(
                    "UPDATE meta SET value = value WHERE key = 'clock_offset_seconds'"
                )
                marker.set_clock_offset(tx, marker.clock_offset(tx) + timedelta(seconds=1))

    with store.write() as tx:
        marker.set_clock_offset(tx, timedelta(0))
    threads = [threading.Thread(target=advance) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        assert marker.clock_offset(tx) == timedelta(seconds=80)


def test_overlong_and_dangling_values_are_refused_without_quoting_them(store: Store) -> None:
    too_long = Section("x" * 65, "課")
    with pytest.raises(BadValue) as refused, store.write() as tx:
        people.replace_roster(tx, [too_long], [], [], DAY)
    assert "xxxx" not in str(refused.value)
    with pytest.raises(BadValue), store.write() as tx:
        people.replace_roster(tx, SECTIONS, [], [("nobody", employed())], DAY)
    with pytest.raises(BadValue), store.write() as tx:
        inbox.begin(tx, "e" * 101, NOW, timedelta(0))


def test_personal_values_stay_out_of_the_whole_traceback(store: Store) -> None:
    with store.write() as tx:
        people.replace_roster(tx, SECTIONS, [person(1), person(2)], [], DAY)
    with pytest.raises(Duplicate) as refused, store.write() as tx:
        people.link_slack(tx, "s0002", "U0001")
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
    assert "U0001" not in str(refused.value)


def test_a_missing_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="開けません"):
        Store.open(f"sqlite:///{tmp_path / 'file' / 'kizuki.sqlite3'}")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("これは表ではありません。" * 100)
    store = Store.open(f"sqlite:///{tmp_path / 'notes.txt'}")
    with pytest.raises(StoreUnavailable):
        store.upgrade()
    store.close()


def test_a_database_that_is_away_is_told(postgres: PostgresServer) -> None:
    store = Store.open(postgres.url("no_such_database"))
    with pytest.raises(StoreUnavailable), store.read():
        pytest.fail("entered")
    store.close()


@only_postgresql
def test_a_connection_that_the_server_dropped_is_replaced(
    postgres: PostgresServer, store: Store
) -> None:
    with store.read() as tx:
        backend = tx.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
    with postgres.administer() as administrator:
        administrator.execute("SELECT pg_terminate_backend(%s)", [backend])
    with store.write() as tx:
        marker.set_kind(tx, "demo")


@only_sqlite
def test_backup_is_whole_private_and_can_be_opened(store: Store, tmp_path: Path) -> None:
    with store.write() as tx:
        marker.set_kind(tx, "demo")
    copy = tmp_path / "copy.sqlite3"
    with store.write() as tx:  # a copy is possible while somebody writes
        people.replace_roster(tx, SECTIONS, [person(1)], [], DAY)
        store.backup(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    restored = Store.open(f"sqlite:///{copy}")
    with restored.read() as tx:
        assert marker.kind(tx) == "demo"
        assert people.staff_by_id(tx, "s0001") is None
    restored.close()
    with pytest.raises(BackupFailed, match="すでに"):
        store.backup(copy)


@only_sqlite
def test_backup_to_a_place_that_is_not_there_leaves_nothing(store: Store, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BackupFailed, match="書き込めません"):
        store.backup(tmp_path / "missing" / "copy.sqlite3")
    assert sorted(tmp_path.iterdir()) == before
