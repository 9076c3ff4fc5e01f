"""The one door for everything the bot sends unasked: plan, claim, settle, check.

Any number of processes work at it. Each claims under a lease and within the pace that
all share; what may or may not have been sent is looked for in the person's own
conversation after a grace, and sent again only when it is certainly not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.content.library import Library
from bot.core.delivery import (
    Ambiguous,
    CheckResult,
    Delivery,
    DeliveryState,
    Doubt,
    NotArrived,
    NotNow,
    Refused,
    RetryAfter,
    SendResult,
    Sent,
    Timing,
    Unreadable,
)
from bot.core.pace import Limits, Pace, blocked, refused
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.service.planning import ASKING_ALL, Asking, Planner
from bot.store import deliveries, ledger, pace
from bot.store.engine import Store, Tx
from bot.store.wall import RealTime, Wall

BATCH = 8
POSTING = Limits.per_minute(60)
CHECKING = Limits.per_minute(40)  # conversations.history: tier 3, 50 a minute and more


class DeliveryDesk:
    """Plans what is due and keeps the ledger of what was sent."""

    def __init__(
        self,
        store: Store,
        library: Library,
        *,
        posting: Limits = POSTING,
        checking: Limits = CHECKING,
        timing: Timing | None = None,
        wall: Wall | None = None,
        asking: Asking = ASKING_ALL,
    ) -> None:
        self._store = store
        self._planner = Planner(store, library, asking)
        self._limits = {pace.POSTING: posting, pace.CHECKING: checking}
        self.timing = timing or Timing()
        self._wall = wall or RealTime()

    def ensure_due(self, now: datetime) -> int:
        """Plan what is due at ``now`` and close weeks that ended; returns new deliveries."""
        return self._planner.ensure_due(now)

    def claim(self, now: datetime) -> tuple[Delivery, ...]:
        """Take what is due for sending, as much as the pace allows; ours for a lease."""
        with self._store.write() as tx:
            keys = ledger.open_keys(tx, now)
            if not keys:
                return ()
            bucket, wall = self._locked(tx, pace.POSTING)
            size = min(BATCH, bucket.whole_tokens)
            lease_until = wall + self.timing.lease(size)
            taken = ledger.claim(tx, keys, now, wall, lease_until, size)
            _spend(tx, pace.POSTING, bucket, len(taken))
        return taken

    def doubtful(self) -> tuple[Doubt, ...]:
        """Take deliveries to look for in their conversations; ours for a lease."""
        with self._store.write() as tx:
            bucket, wall = self._locked(tx, pace.CHECKING)
            size = min(BATCH, bucket.whole_tokens)
            taken = ledger.take_doubtful(tx, wall, wall + self.timing.lease(size), size)
            _spend(tx, pace.CHECKING, bucket, len(taken))
        return taken

    def seconds_to_next(self, now: datetime) -> float | None:
        """How long until something can be sent or checked; None when nothing waits."""
        with self._store.read() as tx:
            wall = self._wall(tx)
            keys = ledger.open_keys(tx, now)
            moments = ledger.next_moment(tx, keys, now, wall)
            buckets = [
                pace.standing(tx, key, self._limits[key], wall)
                for key in (pace.POSTING, pace.CHECKING)
            ]
        waits = [
            max((moment - wall).total_seconds(), bucket.seconds_to_next(wall))
            for moment, bucket in zip(moments, buckets, strict=True)
            if moment is not None
        ]
        return min(waits, default=None)

    def give_back(self, delivery: Delivery) -> None:
        """A claimed delivery that was not tried goes back into the queue."""
        with self._store.write() as tx:
            ledger.release(tx, delivery)

    def settle(self, delivery: Delivery, result: SendResult) -> None:
        """Write down how a claimed delivery went; an ambiguous one waits to be checked."""
        with self._store.write() as tx:
            match result:
                case Sent(channel, ts):
                    ledger.mark_sent(tx, delivery.delivery_id, channel, ts)
                case RetryAfter(seconds) | NotNow(seconds, True):
                    self._quieten(tx, pace.POSTING, result)
                    ledger.release(tx, delivery)
                case NotNow(seconds):
                    ledger.release(tx, delivery, self._wall(tx) + timedelta(seconds=seconds))
                case Ambiguous(reason):
                    ledger.doubt(tx, delivery, self._wall(tx) + self.timing.grace, reason)
                case Refused(reason):
                    ledger.bury(tx, delivery, reason)

    def settle_check(self, delivery: Delivery, result: CheckResult) -> None:
        """Write down what the conversation showed: found is sent, not there is sent again.

        After ``most_checks`` without proof it ends as dead, for the administrators.
        """
        checks = delivery.checks + 1
        with self._store.write() as tx:
            wall = self._wall(tx)
            match result:
                case Sent(channel, ts):
                    ledger.mark_sent(tx, delivery.delivery_id, channel, ts)
                case NotArrived() if checks < self.timing.most_checks:
                    again = wall + self._patience(checks - 1) if checks > 1 else None
                    ledger.release(tx, delivery, again, checks)
                case Unreadable(reason) if checks < self.timing.most_checks:
                    ledger.doubt(tx, delivery, wall + self._patience(checks), reason, checks)
                case NotArrived():
                    ledger.bury(tx, delivery, "not_arrived")
                case Unreadable(reason):
                    ledger.bury(tx, delivery, reason)
                case RetryAfter(seconds) | NotNow(seconds):
                    self._quieten(tx, pace.CHECKING, result)
                    ledger.doubt(tx, delivery, wall + timedelta(seconds=seconds), "unchecked")

    def counts(self, actor: Actor) -> Mapping[DeliveryState, int]:
        """How many deliveries are in which state (administrators)."""
        require(actor, Action.SEE_HEALTH)
        with self._store.read() as tx:
            return deliveries.counts(tx)

    def _patience(self, checks: int) -> timedelta:
        """Twice the grace after each further check in vain."""
        return self.timing.grace * float(2 ** (checks - 1))

    def _locked(self, tx: Tx, key: str) -> tuple[Pace, datetime]:
        return pace.locked(tx, key, self._limits[key], self._wall)

    def _quieten(self, tx: Tx, key: str, result: RetryAfter | NotNow) -> None:
        """Hold the whole app back; only Slack's own refusal slows it down afterwards."""
        bucket, wall = self._locked(tx, key)
        calm = refused if isinstance(result, RetryAfter) else blocked
        pace.keep(tx, key, calm(bucket, wall, result.seconds))


def _spend(tx: Tx, key: str, bucket: Pace, calls: int) -> None:
    """Nothing spent is nothing to write: looking in vain costs no commit."""
    if calls:
        pace.keep(tx, key, bucket.spent(calls))
