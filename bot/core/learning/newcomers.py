"""Who is in the four-week track for newcomers: counted in weeks with posts, not in days."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.learning.course_calendar import CourseCalendar
from bot.core.office_calendar import monday_of, week_of

TRACK_WEEKS = 4
_LOOK_BACK = 60
"""Weeks: farther back a calendar that pauses for most of the year is not followed."""


def track_since(week: str, calendar: CourseCalendar) -> date:
    """Who came to the ward on this day or later is in the track in the ISO week.

    They have had posts in fewer than four weeks before it, whatever pause lay between.
    """
    monday, seen = monday_of(week), 0
    for _ in range(_LOOK_BACK):
        days = calendar.post_days(week_of(monday))
        seen += bool(days)
        if seen > TRACK_WEEKS:
            return days[-1] + timedelta(days=1)
        monday -= timedelta(days=7)
    return monday
