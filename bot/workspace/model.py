"""What a local Slack is made of: people, channels, messages, files and views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Json = dict[str, Any]
Recorder = Callable[[Mapping[str, object]], None]

SLACKBOT = "USLACKBOT"
TIMEOUT_NOTICE = "うまくつながりませんでした。少し待ってから、もう一度お試しください。"


class ClockControl(Protocol):
    """The demonstration's clock: read it, or move it forward."""

    def now(self) -> datetime:
        """The present moment (aware)."""
        ...

    def advance_to(self, moment: datetime) -> None:
        """Move to ``moment``; ValueError when that would be backwards."""
        ...

    def next_post(self) -> datetime:
        """When the app next sends something by itself, for the button that leads there."""
        ...


@dataclass(frozen=True, slots=True)
class Person:
    """A fictional member of staff; ``title`` is what the page shows beside the name."""

    slack_user_id: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of the real clock: trigger life, wait for an ack, retries, response_url life."""

    trigger: float = 3.0
    ack: float = 3.0
    retries: tuple[float, ...] = (0.0, 1.0, 5.0)
    response_url: float = 1800.0


@dataclass(slots=True)
class Message:
    """A message; ``only_for`` names the one reader of an ephemeral message."""

    ts: str
    sender: str
    text: str
    blocks: list[Json] | None = None
    metadata: Json | None = None
    thread_ts: str | None = None
    edited_ts: str | None = None
    files: list[str] = field(default_factory=list)
    only_for: str | None = None


@dataclass(slots=True)
class Channel:
    """A public channel, or the direct message between the app and ``partner``."""

    id: str
    name: str
    kind: Literal["channel", "im"]
    members: set[str]
    partner: str | None = None
    messages: list[Message] = field(default_factory=list)


@dataclass(slots=True)
class StoredFile:
    """An uploaded file; ``content`` is None until the bytes have arrived."""

    id: str
    name: str
    title: str
    mimetype: str
    alt: str
    length: int
    created: int
    content: bytes | None = None
    shared_in: list[str] = field(default_factory=list)
    sender: str = ""  # empty: the app


@dataclass(slots=True)
class OpenView:
    """A view on somebody's screen: the object Slack would return, and what the page shows."""

    body: Json
    owner: str
    errors: dict[str, str] = field(default_factory=dict)
    notice: str | None = None

    @property
    def id(self) -> str:
        """The view id."""
        return str(self.body["id"])
