"""Which request a log line belongs to, and a name for its person that means nothing outside.

The pseudonym's key lives in this process for a day: lines of one day can be put together,
and nobody, not even the machine's keeper, can find out later whose they were.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from bot.core.office_calendar import tokyo_day

request_id: ContextVar[str] = ContextVar("request_id", default="")


@contextmanager
def request() -> Iterator[str]:
    """Give everything logged in this block, and thread, one new request id."""
    name = secrets.token_hex(6)
    token = request_id.set(name)
    try:
        yield name
    finally:
        request_id.reset(token)


class Pseudonyms:
    """Turns ids of people into short names that change every day and with every start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day: date | None = None
        self._key = b""

    def of(self, identifier: str, now: datetime) -> str:
        """The pseudonym of a staff or Slack id on that day; empty for nobody."""
        if not identifier:
            return ""
        with self._lock:
            if self._day != tokyo_day(now):
                self._day, self._key = tokyo_day(now), secrets.token_bytes(32)
            key = self._key
        return hmac.new(key, identifier.encode(), "sha256").hexdigest()[:12]
