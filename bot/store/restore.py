"""Putting a copy back: checked first, alone, and with what it replaces kept aside."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect

from bot.core.failures import reason
from bot.store import pg_programs
from bot.store.backup import check_sqlite, sync
from bot.store.engine import Store
from bot.store.errors import BackupFailed, RestoreFailed
from bot.store.revision import known
from bot.store.tables import metadata

_SQLITE = b"SQLite format 3\x00"
BEFORE = "kizuki-before-restore"
"""How the name of what a restore replaced begins."""
_SCRIPT = ".kizuki-restore.part"


def is_empty(store: Store) -> bool:
    """Whether the database has no tables yet."""
    with store.read() as tx:
        return not set(inspect(tx).get_table_names()) & {*metadata.tables, "alembic_version"}


def check_copy(copy: Path, *, into_sqlite: bool) -> None:
    """Make sure that ``copy`` is a whole live database for that engine (RestoreFailed)."""
    try:
        with copy.open("rb") as file:
            begins = file.read(len(_SQLITE))
    except OSError as error:
        raise RestoreFailed(f"{copy} を読めません（{reason(error)}）。") from error
    is_archive = begins.startswith(pg_programs.MAGIC)
    if begins != _SQLITE and not is_archive:
        raise RestoreFailed(f"{copy} は気づきナビの写し（backup で作ったファイル）ではありません。")
    if is_archive == into_sqlite:
        kinds = ("PostgreSQL", "SQLite") if is_archive else ("SQLite", "PostgreSQL")
        raise RestoreFailed(
            f"{copy} は{kinds[0]}の写しですが、いまの設定（DATABASE_URL）は{kinds[1]}です。"
        )
    try:
        kind, revision = _archive_marks(copy) if is_archive else _file_marks(copy)
    except BackupFailed as error:
        raise RestoreFailed(f"この写しは使えません。別の写しで戻してください。{error}") from error
    if kind == "demo":
        raise RestoreFailed(f"{copy} はデモの写しです。本番のデータベースには戻せません。")
    if revision not in known():
        raise RestoreFailed(
            f"{copy} は、今の版より新しい気づきナビの写しです。気づきナビを新しい版にしてください。"
        )


def put_back(store: Store, copy: Path, aside: Path) -> bool:
    """Replace the database by a checked copy; whether there was one, now in ``aside``.

    Raises InUse while the bot runs, RestoreFailed when the old state stands again.
    """
    store.require_alone()
    for left_behind in aside.parent.glob(f".{BEFORE}-*.part"):
        left_behind.unlink(missing_ok=True)
    had_one = not is_empty(store)
    store.require_alone()
    if store.file is not None:
        _replace_file(store.file, copy, aside if had_one else None)
    else:
        _replace_content(store, copy, aside if had_one else None)
    return had_one


def _file_marks(copy: Path) -> tuple[str, str]:
    """What kind of database a SQLite copy is and its migration, after checking it whole."""
    check_sqlite(copy)
    place = f"{copy.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(place, uri=True)) as database:
            kinds = database.execute("SELECT value FROM meta WHERE key = 'kind'").fetchall()
            revisions = database.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error as error:
        raise BackupFailed("気づきナビの表がありません。") from error
    return _marks(kinds, revisions)


def _archive_marks(copy: Path) -> tuple[str, str]:
    pg_programs.check(copy)
    kinds = [row[1:] for row in pg_programs.rows_of(copy, "meta") if row[0] == "kind"]
    return _marks(kinds, pg_programs.rows_of(copy, "alembic_version"))


def _marks(kinds: Sequence[Sequence[str]], revisions: Sequence[Sequence[str]]) -> tuple[str, str]:
    if not revisions:
        raise BackupFailed("気づきナビの表がありません。")
    return (kinds[0][0] if kinds else ""), revisions[0][0]


def _replace_file(file: Path, copy: Path, aside: Path | None) -> None:
    """At every moment either the old or the new file stands under the name."""
    part = file.with_name(f".{file.name}.restore")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        _give_to_owner_of(file if file.exists() else file.parent, part)
        shutil.copyfile(copy, part)
        sync(part)
        if aside is not None:
            os.link(file, aside)
        part.replace(file)
        sync(file.parent)
    except OSError as error:
        raise RestoreFailed(
            f"写しを {file} に置けません（{reason(error)}）。データベースは前のままです。"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _give_to_owner_of(place: Path, part: Path) -> None:
    """An administrator restores as root; the bot runs as somebody else and must read it."""
    if os.geteuid() == 0:
        held = place.stat()
        os.chown(part, held.st_uid, held.st_gid)


def _replace_content(store: Store, copy: Path, aside: Path | None) -> None:
    if aside is None:
        pg_programs.load(store.address, copy)
        return
    try:
        aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        store.backup(aside)
        with _scratch(aside.parent / _SCRIPT) as script:
            pg_programs.exchange(store.address, copy, _drop_everything(store), script)
    except OSError as error:
        raise RestoreFailed(f"{aside.parent} に書けません（{reason(error)}）。") from error
    except RestoreFailed as error:
        raise RestoreFailed(f"{error}データベースは前のままです。") from error


@contextmanager
def _scratch(file: Path) -> Iterator[Path]:
    """A private file for the block; what an interrupted restore left under its name goes."""
    file.unlink(missing_ok=True)
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        yield file
    finally:
        file.unlink(missing_ok=True)


def _drop_everything(store: Store) -> str:
    """What drops the bot's tables, also those of a version that this one does not know."""
    with store.read() as tx:
        quote = tx.dialect.identifier_preparer.quote
        names = ", ".join(quote(name) for name in inspect(tx).get_table_names())
    return f"DROP TABLE {names} CASCADE"
