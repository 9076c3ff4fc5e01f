"""Values of the one door through which the bot sends anything unasked.

An *occurrence* is something that is due once in the calendar (``quiz/2026-W47/1``);
a *delivery* is that occurrence for one person. The door's other side is a
``Sender`` that app.py hands to the worker.

Two times are kept apart: the calendar says what is due and until when it is worth
sending; real time, which nobody moves, measures leases, graces and waiting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.core.clock import TOKYO
from bot.core.office_calendar import is_business_day


class DeliveryKind(StrEnum):
    """What is sent; a front renders each kind its own way."""

    QUIZ = "quiz"
    NOTICE = "notice"
    APOLOGY = "apology"
    REMINDER = "reminder"
    SURVEY = "survey"
    MONTHLY = "monthly"
    SITTING = "sitting"


@dataclass(frozen=True, slots=True)
class SendingHours:
    """When a message may go out in Tokyo: minutes of the day, and on which days.

    ``opens`` is the first minute, ``closes`` the first one no longer allowed. Hours of
    business days leave out noon.
    """

    opens: int
    closes: int
    business_days: bool

    def allow(self, now: datetime) -> bool:
        """Whether a message may go out at that moment."""
        local = now.astimezone(TOKYO)
        minute = local.hour * 60 + local.minute
        if not self.opens <= minute < self.closes:
            return False
        at_noon = NOON[0] <= minute < NOON[1]
        return not self.business_days or (is_business_day(local.date()) and not at_noon)


NOON = (12 * 60, 13 * 60)
"""The lunch break, in minutes of the day: nobody is disturbed in it."""
ANY_TIME = SendingHours(0, 24 * 60, business_days=False)
OFFICE_HOURS = SendingHours(9 * 60, 17 * 60, business_days=True)
HOURS: Mapping[DeliveryKind, SendingHours] = {
    DeliveryKind.QUIZ: OFFICE_HOURS,
    DeliveryKind.NOTICE: ANY_TIME,
    DeliveryKind.APOLOGY: OFFICE_HOURS,
    DeliveryKind.REMINDER: OFFICE_HOURS,
    DeliveryKind.SURVEY: OFFICE_HOURS,
    DeliveryKind.MONTHLY: OFFICE_HOURS,
    DeliveryKind.SITTING: ANY_TIME,
}
"""What is late goes out in the next of these hours, until its occurrence expires."""

BULK: frozenset[DeliveryKind] = frozenset({DeliveryKind.QUIZ})
"""Kinds for the whole ward: everything else goes before them."""

REPLIES: frozenset[DeliveryKind] = frozenset({DeliveryKind.APOLOGY})
"""What answers somebody who wrote first: no push, wherever pushes are counted or limited."""

NEVER_SENT: frozenset[DeliveryKind] = frozenset({DeliveryKind.SITTING})
"""Occurrences without messages: people come by themselves, and answers refer to it."""

SPREAD: frozenset[DeliveryKind] = frozenset(DeliveryKind) - {DeliveryKind.NOTICE}
"""What is spread after an outage: all but the few notices, which say what is wrong."""


class DeliveryState(StrEnum):
    """Life of a delivery row.

    HELD: planned like the others, but no message is sent; it waits on App Home.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"
    HELD = "held"


class OccurrenceState(StrEnum):
    """Whether an occurrence's messages may go out.

    MISSED: the bot stood still until it had expired, so nobody was asked.
    """

    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something due once; ``key`` comes from the calendar, never from the present moment.

    Without ``hours`` those of its kind hold.
    """

    key: str
    kind: DeliveryKind
    due_at: datetime
    expires_at: datetime
    hours: SendingHours | None = None

    @property
    def sending_hours(self) -> SendingHours:
        """The hours that hold."""
        return self.hours or HOURS[self.kind]


@dataclass(frozen=True, slots=True)
class PlannedDelivery:
    """An occurrence for one person; ``payload`` holds ids only, never text about anyone.

    ``due_at``: later than the occurrence for this person. ``held``: no message is sent.
    """

    staff_id: str
    payload: Mapping[str, str] = field(default_factory=dict)
    due_at: datetime | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery row as claimed or read; ``to`` is the Slack user id.

    ``attempts`` counts sends, ``checks`` the checks that did not find the message, and
    ``turn`` how often the row was taken in hand: who holds an older turn changes nothing.
    """

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
    checks: int = 0
    turn: int = 0
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A delivery of which nobody knows whether it arrived; first tried ``age`` ago."""

    delivery: Delivery
    age: timedelta


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things may take, in real time.

    ``send`` is more than one call to the front can take; ``grace`` is how long the front
    may still act on a call after it; ``most_checks`` fruitless checks end a delivery.
    """

    send: timedelta = timedelta(seconds=10)
    grace: timedelta = timedelta(seconds=60)
    most_checks: int = 6

    def lease(self, size: int) -> timedelta:
        """How long a batch is its taker's alone.

        Its last message begins within ``size`` sends; when the lease ends, so has the grace.
        """
        return (size + 1) * self.send + self.grace


@dataclass(frozen=True, slots=True)
class Sent:
    """The front accepted the message; ``channel`` and ``ts`` name it."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """The front asks the whole app to wait for ``seconds``; nothing was done."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NotNow:
    """Nothing was done, for a reason that passes: again after ``seconds``.

    With ``everyone`` the reason concerns every message (the front cannot be reached).
    """

    seconds: float
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """It may or may not have been sent (time-out, dropped connection, 5xx)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not sent and never will be (account gone, message invalid)."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotArrived:
    """The conversation was read to the end, and the message is not in it."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The front answered that the conversation cannot be read, or not to the end."""

    reason: str


SendResult = Sent | RetryAfter | NotNow | Ambiguous | Refused
CheckResult = Sent | NotArrived | Unreadable | RetryAfter | NotNow


class Sender(Protocol):
    """The worker's view of a front."""

    def __call__(
        self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
    ) -> SendResult:
        """Send one message of ``kind`` built from ``payload_ids`` to the person ``to``."""
        ...

    def find(self, delivery_id: str, to: str, age: timedelta, /) -> CheckResult:
        """Whether a message first tried ``age`` ago stands in the person's conversation."""
        ...
