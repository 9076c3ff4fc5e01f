"""Slack calls that may follow an acknowledgement: they must not make the person wait.

Bolt's lazy listeners cannot be used: they copy the request, and a client with a TLS
context cannot be copied.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from bot.slack.errors import sentence_for

THREADS = 2


class Afterwards:
    """Runs work in the background, a few at a time; a failure is logged by kind only."""

    def __init__(self, publish: Callable[[str], None]) -> None:
        self._publish = publish
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="afterwards")

    def do(self, work: Callable[[], None]) -> None:
        """Run ``work`` soon."""
        self._pool.submit(work).add_done_callback(_report)

    def refresh_home(self, user_id: str) -> None:
        """Publish a person's App Home again soon."""
        self.do(lambda: self._publish(user_id))


def _report(done: Future[None]) -> None:
    error = done.exception()
    if isinstance(error, Exception):
        sentence_for(error)
