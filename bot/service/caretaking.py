"""The chores of an installation, together: watching, copying, forgetting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.content.library import Library
from bot.core.retention import Terms
from bot.service.backups import Backups
from bot.service.health import Health
from bot.service.notices import Notices
from bot.service.recovery import Recovery
from bot.service.retention import AgedOut, Retention
from bot.service.watch import Watch
from bot.store import chores
from bot.store.engine import Store

EVERY = timedelta(hours=20)  # once a day, also when a start comes a little earlier each time
LEASE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Caretaking:
    """What has no actor and is nobody's request: the installation looks after itself."""

    store: Store
    watch: Watch
    backups: Backups
    retention: Retention
    health: Health
    recovery: Recovery

    def forget_if_due(self, now: datetime) -> AgedOut | None:
        """Age out once a day, in one process only; None when that is done already."""
        with self.store.read() as tx:
            last = chores.last(tx, chores.RETENTION)
        if last is not None and now - last < EVERY:
            return None
        with self.store.write() as tx:
            if not chores.take(tx, chores.RETENTION, now, now + LEASE):
                return None
        done = self.retention.age_out(now)
        with self.store.write() as tx:
            chores.note(tx, chores.RETENTION, now)
            chores.release(tx, chores.RETENTION, now)
        return done


def open_caretaking(
    store: Store, library: Library, folder: Path, copies: int, terms: Terms
) -> Caretaking:
    """The chores of one database; nightly copies go to ``folder``."""
    backups = Backups(store, folder, copies)
    watch = Watch(store, library, Notices(store), backups)
    return Caretaking(
        store, watch, backups, Retention(store, terms), Health(store, library), Recovery(store)
    )
