"""Who is asking: from a Slack user id to an Actor with today's memberships."""

from __future__ import annotations

from datetime import datetime

from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.store import people
from bot.store.engine import Store


class People:
    """Resolves actors; takes none, because it makes them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def actor(self, slack_user_id: str, now: datetime) -> Actor:
        """The actor behind a Slack account; unknown accounts may ask and browse."""
        with self._store.glance() as tx:
            return people.actor(tx, slack_user_id, tokyo_day(now))
