"""Each Slack event has one effect, however often it is delivered and to whichever process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from bot.core.retention import Terms
from bot.store import inbox
from bot.store.engine import Store

# Slack retries at once, after 1 min and after 5 min; a listener is done in 3 s.
RETAKE_AFTER = timedelta(seconds=30)
KEEP = timedelta(days=Terms().event_days)
# Ids of answers whose buttons were pressed: kept only so that a double tap counts once.
TAPS = "answer/"
KEEP_TAPS = timedelta(days=1)


class Inbox:
    """Remembers event ids, nothing of their content."""

    def __init__(self, store: Store, keep: timedelta = KEEP) -> None:
        self._store = store
        self._keep = keep

    @contextmanager
    def once(self, event_id: str, now: datetime) -> Iterator[bool]:
        """Yield whether to act on the event; an act that raises may be tried again.

        A process that dies half-way leaves the event unfinished, so Slack's next
        delivery of it (after RETAKE_AFTER) is taken up by whoever receives it.
        """
        with self._store.write() as tx:
            first = inbox.begin(tx, event_id, now, RETAKE_AFTER)
        yield first
        if first:
            with self._store.write() as tx:
                inbox.finish(tx, event_id, now)

    def forget_old(self, now: datetime) -> None:
        """Drop event ids and ids of answers after their term (Slack retries for minutes)."""
        with self._store.write() as tx:
            inbox.forget_before(tx, now - self._keep)
            inbox.forget_before(tx, now - KEEP_TAPS, TAPS)
