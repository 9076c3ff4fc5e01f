"""How much of an outage fell into office hours, when somebody would have needed the bot."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.office_calendar import at_tokyo, is_business_day, tokyo_day

OPENS, CLOSES = (9, 0), (17, 30)
_LONGEST = timedelta(days=31)  # beyond this only "long" matters


def office_time(since: datetime, until: datetime) -> timedelta:
    """The part of ``since`` … ``until`` on business days 9:00-17:30 (a month at most)."""
    since = max(since, until - _LONGEST)
    day, total = tokyo_day(since), timedelta(0)
    while day <= tokyo_day(until):
        if is_business_day(day):
            opens, closes = at_tokyo(day, *OPENS), at_tokyo(day, *CLOSES)
            total += max(timedelta(0), min(until, closes) - max(since, opens))
        day += timedelta(days=1)
    return total
