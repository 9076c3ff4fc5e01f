"""Slack calls that may follow an acknowledgement: they must not make the person wait.

Bolt's lazy listeners cannot be used: they copy the request, and a client with a TLS
context cannot be copied.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from bot.slack.errors import sentence_for
from bot.slack.traffic import Traffic

THREADS = 2
HOME_PATIENCE = 2.0
MOST_HOMES = 500


class Afterwards:
    """Runs work in the background, a few at a time; a failure is logged by kind only."""

    def __init__(self, publish: Callable[[str], None], traffic: Traffic) -> None:
        self._publish = publish
        self._traffic = traffic
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="afterwards")
        self._homes = ThreadPoolExecutor(1, thread_name_prefix="homes")
        self._lock = threading.Lock()
        self._waiting: set[str] = set()

    def do(self, work: Callable[[], None]) -> None:
        """Run ``work`` soon."""
        self._pool.submit(work).add_done_callback(_report)

    def refresh_home(self, user_id: str) -> None:
        """Publish a person's App Home again soon: once, however often they are named meanwhile.

        It waits for a lull between requests, and in the greatest rush is left out: App
        Home is built anew whenever somebody opens it.
        """
        with self._lock:
            if user_id in self._waiting or len(self._waiting) >= MOST_HOMES:
                return
            self._waiting.add(user_id)
        self._homes.submit(self._refresh, user_id).add_done_callback(_report)

    def close(self) -> None:
        """Finish what has begun and what was queued; App Homes that still wait are left out."""
        self._homes.shutdown(cancel_futures=True)
        self._pool.shutdown()

    def _refresh(self, user_id: str) -> None:
        self._traffic.wait_for_lull(HOME_PATIENCE)
        with self._lock:
            self._waiting.discard(user_id)
        self._publish(user_id)


def _report(done: Future[None]) -> None:
    error = None if done.cancelled() else done.exception()
    if isinstance(error, Exception):
        sentence_for(error)
