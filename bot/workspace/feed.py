"""Telling open pages what has changed, one queue per page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.workspace.model import Json


@dataclass(eq=False)
class Listener:
    """One open page and the changes it has not yet been told; None ends the stream."""

    user: str
    queue: asyncio.Queue[Json | None] = field(default_factory=asyncio.Queue)


class Feed:
    """Numbers every change and hands it to the pages that may see it."""

    def __init__(self) -> None:
        self.version = 0
        self._listeners: set[Listener] = set()

    @contextmanager
    def listen(self, user: str) -> Iterator[Listener]:
        """A page's subscription for as long as it is open."""
        listener = Listener(user)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def publish(
        self, what: str, *, users: set[str] | None = None, channel: str | None = None
    ) -> None:
        """Announce a change of ``what`` to ``users``, or to everybody."""
        self.version += 1
        news: Json = {"version": self.version, "changed": [what]}
        if channel is not None:
            news["channel"] = channel
        for listener in self._listeners:
            if users is None or listener.user in users:
                listener.queue.put_nowait(news)

    def end(self) -> None:
        """End every stream, so that the server can stop."""
        for listener in self._listeners:
            listener.queue.put_nowait(None)
