"""Values of the one door through which the bot sends anything unasked.

An *occurrence* is something that is due once in the calendar (``quiz/2026-W47/1``);
a *delivery* is that occurrence for one person. The door's other side is a
``Sender`` that app.py hands to the worker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class DeliveryKind(StrEnum):
    """What is sent; a front renders each kind its own way."""

    QUIZ = "quiz"
    NOTICE = "notice"


class DeliveryState(StrEnum):
    """Life of a delivery row."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something due once; ``key`` comes from the calendar, never from the present moment."""

    key: str
    kind: DeliveryKind
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedDelivery:
    """An occurrence for one person; ``payload`` holds ids only, never text about anyone."""

    staff_id: str
    payload: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery row as claimed or read; ``to`` is the Slack user id."""

    delivery_id: str
    occurrence_key: str
    kind: DeliveryKind
    staff_id: str
    to: str | None
    payload: Mapping[str, str]
    state: DeliveryState
    due_at: datetime
    expires_at: datetime
    attempts: int
    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The front accepted the message; ``channel`` and ``ts`` name it."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Nothing was sent; try again after ``seconds``."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """It may or may not have been sent (time-out, dropped connection, 5xx)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not sent and never will be (account gone, message invalid)."""

    reason: str


SendResult = Sent | RetryAfter | Ambiguous | Refused


class Sender(Protocol):
    """The worker's view of a front."""

    def __call__(
        self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
    ) -> SendResult:
        """Send one message of ``kind`` built from ``payload_ids`` to the person ``to``."""
        ...
