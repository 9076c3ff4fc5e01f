"""A consistent copy of a SQLite database, taken while it is in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.errors import BackupFailed, StoreError, translated


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy ``source`` to the new file ``target``, which appears only when it is whole.

    Raises BackupFailed when ``target`` exists, cannot be written or fails SQLite's
    own check; StoreUnavailable when the source cannot be read.
    """
    if target.exists():
        raise BackupFailed(f"同じ名前のファイルがすでにあります（{target}）。")
    part = target.with_name(f".{target.name}.part")
    try:
        _vacuum_into(source, part)
        part.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise BackupFailed(
            f"バックアップを書き込めません（{target}: {error.strerror}）。"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _vacuum_into(source: Path, part: Path) -> None:
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with translated(), closing(sqlite3.connect(source, isolation_level=None)) as live:
        live.execute("VACUUM INTO ?", (str(part),))
    _check(part)
    _sync(part)


def _check(copy: Path) -> None:
    try:
        with closing(sqlite3.connect(copy)) as database:
            findings = [row[0] for row in database.execute("PRAGMA integrity_check")]
    except sqlite3.Error as error:
        raise _damaged(copy) from error
    if findings != ["ok"]:
        raise _damaged(copy)


def _damaged(copy: Path) -> StoreError:
    return BackupFailed(f"バックアップの検査で問題が見つかりました（{copy}）。")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
