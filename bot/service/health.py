"""Whether the installation can do its work at this moment, in figures and in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.content.library import Library
from bot.core.delivery import DeliveryState
from bot.store import chores, deliveries, standing
from bot.store.engine import Store

LAG = timedelta(minutes=3)
NEVER_TICKED = (
    "配信の予定を見る処理がまだ動いていません。run（または run --only worker）を起動してください。"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Figures at one moment; ages in seconds, None where there was nothing yet.

    ``waiting`` is the age of the longest waiting delivery, ``dead_now`` how many were given
    up that would still be worth sending.
    """

    deliveries: Mapping[DeliveryState, int]
    waiting: float
    dead_now: int
    tick_age: float | None
    backup_age: float | None
    knowledge_version: str
    course_version: str


class Health:
    """Reads the figures; they say nothing about anybody."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library

    def standing(self, now: datetime) -> Standing:
        """All figures (StoreError when the database cannot be read)."""
        with self._store.read() as tx:
            oldest = standing.oldest_waiting(tx, now)
            return Standing(
                deliveries=deliveries.counts(tx),
                waiting=_age(oldest, now) or 0.0,
                dead_now=standing.dead_now(tx, now),
                tick_age=_age(chores.last(tx, chores.TICK), now),
                backup_age=_age(chores.last(tx, chores.BACKUP), now),
                knowledge_version=self._library.knowledge.version,
                course_version=self._library.course.version,
            )

    def problems(self, now: datetime) -> tuple[str, ...]:
        """What keeps the installation from working, in sentences (StoreError as above)."""
        with self._store.read() as tx:
            ticked = chores.last(tx, chores.TICK)
            dead = standing.dead_now(tx, now)
        found = []
        if ticked is None:
            found.append(NEVER_TICKED)
        elif now - ticked > LAG:
            minutes = int((now - ticked).total_seconds() // 60)
            found.append(
                f"配信が{minutes}分前から止まっています。Slackへのつながりを確かめ、"
                "つながっているのに続くときは、再起動してください。"
            )
        if dead:
            found.append(
                f"届けられなかった配信が{dead}件あります。"
                "python -m bot deliveries で確かめてください。"
            )
        return tuple(found)


def _age(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else max(0.0, (now - moment).total_seconds())
