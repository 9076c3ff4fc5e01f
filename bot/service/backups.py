"""The nightly copy: 02:30 in Tokyo, or as soon as the bot runs again; the newest are kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from bot.core.clock import TOKYO
from bot.core.failures import reason
from bot.core.office_calendar import at_tokyo, tokyo_day
from bot.store import chores
from bot.store.backup import NIGHTLY, prune
from bot.store.engine import Store
from bot.store.errors import BackupFailed

HOUR, MINUTE = 2, 30
OVERDUE = timedelta(hours=36)
# A copy takes less; one that failed is tried again after this.
LEASE = timedelta(minutes=30)
_WANTED = "backup-wanted"


class Backups:
    """Makes the copies of one database; no copies, no work: then somebody else sees to it."""

    def __init__(self, store: Store, folder: Path, copies: int) -> None:
        self._store = store
        self._folder = folder
        self._copies = copies

    def make_if_due(self, now: datetime) -> Path | None:
        """Make tonight's copy unless it is there or another process is at it.

        Raises StoreError (BackupFailed, NotForThisEngine, …) when it cannot be made.
        """
        if not self._is_due(now):
            return None
        with self._store.write() as tx:
            if not chores.take(tx, chores.BACKUP, now, now + LEASE):
                return None
        file = self._write(now)
        with self._store.write() as tx:
            chores.note(tx, chores.BACKUP, now)
            chores.release(tx, chores.BACKUP, now)
        return file

    def last(self) -> datetime | None:
        """When the last nightly copy was made."""
        with self._store.read() as tx:
            return chores.last(tx, chores.BACKUP)

    def overdue_since(self, now: datetime) -> datetime | None:
        """The last copy, or the first moment without one, when that is over 36 hours ago."""
        if not self._copies:
            return None
        with self._store.read() as tx:
            since = chores.last(tx, chores.BACKUP) or chores.last(tx, _WANTED)
        if since is None:
            with self._store.write() as tx:
                chores.note(tx, _WANTED, now)
            return None
        return since if now - since > OVERDUE else None

    def _is_due(self, now: datetime) -> bool:
        last = self.last() if self._copies else now
        return last is None or last < _latest_night(now)

    def _write(self, now: datetime) -> Path:
        kind = "db" if self._store.file else "dump"
        file = self._folder / f"{NIGHTLY}-{now.astimezone(TOKYO):%Y%m%d-%H%M%S}.{kind}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._store.backup(file)
            prune(self._folder, self._copies)
        except OSError as error:
            raise BackupFailed(
                f"バックアップを書き込めません（{self._folder}: {reason(error)}）。"
            ) from error
        return file


def _latest_night(now: datetime) -> datetime:
    tonight = at_tokyo(tokyo_day(now), HOUR, MINUTE)
    return tonight if tonight <= now else tonight - timedelta(days=1)
