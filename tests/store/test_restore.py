"""A copy is put back only whole, only alone, and what it replaces is kept."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from bot.store import marker, people, restore
from bot.store.engine import InUse, Store
from bot.store.errors import RestoreFailed
from tests.store.samples import plan_quiz


@pytest.fixture
def own(empty_url: str) -> Store:
    """A store of its own, whose database the test may replace."""
    store = Store.open(empty_url)
    store.upgrade()
    with store.write() as tx:
        marker.set_kind(tx, "live")
    plan_quiz(store, 2)
    return store


def _people(store: Store) -> int:
    with store.read() as tx:
        return sum(people.staff_by_id(tx, f"s{n:04d}") is not None for n in range(1, 10))


def test_the_state_of_the_copy_comes_back_and_the_newer_one_is_kept(
    own: Store, tmp_path: Path
) -> None:
    copy, aside = tmp_path / "copy", tmp_path / "aside"
    own.backup(copy)
    plan_more(own)
    assert _people(own) == 3
    restore.check_copy(copy, into_sqlite=own.file is not None)
    assert restore.put_back(own, copy, aside)
    own.upgrade()
    assert _people(own) == 2
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    restore.check_copy(aside, into_sqlite=own.file is not None)
    assert restore.put_back(own, aside, tmp_path / "another")
    assert _people(own) == 3
    own.close()


def plan_more(store: Store) -> None:
    """One person more than the copy has."""
    with store.write() as tx:
        tx.exec_driver_sql("INSERT INTO staff (staff_id, name) VALUES ('s0003', '職員3')")


def test_an_empty_database_takes_a_copy_at_once(
    own: Store, tmp_path: Path, request: pytest.FixtureRequest, engine_name: str
) -> None:
    copy, aside = tmp_path / "copy", tmp_path / "aside"
    own.backup(copy)
    if engine_name == "sqlite":
        url = f"sqlite:///{tmp_path / 'new.db'}"
    else:
        server = request.getfixturevalue("postgres")
        url = server.url(server.create_database())
    fresh = Store.open(url)
    assert restore.is_empty(fresh)
    assert not restore.put_back(fresh, copy, aside)
    assert _people(fresh) == 2
    assert not aside.exists()
    assert not restore.is_empty(fresh)
    fresh.close()
    own.close()


def test_while_somebody_else_has_it_open_nothing_is_replaced(own: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    own.backup(copy)
    other = Store.open(own.address.render_as_string(hide_password=False))
    with other.read() as tx:
        assert marker.kind(tx) == "live"
    with pytest.raises(InUse, match="止めて"):
        restore.put_back(own, copy, tmp_path / "aside")
    other.close()
    assert restore.put_back(own, copy, tmp_path / "aside")
    own.close()


def test_only_whole_copies_of_the_right_kind_are_taken(own: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    own.backup(copy)
    size = copy.stat().st_size
    with copy.open("r+b") as file:
        file.seek(size // 2)
        file.write(os.urandom(size // 3))
    with pytest.raises(RestoreFailed, match="使えません"):
        restore.check_copy(copy, into_sqlite=own.file is not None)
    text = tmp_path / "text"
    text.write_text("写しではない", encoding="utf-8")
    with pytest.raises(RestoreFailed, match="ではありません"):
        restore.check_copy(text, into_sqlite=own.file is not None)
    with pytest.raises(RestoreFailed, match="読めません"):
        restore.check_copy(tmp_path / "missing", into_sqlite=own.file is not None)
    foreign = tmp_path / "foreign"
    foreign.write_bytes(b"PGDMP" if own.file else b"SQLite format 3\x00")
    with pytest.raises(RestoreFailed, match="いまの設定"):
        restore.check_copy(foreign, into_sqlite=own.file is not None)
    assert _people(own) == 2
    own.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_what_root_puts_back_still_belongs_to_whom_the_bot_runs_as(
    own: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    own.backup(copy)
    assert own.file is not None
    os.chown(own.file, 12345, 12346)
    assert restore.put_back(own, copy, tmp_path / "aside")
    held = own.file.stat()
    assert (held.st_uid, held.st_gid, stat.S_IMODE(held.st_mode)) == (12345, 12346, 0o600)
    assert (tmp_path / "aside").stat().st_uid == 12345
    own.close()


NO_LONGER_GOOD = """
CREATE FUNCTION good(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
ALTER TABLE meta ADD CONSTRAINT only_good CHECK (good(value));
CREATE OR REPLACE FUNCTION good(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false'
"""


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_what_the_server_refuses_changes_nothing(own: Store, tmp_path: Path) -> None:
    """The copy is whole, but the server refuses a row of it; the old tables were never gone."""
    copy = tmp_path / "copy"
    with own.write() as tx:
        tx.exec_driver_sql(NO_LONGER_GOOD)
    own.backup(copy)
    with own.write() as tx:
        tx.exec_driver_sql("DROP FUNCTION good(text) CASCADE")
    plan_more(own)
    before = _identity(own)
    kept = tmp_path / "kept"
    with pytest.raises(RestoreFailed, match="前のままです"):
        restore.put_back(own, copy, kept / "aside")
    assert (_people(own), _identity(own)) == (3, before)
    assert [file.name for file in kept.iterdir()] == ["aside"]
    own.close()


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_an_interrupted_restore_leaves_the_database_and_the_next_sweeps(
    own: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything happens in psql's transaction: when that never comes, nothing was dropped."""
    copy = tmp_path / "copy"
    own.backup(copy)
    plan_more(own)
    before = _identity(own)
    ending = tmp_path / "programs" / "psql"
    ending.parent.mkdir()
    ending.write_text("#!/bin/sh\nkill -9 $$\n", encoding="utf-8")
    ending.chmod(0o700)
    with monkeypatch.context() as patched:
        patched.setenv("PATH", f"{ending.parent}{os.pathsep}{os.environ['PATH']}")
        with pytest.raises(RestoreFailed, match="前のままです"):
            restore.put_back(own, copy, tmp_path / f"{restore.BEFORE}-1")
    assert (_people(own), _identity(own)) == (3, before)
    half = tmp_path / f".{restore.BEFORE}-0.part"
    half.write_text("half", encoding="utf-8")
    assert restore.put_back(own, copy, tmp_path / f"{restore.BEFORE}-2")
    assert _people(own) == 2
    assert not list(tmp_path.glob(".*"))
    own.close()


def _identity(store: Store) -> int:
    """The server's own number of a table: another one after it was dropped and made again."""
    with store.read() as tx:
        return int(tx.exec_driver_sql("SELECT 'staff'::regclass::oid").scalar_one())
