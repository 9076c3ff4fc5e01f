"""What `doctor` reads from the database: without upgrading, marking or changing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.office_calendar import tokyo_day
from bot.core.people import Role
from bot.service.survey import status
from bot.store import chores, marker, people, standing
from bot.store.backup import check_sqlite
from bot.store.engine import Store
from bot.store.revision import head


@dataclass(frozen=True, slots=True)
class Examined:
    """The database as found; ``unmatched`` are names of people without a Slack account.

    Nothing more is known of one that is not ``is_current``: its tables are of another version.
    """

    engine: str
    kind: str | None
    revision: str
    is_current: bool = True
    members: int = 0
    unmatched: tuple[str, ...] = ()
    administrators: int = 0
    dead: int = 0
    last_backup: datetime | None = None
    sections: frozenset[str] = frozenset()
    survey_faults: tuple[str, ...] = ()


def examine(url: str) -> Examined | None:
    """Read it; None when it has no tables yet. Raises StoreError, also for a damaged file."""
    store = Store.open(url)
    try:
        revision = store.revision()
        if revision is None:
            return None
        if revision != head():
            return Examined(_engine(store), None, revision, is_current=False)
        if store.file is not None:
            check_sqlite(store.file)
        return _read(store, revision)
    finally:
        store.close()


def _read(store: Store, revision: str) -> Examined:
    now = datetime.now(UTC)
    with store.read() as tx:
        counted = people.members(tx, tokyo_day(now))
        members = [m.staff for m in counted]
        return Examined(
            engine=_engine(store),
            kind=marker.kind(tx),
            revision=revision,
            members=len(members),
            unmatched=tuple(s.name for s in members if s.slack_user_id is None),
            administrators=len(people.holders(tx, Role.ADMINISTRATOR, tokyo_day(now))),
            dead=standing.dead_now(tx, now),
            last_backup=chores.last(tx, chores.BACKUP),
            sections=frozenset(m.section_id for m in counted),
            survey_faults=status.faults(tx),
        )


def _engine(store: Store) -> str:
    return "SQLite" if store.file else "PostgreSQL"
