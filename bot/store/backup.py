"""A consistent copy of a database, taken while it is in use, checked before it counts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from bot.core.failures import reason
from bot.store import pg_programs
from bot.store.errors import BackupFailed, StoreError, StoreUnavailable

NIGHTLY = "kizuki-nightly"
NOT_COPIED = pg_programs.NOT_COPIED


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy ``source`` to the new file ``target``, which appears only when it is whole.

    Raises BackupFailed when ``target`` exists, cannot be written or fails SQLite's
    own check; StoreUnavailable when the source cannot be read.
    """
    appear_whole(target, lambda part: _vacuum_into(source, part))


def dump_postgresql(address: URL, target: Path) -> None:
    """Write pg_dump's archive to the new file ``target``, likewise.

    Raises BackupFailed, or NotForThisEngine where PostgreSQL's programs are missing.
    """
    appear_whole(target, lambda part: pg_programs.dump(address, part))


def check_sqlite(file: Path) -> None:
    """SQLite's own check of a whole file (BackupFailed when it finds anything)."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            findings = [row[0] for row in database.execute("PRAGMA integrity_check")]
    except sqlite3.Error as error:
        raise _damaged(file) from error
    if findings != ["ok"]:
        raise _damaged(file)


def prune(folder: Path, copies: int) -> int:
    """Keep the newest ``copies`` nightly copies of a folder; returns how many were deleted.

    Their names begin with the moment of their making, so the order of names is that of time.
    What an interrupted copy left behind goes too.
    """
    made = sorted(folder.glob(f"{NIGHTLY}-*.*"))
    old = made[: max(0, len(made) - copies)]
    left_behind = folder.glob(f".{NIGHTLY}-*.part")
    for file in (*old, *left_behind):
        file.unlink(missing_ok=True)
    return len(old)


def sync(path: Path) -> None:
    """Have a file's content, or a folder's list of names, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def appear_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Have ``write`` fill a file that gets the name ``target`` only when it is on the disk.

    Raises BackupFailed when ``target`` exists or cannot be written.
    """
    if target.exists():
        raise BackupFailed(f"同じ名前のファイルがすでにあります（{target}）。")
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        write(part)
        sync(part)
        part.replace(target)
        sync(target.parent)
    except OSError as error:
        raise BackupFailed(
            f"バックアップを書き込めません（{target}: {reason(error)}）。"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _vacuum_into(source: Path, part: Path) -> None:
    try:
        with closing(sqlite3.connect(source, isolation_level=None)) as live:
            live.execute("VACUUM INTO ?", (str(part),))
        _without_marks(part)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise BackupFailed(
                f"ディスクの空きが足りず、写しを作れません（{part.parent}）。"
            ) from error
        raise StoreUnavailable(f"データベースを使えません（{error}）。") from error
    except sqlite3.Error as error:
        raise StoreUnavailable(f"データベースを使えません（{error}）。") from error
    check_sqlite(part)


def _without_marks(part: Path) -> None:
    """A key that is destroyed after a month must not live on in copies, nor what it made."""
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        there = {row[0] for row in copy.execute("SELECT name FROM sqlite_master")}
        copy.execute("PRAGMA secure_delete=ON")
        for table in NOT_COPIED:
            if table in there:
                copy.execute(f"DELETE FROM {table}")  # noqa: S608  # our own names


def _damaged(copy: Path) -> StoreError:
    return BackupFailed(f"バックアップの検査で問題が見つかりました（{copy}）。")
