"""How long a transaction may wait: shortly where a person waits for an acknowledgement.

Slack shows an error of its own three seconds after a press. Whoever answers a press
says so with :func:`hurry`; the store then gives up in time for a kind sentence. Work
that nobody waits for keeps its own, longer patience.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def hurry(seconds: float) -> Iterator[None]:
    """In this block, and this thread, nothing waits beyond ``seconds`` from now."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def left(otherwise: float) -> float:
    """Seconds that may still be waited: at most ``otherwise``, never less than zero."""
    deadline = _deadline.get()
    if deadline is None:
        return otherwise
    return max(0.0, min(otherwise, deadline - time.monotonic()))


def is_hurried() -> bool:
    """Whether somebody waits for the end of this."""
    return _deadline.get() is not None
