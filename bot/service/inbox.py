"""Each Slack event has one effect, however often it is delivered and to whichever process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from bot.core.people import Actor
from bot.core.retention import Terms
from bot.store import inbox, waiting
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
    def once(
        self,
        event_id: str,
        now: datetime,
        asker: Actor | None = None,
        unreached: tuple[type[Exception], ...] = (),
    ) -> Iterator[bool]:
        """Yield whether to act on the event; an act that raises may be tried again.

        A process that dies half-way leaves the event unfinished, so Slack's next
        delivery of it (after RETAKE_AFTER) is taken up by whoever receives it.
        ``asker`` is known to wait until then, and also after a failure of ``unreached``:
        those after which nobody could be told anything.
        """
        who = asker.staff.staff_id if asker is not None and asker.staff is not None else None
        with self._store.write() as tx:
            first = inbox.begin(tx, event_id, now, RETAKE_AFTER)
            if first and who is not None:
                waiting.begin(tx, event_id, who, now)
        answered = in_vain = False
        try:
            yield first
            answered = first
        except unreached:
            in_vain = True
            raise
        finally:
            if first and not in_vain:
                self._end(event_id, now, who, answered=answered)

    def _end(self, event_id: str, now: datetime, who: str | None, *, answered: bool) -> None:
        """Nobody waits for it any more; an answer is one to whatever the person asked before."""
        with self._store.write() as tx:
            if answered:
                inbox.finish(tx, event_id, now)
            if who is not None and answered:
                waiting.take(tx, [who])
            elif who is not None:
                waiting.end(tx, event_id)

    def forget_old(self, now: datetime) -> None:
        """Drop event ids and ids of answers after their term (Slack retries for minutes)."""
        with self._store.write() as tx:
            inbox.forget_before(tx, now - self._keep)
            inbox.forget_before(tx, now - KEEP_TAPS, TAPS)
