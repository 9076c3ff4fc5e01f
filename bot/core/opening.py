"""Whether a desk or line is open at a moment, until when, and when it opens next.

A timetable is a handful of rules, each a kind of day and a span of minutes. Saturdays,
national holidays and the year's end come from ``office_calendar``; all times are Tokyo's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.core.clock import TOKYO
from bot.core.office_calendar import is_holiday

MINUTES_A_DAY = 24 * 60
# How far ahead an opening and a closing are looked for, in days; a later one counts as none.
HORIZON = 366
CLOSES_WITHIN = 14


class OnHolidays(StrEnum):
    """What a timetable says about national holidays and the year's end."""

    CLOSED = "closed"
    AS_USUAL = "as_usual"
    UNKNOWN = "unknown"  # the source does not say


@dataclass(frozen=True, slots=True)
class Rule:
    """On which days something opens, from and until which minute after midnight.

    0 ≤ ``opens`` < 1440, ``opens`` < ``closes`` ≤ 2880, where more than 1440 reaches into
    the next day. Both 0: closed that day, which only a rule with a ``day`` can say.
    ``weekdays`` counts from Monday 0; ``nth`` 1–5 picks the n-th such weekday of a month,
    ``month_day`` a day of every month, ``day`` one date. ``holidays``: holds on every
    national holiday and at the year's end too.
    """

    opens: int
    closes: int
    weekdays: frozenset[int] = frozenset()
    nth: int | None = None
    month_day: int | None = None
    day: date | None = None
    holidays: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something is open; a rule for one date replaces all others on that date.

    ``text`` is how whoever entered it wrote it, for showing.
    """

    rules: tuple[Rule, ...] = ()
    always: bool = False
    on_holidays: OnHolidays = OnHolidays.CLOSED
    text: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """Open or not at the moment asked about.

    ``is_open`` None: the hours are not known. ``next_open`` (Tokyo) only while closed: the
    first moment known to be open, None when there is none within a year. ``closes``
    (Tokyo) only while open, None when it does not close within two weeks.
    """

    is_open: bool | None
    next_open: datetime | None = None
    closes: datetime | None = None


UNKNOWN = Opening(None)
ALWAYS = Schedule(always=True)

# 平日 9:00–17:30 (facts-update §0.5 and §4; read for other wards, 住之江区 itself not seen).
# Without a text, for it orders what is shown and is itself shown to nobody as a fact.
COUNTER_HOURS = Schedule((Rule(9 * 60, 17 * 60 + 30, frozenset(range(5))),))

_Span = tuple[datetime, datetime]


def opening_at(schedule: Schedule | None, now: datetime) -> Opening:
    """The state of a timetable at an aware moment; None is a timetable nobody knows."""
    if schedule is None:
        return UNKNOWN
    if schedule.always:
        return Opening(is_open=True)
    local = now.astimezone(TOKYO)
    if any(start <= local < end for start, end in _around(schedule, local.date())):
        return Opening(is_open=True, closes=_end(schedule, local))
    if not _is_known(schedule, local.date()):
        return UNKNOWN
    return Opening(is_open=False, next_open=_next_start(schedule, local))


def best_of(openings: Iterable[Opening]) -> Opening:
    """The state of several lines of which one is enough: open if any is known to be."""
    held = tuple(openings)
    for wanted in (True, None):
        found = next((o for o in held if o.is_open is wanted), None)
        if found is not None:
            return found
    starts = [o.next_open for o in held if o.next_open is not None]
    return Opening(is_open=False, next_open=min(starts, default=None)) if held else UNKNOWN


def _rules_of(schedule: Schedule, day: date) -> Iterator[Rule]:
    own = [rule for rule in schedule.rules if rule.day == day]
    if own:
        yield from own
        return
    holiday = is_holiday(day)
    usual = not holiday or schedule.on_holidays is OnHolidays.AS_USUAL
    for rule in schedule.rules:
        if rule.day is None and ((holiday and rule.holidays) or (usual and _holds(rule, day))):
            yield rule


def _holds(rule: Rule, day: date) -> bool:
    if rule.month_day is not None:
        return day.day == rule.month_day
    if day.weekday() not in rule.weekdays:
        return False
    return rule.nth is None or (day.day - 1) // 7 + 1 == rule.nth


def _is_known(schedule: Schedule, day: date) -> bool:
    if schedule.on_holidays is not OnHolidays.UNKNOWN or not is_holiday(day):
        return True
    return next(_rules_of(schedule, day), None) is not None


def _spans(schedule: Schedule, day: date) -> list[_Span]:
    """What opens on a day, from and until when."""
    midnight = datetime.combine(day, time(), tzinfo=TOKYO)
    return sorted(
        (midnight + timedelta(minutes=rule.opens), midnight + timedelta(minutes=rule.closes))
        for rule in _rules_of(schedule, day)
        if rule.opens < rule.closes
    )


def _around(schedule: Schedule, day: date) -> list[_Span]:
    """What may be open on a day: what opens on it, and what the day before reaches into."""
    return _spans(schedule, day - timedelta(days=1)) + _spans(schedule, day)


def _end(schedule: Schedule, local: datetime) -> datetime | None:
    """When it closes without opening again at once; None beyond ``CLOSES_WITHIN``."""
    last = local
    while last - local <= timedelta(days=CLOSES_WITHIN):
        ends = [end for start, end in _around(schedule, last.date()) if start <= last < end]
        if not ends:
            return last
        last = max(ends)
    return None


def _next_start(schedule: Schedule, local: datetime) -> datetime | None:
    for days in range(HORIZON + 1):
        for start, _ in _spans(schedule, local.date() + timedelta(days=days)):
            if start > local:
                return start
    return None
