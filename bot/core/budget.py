"""One budget for everything a person gets unasked: three in seven days, one a day, not at noon.

What a person asked for, and apologies to those who wrote first, cost nothing. Neither do
notices and the monthly summary: they go to few people, for the office they hold.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.clock import TOKYO
from bot.core.delivery import DeliveryKind, SendingHours
from bot.core.office_calendar import at_tokyo, is_business_day, next_business_day

COUNTED: frozenset[DeliveryKind] = frozenset(
    {DeliveryKind.QUIZ, DeliveryKind.REMINDER, DeliveryKind.SURVEY}
)
"""Whatever a person gets unasked as one of the staff."""
MOST_IN_WINDOW = 3
WINDOW = timedelta(days=7)

MORNING = SendingHours(9 * 60, 12 * 60, business_days=True)
AFTERNOON = SendingHours(13 * 60, 17 * 60, business_days=True)
LEAST_MINUTES = 30
"""A half-day with less than this left is not begun: a section takes some minutes to reach."""


class Withheld(StrEnum):
    """Why a person is not sent something now."""

    ONE_A_DAY = "one_a_day"
    THREE_A_WEEK = "three_a_week"
    NOTHING_TO_ANSWER = "nothing_to_answer"
    NO_ACCOUNT = "no_account"
    PAUSED = "paused"
    SURVEY_OPEN = "survey_open"


@dataclass(frozen=True, slots=True)
class Slot:
    """The half-day in which something goes out: from ``due_at`` until ``expires_at``."""

    due_at: datetime
    expires_at: datetime
    hours: SendingHours

    @property
    def day(self) -> date:
        """The day of it in Tokyo."""
        return self.due_at.astimezone(TOKYO).date()


def withheld(days: Collection[date], day: date) -> Withheld | None:
    """Why one more message on ``day`` is too many for who has or will have one on ``days``."""
    if day in days:
        return Withheld.ONE_A_DAY
    span = WINDOW.days - 1
    for back in range(WINDOW.days):
        first = day - timedelta(days=back)
        last = first + timedelta(days=span)
        if sum(first <= other <= last for other in days) >= MOST_IN_WINDOW:
            return Withheld.THREE_A_WEEK
    return None


def gives_way(kind: DeliveryKind, *, survey_open: bool) -> bool:
    """Whether such a message is left out: an open survey's own take the reminders' place."""
    return survey_open and kind is DeliveryKind.REMINDER


def next_slot(now: datetime) -> Slot:
    """The half-day in which what is asked for now can go out: mornings or afternoons of 開庁日."""
    local = now.astimezone(TOKYO)
    today, minute = local.date(), local.hour * 60 + local.minute
    if is_business_day(today):
        for hours in (MORNING, AFTERNOON):
            if minute + LEAST_MINUTES <= hours.closes:
                return _slot(today, hours, now)
    return _slot(next_business_day(today + timedelta(days=1)), MORNING, now)


def _slot(day: date, hours: SendingHours, now: datetime) -> Slot:
    begins = at_tokyo(day, hours.opens // 60)
    return Slot(max(begins, now), at_tokyo(day, hours.closes // 60), hours)
