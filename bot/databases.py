"""Which database is meant: the real one or the demonstration's, opened and up to date."""

from __future__ import annotations

from pathlib import Path

from bot.config import Config
from bot.store import marker
from bot.store.engine import Store
from bot.store.errors import KindConflict

LIVE_FILE = "kizuki.db"
SURVEY_FILE = "survey.db"
DEMO_IS_NOT_LIVE = (
    "このデータベースはデモ用です。Slackにつなぐときは、デモで使ったものとは別の"
    "データベースを DATABASE_URL か DATA_DIR で指定してください。"
)


def live_url(config: Config) -> str:
    """The real database: DATABASE_URL, else the SQLite file in DATA_DIR."""
    return config.database_url or sqlite_url(config.data_dir / LIVE_FILE)


def sqlite_url(file: Path) -> str:
    """A file as SQLAlchemy names it."""
    return f"sqlite:///{file}"


def open_store(url: str, kind: marker.Kind) -> Store:
    """Open and upgrade a database, and mark it on its first start (KindConflict otherwise).

    A database of the other kind is refused before anything in it is changed.
    """
    store = Store.open(url)
    if store.revision() is not None:
        with store.read() as tx:
            marked = marker.kind(tx)
        if marked not in {None, kind}:
            store.close()
            raise KindConflict(f"このデータベースは {marked} 用です。")
    store.upgrade()
    with store.write() as tx:
        marker.set_kind(tx, kind)
    return store
