"""App Homes that everybody has before opening them: the urgent numbers, readable while we are down.

Level-triggered: whoever has not been shown the numbers of today gets them, after a roster
was taken over as after a number changed, in as many processes as there are.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from bot.content.library import Library
from bot.core.office_calendar import tokyo_day
from bot.core.pace import Limits, blocked, refused
from bot.core.people import Staff
from bot.service.referral import URGENT_CONTACTS
from bot.store import accounts, pace
from bot.store.engine import Store
from bot.store.wall import RealTime, Wall

PUBLISHING = "publishing"
PACE = Limits.per_minute(60)  # views.publish: tier 4, 100 a minute and more
BATCH = 8
LAYOUT = 1
"""Raise it when what stands around the numbers changes and everybody should have it."""


class Homes:
    """Who is to be shown the urgent numbers, at a pace that all processes share."""

    def __init__(self, store: Store, library: Library, wall: Wall | None = None) -> None:
        self._store = store
        self._library = library
        self._wall = wall or RealTime()

    @property
    def version(self) -> str:
        """Names the numbers as they stand in the content in use."""
        contacts = self._library.knowledge.contacts
        numbers = [repr(contacts.get(name)) for name in URGENT_CONTACTS]
        return sha256("\n".join([str(LAYOUT), *numbers]).encode()).hexdigest()[:32]

    def waiting(self, now: datetime) -> tuple[Staff, ...] | None:
        """Some people whose App Home is to be published now, as many as the pace allows.

        None when nobody waits.
        """
        day, version = tokyo_day(now), self.version
        with self._store.read() as tx:
            if not accounts.to_publish(tx, version, day, 1):
                return None
        with self._store.write() as tx:
            bucket, _ = pace.locked(tx, PUBLISHING, PACE, self._wall)
            some = accounts.to_publish(tx, version, day, min(BATCH, bucket.whole_tokens))
            pace.keep(tx, PUBLISHING, bucket.spent(len(some)))
        return some

    def hold_back(self, seconds: float, *, refused_by_slack: bool) -> None:
        """Publish nothing for so long; Slack's own refusal also slows down what follows."""
        with self._store.write() as tx:
            bucket, wall = pace.locked(tx, PUBLISHING, PACE, self._wall)
            calm = refused if refused_by_slack else blocked
            pace.keep(tx, PUBLISHING, calm(bucket, wall, seconds))

    def published(self, person: Staff) -> None:
        """That person has it, or cannot be given it: not again before the numbers change."""
        with self._store.write() as tx:
            accounts.note_published(tx, person, self.version)
