"""Counting what staff ask the guide about, after they have their answer.

An answer leaves nothing but ids of topics, and for a few seconds the staff id of who asked,
in memory: ``flush`` turns it into the mark of the month and writes all that waited together
and sorted, so that neither a row's time nor its place says who it was. What waits when the
process ends is lost, on purpose.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.core.asked import AskedHow, mark, topics
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.service.answers import Answer
from bot.store import asked
from bot.store.engine import Store, Tx
from bot.store.errors import StoreError

MOST_WAITING = 5_000


@dataclass(frozen=True, slots=True)
class _Waiting:
    month: str
    staff_id: str
    topics: tuple[tuple[str, AskedHow], ...]


class AskedTopics:
    """Takes answers without delay and counts different people by topic and month."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Waiting] = []
        self._closed_before = ""
        self._lock = threading.Lock()

    def note(self, actor: Actor, answer: Answer, now: datetime) -> None:
        """Count an answer that was given. Open to everybody; nothing waits for it.

        Not counted: people who are not on the roster, and answers that have to do with
        死にたい気持ち (they have no key).
        """
        if actor.staff is None or not answer.key:
            return
        shown = () if answer.abstained else answer.destinations[:1]
        entry = next((card.destination.id for card in shown), None)
        duties = [card.duty.kind.value for card in answer.duties]
        found = topics(answer.signs, entry, duties)
        one = _Waiting(_month(now), actor.staff.staff_id, tuple(found))
        with self._lock:
            if one.topics and len(self._waiting) < MOST_WAITING:
                self._waiting.append(one)

    def flush(self, now: datetime) -> int:
        """Write what waits and close months that are over; how many answers were counted.

        StoreUnavailable leaves what waited for the next time.
        """
        with self._lock:
            waiting, self._waiting = self._waiting, []
        month = _month(now)
        if not waiting and self._closed_before == month:
            return 0
        try:
            with self._store.write() as tx:
                _count(tx, waiting)
                for over in asked.open_months(tx, month):
                    asked.close_month(tx, over)
        except StoreError:
            with self._lock:
                self._waiting = [*waiting, *self._waiting]
            raise
        self._closed_before = month
        return len(waiting)


def _count(tx: Tx, waiting: list[_Waiting]) -> None:
    for month in sorted({one.month for one in waiting}):
        here = [one for one in waiting if one.month == month]
        times = Counter(t for one in here for t in one.topics if t[1] is AskedHow.DUTY)
        asked.add(tx, month, times)
        key = asked.key_of(tx, month)
        marks = [
            (topic, how, mark(key, one.staff_id))
            for one in here
            for topic, how in one.topics
            if how is not AskedHow.DUTY
        ]
        asked.note(tx, month, marks)


def _month(now: datetime) -> str:
    return f"{tokyo_day(now):%Y-%m}"
