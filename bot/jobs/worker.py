"""Draining the ledger: claim what is due, hand it to the sender, write down the result."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from bot.core.clock import Clock
from bot.core.delivery import Delivery, Doubt, NotNow, RetryAfter, Sender
from bot.service.delivery import DeliveryDesk

log = logging.getLogger(__name__)

# So often a long send looks up, for what else has become due meanwhile.
ROUND_SECONDS = 20.0
SHORTEST_PAUSE = 0.01  # another process may be at the row that is next


class Worker:
    """Sends due deliveries and clears up doubtful ones, as fast as the shared pace allows."""

    def __init__(
        self,
        desk: DeliveryDesk,
        sender: Sender,
        clock: Clock,
        *,
        patience: float = ROUND_SECONDS,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._clock = clock
        self._patience = patience
        self._stopping = threading.Event()
        self._nudged = threading.Event()
        self._wait = wait or self._nudged.wait
        self._one_at_a_time = threading.Lock()
        self._waits = False
        self._reachable = True

    @property
    def has_more(self) -> bool:
        """Whether the last drain left something that can be done later."""
        return self._waits and not self._stopping.is_set()

    @property
    def reachable(self) -> bool:
        """Whether the front could be reached when it was last tried; true where nothing waits."""
        return self._reachable

    def drain(self) -> int:
        """Send and check what can be; returns how many sends were tried.

        It waits up to ``patience`` seconds for what can be done a little later, and comes
        back after a round in any case.
        """
        tried = 0
        with self._one_at_a_time:
            began = time.monotonic()
            self._waits = True
            while self.has_more and time.monotonic() - began < ROUND_SECONDS:
                sent = self._send_batch()
                tried += sent
                # Also amid a long send: what is in doubt does not wait for its end.
                if self._check_batch() or sent:
                    continue
                seconds = self._desk.seconds_to_next(self._clock.now())
                self._waits = seconds is not None
                self._reachable = self._reachable or not self._waits
                left = began + self._patience - time.monotonic()
                if seconds is None or left <= 0:
                    break
                self._pause(min(max(seconds, SHORTEST_PAUSE), left))
        return tried

    def nudge(self) -> None:
        """Look again at once for what is due (the clock moved, an operator decided)."""
        self._nudged.set()

    def stop(self) -> None:
        """Finish the message being sent and send no more."""
        self._stopping.set()
        self._nudged.set()

    def _pause(self, seconds: float) -> None:
        self._wait(seconds)
        if not self._stopping.is_set():
            self._nudged.clear()

    def _send_batch(self) -> int:
        """Send what one claim gives; beyond its time a message may be another's."""
        began = time.monotonic()
        batch = self._desk.claim(self._clock.now())
        budget = len(batch) * self._desk.timing.send.total_seconds()
        tried = 0
        for delivery in batch:
            if self._stopping.is_set() or time.monotonic() - began > budget:
                break
            tried += 1
            if not self._send(delivery):
                break
        for delivery in batch[tried:]:
            self._desk.give_back(delivery)
        return tried

    def _check_batch(self) -> int:
        """Look for the messages of which nobody knows whether they arrived."""
        batch = self._desk.doubtful() if not self._stopping.is_set() else ()
        for doubt in batch:
            if self._stopping.is_set():
                break
            self._check(doubt)
        return len(batch)

    def _check(self, doubt: Doubt) -> None:
        delivery = doubt.delivery
        result = self._sender.find(delivery.delivery_id, delivery.to or "", doubt.age)
        self._desk.settle_check(delivery, result)
        log.info("delivery %s looked for: %s", delivery.delivery_id, type(result).__name__)

    def _send(self, delivery: Delivery) -> bool:
        """Send one; False when the front wants no more for now."""
        ids = {
            **delivery.payload,
            "occurrence": delivery.occurrence_key,
            "delivery": delivery.delivery_id,
        }
        result = self._sender(delivery.kind, ids, delivery.to or "")
        self._desk.settle(delivery, result)
        log.info("delivery %s %s", delivery.delivery_id, type(result).__name__)
        self._reachable = not (isinstance(result, NotNow) and result.everyone)
        return self._reachable and not isinstance(result, RetryAfter)
