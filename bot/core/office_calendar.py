"""開庁日: which days the ward is open, and how weeks of training are named.

Closed are Saturdays, Sundays, national holidays (jpholiday, source: 国民の祝日に
関する法律) and 29 December to 3 January. The last follows 大阪府の休日に関する条例
第2条 and 大阪市サービスカウンター; the city's own ordinance was not read (facts-update §4).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import jpholiday

from bot.core.clock import TOKYO


def is_business_day(day: date) -> bool:
    """Whether ``day`` is a 開庁日 (weekday counters)."""
    return day.weekday() < 5 and not is_holiday(day)


@lru_cache(maxsize=1024)  # the rules of a year are costly, and the same days are asked for
def is_holiday(day: date) -> bool:
    """Whether ``day`` is a national holiday or at the year's end, on any day of the week."""
    return (day.month, day.day) in _YEAR_END or bool(jpholiday.is_holiday(day))


_YEAR_END = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


def next_business_day(day: date) -> date:
    """``day`` itself if it is a business day, else the next one."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def week_of(day: date) -> str:
    """The ISO week a day belongs to, as ``2026-W47``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(week: str) -> date:
    """The Monday of an ISO week written as ``2026-W47``."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def at_tokyo(day: date, hour: int, minute: int = 0) -> datetime:
    """That wall-clock time in Tokyo, aware."""
    return datetime.combine(day, time(hour, minute), tzinfo=TOKYO)


def tokyo_day(now: datetime) -> date:
    """The calendar day in Tokyo at an aware moment."""
    return now.astimezone(TOKYO).date()
