"""How payloads reach the app: the two kinds of link, and what they have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.workspace.model import Json

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True, slots=True)
class SocketDelivery:
    """Deliver over Socket Mode: the app connects to the workspace."""


@dataclass(frozen=True, slots=True)
class HttpDelivery:
    """Deliver as signed POSTs to ``url``."""

    url: str
    signing_secret: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Which repetition of an event this is (from 1), and why it is repeated."""

    number: int
    reason: str


class Link(Protocol):
    """A way to the app."""

    @property
    def connected(self) -> bool:
        """Whether a payload sent now would find somebody."""
        ...

    async def deliver(self, kind: Kind, payload: Json, retry: Retry | None) -> object:
        """Hand over one payload and return the body of its acknowledgement.

        Raises:
            NotDelivered: no acknowledgement came in time.
        """
        ...
