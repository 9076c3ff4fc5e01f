"""An outage as staff feel it: how much of it fell into office hours, and how to catch up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.core.delivery import SendingHours
from bot.core.office_calendar import at_tokyo, is_business_day, tokyo_day

OPENS, CLOSES = (9, 0), (17, 30)
LONG = timedelta(minutes=30)
"""Beyond this much office time an outage is told, and what is overdue is spread."""
CATCH_UP_DAYS = 2
IN_TIME = timedelta(minutes=15)
"""So long before closing the last ones are due: the pace makes some of them later."""
_LONGEST = timedelta(days=31)  # beyond this only "long" matters
_DAY = timedelta(days=1)


def office_time(since: datetime, until: datetime) -> timedelta:
    """The part of ``since`` … ``until`` on business days 9:00-17:30 (a month at most)."""
    since = max(since, until - _LONGEST)
    day, total = tokyo_day(since), timedelta(0)
    while day <= tokyo_day(until):
        if is_business_day(day):
            opens, closes = at_tokyo(day, *OPENS), at_tokyo(day, *CLOSES)
            total += max(timedelta(0), min(until, closes) - max(since, opens))
        day += _DAY
    return total


def was_long(since: datetime, until: datetime) -> bool:
    """Whether a silence from ``since`` to ``until`` kept people waiting for long."""
    return office_time(since, until) > LONG


def catching_up(
    now: datetime, hours: SendingHours, until: datetime, parts: int
) -> tuple[datetime, ...]:
    """``parts`` moments, evenly over what is left of two business days of sending.

    A day counts when something can still be sent on it, today included. All of them lie
    before ``until``; where nothing is left they are ``now``.
    """
    spans = list(_spans(now, hours, until))
    whole = sum((ends - begins for begins, ends in spans), timedelta(0))
    return tuple(_moment(spans, whole * number / parts, now) for number in range(parts))


def last_of(now: datetime, hours: SendingHours) -> datetime:
    """When catching up from ``now`` ends: near closing time of its last day."""
    return [ends for _, ends in _spans(now, hours, now + _LONGEST)][-1]


def _spans(
    now: datetime, hours: SendingHours, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The hours of the next business days in which something may become due."""
    day, days = tokyo_day(now), 0
    while days < CATCH_UP_DAYS and at_tokyo(day, 0) < until:
        begins = max(now, at_tokyo(day, 0) + timedelta(minutes=hours.opens))
        ends = min(until, at_tokyo(day, 0) + timedelta(minutes=hours.closes))
        if begins < ends and is_business_day(day):
            yield begins, ends - min(IN_TIME, (ends - begins) / 2)
            days += 1
        day += _DAY


def _moment(
    spans: list[tuple[datetime, datetime]], passed: timedelta, otherwise: datetime
) -> datetime:
    """Where one stands in the spans after so much of them."""
    for begins, ends in spans:
        if passed < ends - begins:
            return begins + passed
        passed -= ends - begins
    return otherwise
