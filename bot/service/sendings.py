"""What operators see and decide about long sends: how far they are, stop, go on, withdraw."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.delivery import DeliveryKind, DeliveryState, OccurrenceState
from bot.core.learning.weeks import week_of_occurrence
from bot.core.office_calendar import monday_of
from bot.core.pace import Limits
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.core.progress import week_title
from bot.service.delivery import POSTING
from bot.store import ledger, occurrences, pace
from bot.store.engine import Store
from bot.store.occurrences import Progress
from bot.store.wall import RealTime, Wall

SHOWN = 8
_OPEN = (OccurrenceState.ACTIVE, OccurrenceState.PAUSED)


class UnknownSending(Exception):
    """There is no such send, or it cannot be changed any more."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One send: how many of ``people`` stand in which state, and why some were given up.

    ``seconds_left`` is the time the waiting ones need at the present pace, None where
    nothing is waiting or the send stands still. After an outage ``spread_until`` is when
    the last of them is to be caught up with. ``running`` is false once it is over.
    """

    key: str
    title: str
    due_at: datetime
    expires_at: datetime
    state: OccurrenceState
    counts: Mapping[DeliveryState, int]
    reasons: Mapping[str, int]
    running: bool
    seconds_left: float | None
    spread_until: datetime | None = None

    @property
    def people(self) -> int:
        """Everybody it is for."""
        return sum(self.counts.values())

    @property
    def sent(self) -> int:
        """How many have it."""
        return self.counts[DeliveryState.SENT]

    @property
    def waiting(self) -> int:
        """How many may still get it."""
        return self.counts[DeliveryState.QUEUED] + self.counts[DeliveryState.SENDING]

    @property
    def given_up(self) -> int:
        """How many need a decision."""
        return self.counts[DeliveryState.DEAD]


class Sendings:
    """The sends of the last weeks; changing one needs the right to."""

    def __init__(self, store: Store, posting: Limits = POSTING, wall: Wall | None = None) -> None:
        self._store = store
        self._posting = posting
        self._wall = wall or RealTime()

    def recent(self, actor: Actor, now: datetime) -> tuple[Sending, ...]:
        """The newest sends (administrators)."""
        require(actor, Action.SEE_HEALTH)
        with self._store.read() as tx:
            rate = pace.standing(tx, pace.POSTING, self._posting, self._wall(tx)).rate
            # The second post of a week is planned with the first, and not yet a send.
            rows = [row for row in occurrences.progress(tx, SHOWN) if row.due_at <= now]
            reasons = {row.key: occurrences.reasons(tx, row.key) for row in rows}
            spread = {row.key: occurrences.spread_until(tx, row.key, now) for row in rows}
        return tuple(_sending(row, reasons[row.key], rate, spread[row.key], now) for row in rows)

    def pause(self, actor: Actor, key: str, now: datetime) -> None:
        """Send no more of it for now; what is under way is finished."""
        self._change(actor, key, (OccurrenceState.ACTIVE,), OccurrenceState.PAUSED)

    def resume(self, actor: Actor, key: str, now: datetime) -> None:
        """Go on with a paused one."""
        self._change(actor, key, (OccurrenceState.PAUSED,), OccurrenceState.ACTIVE)

    def cancel(self, actor: Actor, key: str, now: datetime) -> None:
        """Withdraw it: who has not got it will not get it. This cannot be undone."""
        self._change(actor, key, _OPEN, OccurrenceState.CANCELLED)
        with self._store.write() as tx:
            ledger.cancel_stale(tx, now)

    def retry(self, actor: Actor, key: str, now: datetime) -> int:
        """Look for the given-up ones again, and send those that are not there; how many."""
        _require(actor, key)
        with self._store.write() as tx:
            known = occurrences.counts(tx, key)
            again = ledger.reopen_dead(tx, key, self._wall(tx)) if known else 0
        if not again:
            raise UnknownSending(key)
        return again

    def _change(
        self,
        actor: Actor,
        key: str,
        before: tuple[OccurrenceState, ...],
        after: OccurrenceState,
    ) -> None:
        _require(actor, key)
        with self._store.write() as tx:
            if not occurrences.change(tx, key, before, after):
                raise UnknownSending(key)


def _require(actor: Actor, key: str) -> None:
    """The right, and a key that may stand in the ledger: a button may be forged."""
    require(actor, Action.CONTROL_DELIVERIES)
    if not re.fullmatch(r"[\x21-\x7e]{1,100}", key):
        raise UnknownSending(key[:100])


_TITLES = {
    DeliveryKind.APOLOGY: "お返事できなかった方へのお詫び",
    DeliveryKind.REMINDER: "受講のお知らせ（課ごと）",
    DeliveryKind.MONTHLY: "課長への月ごとのお知らせ",
}


def _sending(
    row: Progress,
    reasons: Mapping[str, int],
    rate: float,
    spread_until: datetime | None,
    now: datetime,
) -> Sending:
    waiting = row.counts[DeliveryState.QUEUED] + row.counts[DeliveryState.SENDING]
    running = bool(waiting) and row.state in _OPEN and now < row.expires_at
    goes_on = running and row.state is OccurrenceState.ACTIVE
    return Sending(
        key=row.key,
        title=_title(row),
        due_at=row.due_at,
        expires_at=row.expires_at,
        state=row.state,
        counts=row.counts,
        reasons=reasons,
        running=running,
        seconds_left=waiting / rate if goes_on else None,
        spread_until=spread_until if goes_on else None,
    )


def _title(row: Progress) -> str:
    if row.kind is DeliveryKind.QUIZ:
        title = week_title(monday_of(week_of_occurrence(row.key)))
        return f"{title}（2回目）" if row.key.endswith("/2") else title
    if row.kind is DeliveryKind.REMINDER and "-W" in row.key:
        return "受講のお知らせ（週の終わり）"
    return _TITLES.get(row.kind, "お知らせ")
