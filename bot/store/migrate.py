"""Running the migrations from inside the bot: no alembic.ini, no command.

Each migration is written by hand in ``migrations/versions``. The whole upgrade is
one transaction on both engines, so that a crash leaves the old tables.
"""

from __future__ import annotations

from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection

from bot.store.errors import BadValue, NewerDatabase
from bot.store.sql import is_postgresql
from bot.store.tables import metadata


def upgrade(tx: Connection, revision: str = "head") -> None:
    """Run the missing migrations; NewerDatabase when the database knows more than we."""
    try:
        command.upgrade(_config(tx), revision)
    except CommandError as error:
        raise NewerDatabase(
            "このデータベースは、今の版より新しい気づきナビで作られています。"
            "気づきナビを新しい版に更新してください。"
        ) from error
    _require_sound_references(tx)


def downgrade(tx: Connection, revision: str) -> None:
    """Take migrations back, down to ``revision``."""
    command.downgrade(_config(tx), revision)
    _require_sound_references(tx)


def differences(tx: Connection) -> list[Any]:
    """What ``alembic check`` would report: tables as they are against ``tables.py``."""
    options = {"compare_type": True, "render_as_batch": True}
    differing: list[Any] = compare_metadata(MigrationContext.configure(tx, opts=options), metadata)
    return differing


def _config(tx: Connection) -> Config:
    config = _location()
    config.attributes["connection"] = tx
    return config


def _location() -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    return config


def _require_sound_references(tx: Connection) -> None:
    if is_postgresql(tx):
        return
    broken = tx.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        names = ", ".join(sorted({str(row[0]) for row in broken}))
        raise BadValue(f"参照先のない行があるため、移行を取りやめました（{names}）。")
