"""When the course is posted: hour, weekdays, the pause in spring, and sections' busy times.

The values are content (``quizzes/calendar.yaml``), so that the 研修担当 changes them
without a programmer. A week that a pause touches on a 開庁日 is left out as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.office_calendar import is_business_day, monday_of

MonthDay = tuple[int, int]
FIRST_MINUTE, LAST_MINUTE = 9 * 60, 11 * 60 + 30
"""Between these a morning's post may begin: two hours later it still is no lunch break."""


class Weekday(StrEnum):
    """The weekdays a post may be put on."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"

    @property
    def number(self) -> int:
        """0 for Monday … 4 for Friday."""
        return tuple(Weekday).index(self)


@dataclass(frozen=True, slots=True)
class YearlyPause:
    """Days of every year without posts, both ends included; may go over New Year."""

    start: MonthDay
    end: MonthDay

    def holds_on(self, day: date) -> bool:
        """Whether the day is in the pause."""
        here = (day.month, day.day)
        if self.start <= self.end:
            return self.start <= here <= self.end
        return here >= self.start or here <= self.end


@dataclass(frozen=True, slots=True)
class Blackout:
    """A busy time of some sections, both ends included; ``note`` is why, for people."""

    section_ids: tuple[str, ...]
    start: date
    end: date
    note: str


SPRING = YearlyPause((3, 25), (4, 14))


@dataclass(frozen=True, slots=True)
class CourseCalendar:
    """``minute`` of the day (Tokyo) and weekdays of the posts, and when there are none.

    The first post comes on the first 開庁日 from ``first`` on, the second likewise from
    ``second``, with a 開庁日 between them.
    """

    minute: int = 10 * 60
    first: Weekday = Weekday.MONDAY
    second: Weekday = Weekday.WEDNESDAY
    pause: YearlyPause | None = SPRING
    blackouts: tuple[Blackout, ...] = ()

    def is_off(self, week: str) -> bool:
        """Whether nobody is posted anything in the ISO week."""
        pause = self.pause
        return pause is not None and any(map(pause.holds_on, business_days(week)))

    def sections_off(self, week: str) -> frozenset[str]:
        """The sections that are left alone in the ISO week."""
        days = tuple(business_days(week))
        return frozenset(
            section
            for busy in self.blackouts
            if any(busy.start <= day <= busy.end for day in days)
            for section in busy.section_ids
        )

    def post_days(self, week: str) -> tuple[date, ...]:
        """The days of the week's posts: none, one, or two with a 開庁日 between."""
        days = () if self.is_off(week) else tuple(business_days(week))
        if len(days) < 3:  # no day left between two posts
            return days[:1]
        first = min(_from(days, self.first), len(days) - 3)
        second = max(_from(days, self.second), first + 2)
        return days[first], days[second]


PLAIN = CourseCalendar()
"""What holds where the content says nothing else."""


def business_days(week: str) -> Iterator[date]:
    """The 開庁日 of an ISO week, Monday first."""
    monday = monday_of(week)
    return filter(is_business_day, (monday + timedelta(days=n) for n in range(5)))


def _from(days: tuple[date, ...], weekday: Weekday) -> int:
    """The place of the first of the days from that weekday on; the last one otherwise."""
    later = (n for n, day in enumerate(days) if day.weekday() >= weekday.number)
    return next(later, len(days) - 1)
