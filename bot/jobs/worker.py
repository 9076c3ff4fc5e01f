"""Draining the ledger: claim what is due, hand it to the sender, write down the result."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from bot.core.clock import Clock
from bot.core.delivery import Delivery, RetryAfter, Sender
from bot.service.delivery import DeliveryDesk

log = logging.getLogger(__name__)

# Slack documents about one message a second for posting.
SECONDS_BETWEEN_POSTS = 1.0


class Worker:
    """Sends due deliveries one after the other, at most about one a second."""

    def __init__(
        self,
        desk: DeliveryDesk,
        sender: Sender,
        clock: Clock,
        *,
        seconds_between_posts: float = SECONDS_BETWEEN_POSTS,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._clock = clock
        self._pause = seconds_between_posts
        self._stopping = threading.Event()
        self._wait = wait or self._stopping.wait
        self._one_at_a_time = threading.Lock()

    def drain(self) -> int:
        """Send everything due now; returns how many were tried."""
        tried = 0
        with self._one_at_a_time:
            while not self._stopping.is_set():
                batch = self._desk.claim(self._clock.now())
                if not batch:
                    return tried
                for delivery in batch:
                    self._send(delivery)
                    tried += 1
        return tried

    def stop(self) -> None:
        """Finish the message being sent and send no more."""
        self._stopping.set()

    def _send(self, delivery: Delivery) -> None:
        if self._stopping.is_set():
            self._desk.settle(delivery, RetryAfter(0), self._clock.now())
            return
        started = time.monotonic()
        ids = {
            **delivery.payload,
            "occurrence": delivery.occurrence_key,
            "delivery": delivery.delivery_id,
        }
        result = self._sender(delivery.kind, ids, delivery.to or "")
        self._desk.settle(delivery, result, self._clock.now())
        log.info("delivery %s %s", delivery.delivery_id, type(result).__name__)
        self._wait(max(0.0, self._pause - (time.monotonic() - started)))
