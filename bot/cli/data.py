"""`backup`, `restore`, `move-database`: the real database as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

from bot.cli.database import Refused, confirmed, existing, opened, told
from bot.config import Config
from bot.core.clock import TOKYO
from bot.databases import live_url
from bot.store import move, restore
from bot.store.engine import Store

NOT_EMPTY = (
    "いまのデータベースには内容があります。置きかえるときは --force を付けてください"
    "（いまの内容は別の名前で残します）。"
)
STOPPED = "取りやめました。何も変えていません。"
TARGET_NOT_EMPTY = (
    "移す先のデータベースには、もう内容があります。空のデータベースを作ってください。"
)
ONLY_FROM_SQLITE = "いまの設定（DATABASE_URL）はもうPostgreSQLです。移すものはありません。"
ONLY_TO_POSTGRESQL = "移す先は postgresql:// で始まる接続先にしてください。"


def backup(config: Config, file: Path) -> int:
    """Write a checked copy of the database to a new file."""

    def copy() -> None:
        with existing(config) as store:
            store.backup(file)
        print(f"写しを作りました： {file}")

    return told(copy)


def put_back(config: Config, copy: Path, *, force: bool) -> int:
    """Replace the database by a copy; what it replaces is kept under another name."""
    aside = _free_name(config.data_dir / f"{restore.BEFORE}-{datetime.now(TOKYO):%Y%m%d-%H%M}")

    def replace() -> None:
        restore.check_copy(copy, into_sqlite=live_url(config).startswith("sqlite"))
        store = Store.open(live_url(config))
        try:
            store.require_alone()
            _ask_before_replacing(store, copy, aside, force=force)
            had_one = restore.put_back(store, copy, aside)
        finally:
            store.close()
        print(f"{copy} の内容に戻しました。")
        if had_one:
            print(f"それまでの内容は {aside} に残してあります。")
        with opened(live_url(config)) as restored:
            print(f"データベースを確かめました（{restored.revision()}）。")

    return told(replace)


def _free_name(wanted: Path) -> Path:
    names = (wanted.with_name(f"{wanted.name}-{number}") for number in count(1))
    return next(name for name in names if not name.exists())


def _ask_before_replacing(store: Store, copy: Path, aside: Path, *, force: bool) -> None:
    if restore.is_empty(store):
        return
    if not force:
        raise Refused(NOT_EMPTY)
    if not confirmed(
        f"いまの内容を {copy} の内容に置きかえます（いまの内容は {aside} に残します）。"
    ):
        raise Refused(STOPPED)


def move_database(config: Config, target_url: str) -> int:
    """Copy everything from the SQLite file to an empty PostgreSQL, and compare row by row."""

    def copy() -> None:
        with existing(config) as source, _target(target_url) as target:
            if source.file is None:
                raise Refused(ONLY_FROM_SQLITE)
            source.require_alone()
            if move.holds_rows(target):
                raise Refused(TARGET_NOT_EMPTY)
            target.upgrade()
            _tell_counts(move.move(source, target))

    return told(copy)


@contextmanager
def _target(url: str) -> Iterator[Store]:
    if not url.startswith(("postgresql", "postgres:")):
        raise Refused(ONLY_TO_POSTGRESQL)
    target = Store.open(url)
    try:
        yield target
    finally:
        target.close()


def _tell_counts(moved: Sequence[move.Moved]) -> None:
    print("すべての行を移し、1行ずつ同じことを確かめました（表：元の行数→移した行数）。")
    for row in moved:
        print(f"  {row.table}：{row.before}→{row.after}")
    print("DATABASE_URL を移した先にして、起動してください。元のファイルはそのまま残っています。")
