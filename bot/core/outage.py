"""An outage as staff feel it: how much of it fell into office hours, and how to catch up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.core.delivery import NOON, SendingHours
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
        found = list(_of_day(day, now, hours, until)) if is_business_day(day) else []
        yield from found
        days += bool(found)
        day += _DAY


def _of_day(
    day: date, now: datetime, hours: SendingHours, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The same of one day: before noon and after it, where noon is left alone."""
    halves = [(hours.opens, hours.closes)]
    if hours.business_days:
        halves = [
            (hours.opens, min(hours.closes, NOON[0])),
            (max(hours.opens, NOON[1]), hours.closes),
        ]
    for first, last in halves:
        begins = max(now, at_tokyo(day, 0) + timedelta(minutes=first))
        ends = min(until, at_tokyo(day, 0) + timedelta(minutes=last))
        if begins < ends:
            yield begins, ends - min(IN_TIME, (ends - begins) / 2)


def _moment(
    spans: list[tuple[datetime, datetime]], passed: timedelta, otherwise: datetime
) -> datetime:
    """Where one stands in the spans after so much of them."""
    for begins, ends in spans:
        if passed < ends - begins:
            return begins + passed
        passed -= ends - begins
    return otherwise
