"""Which migration the tables stand at and which one is wanted, without loading Alembic.

Alembic and its templates take a third of a second to load; a bot whose tables are up to
date starts without them. Revisions are numbered in the names of their files.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, inspect, text

_FILE = re.compile(r"m(\d{4})_\w+\.py")
_TABLE = "alembic_version"


@cache
def known() -> tuple[str, ...]:
    """All migrations of this version of the bot, oldest first."""
    names = (entry.name for entry in files("bot.store.migrations.versions").iterdir())
    return tuple(sorted(found[1] for name in names if (found := _FILE.fullmatch(name))))


def head() -> str:
    """The migration that this version of the bot wants."""
    return known()[-1]


def current(tx: Connection) -> str | None:
    """The revision the tables stand at, None before the first."""
    if not inspect(tx).has_table(_TABLE):
        return None
    found: str | None = tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
