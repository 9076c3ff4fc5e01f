"""L3 at full size: ten years of posts, reminders, supervisors and surveys for 300 people."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.budget import MOST_IN_WINDOW, WINDOW
from bot.core.office_calendar import is_business_day
from tests.service.test_l3_calendar import CALENDARS, ten_years

PEOPLE = 300


def posts() -> Sequence[str]:
    """Nobody gets more than three in seven days, two on a day, or any on a closed day."""
    most = closed = doubled = 0
    for person in range(PEOPLE):
        days = sorted(ten_years(CALENDARS[0], person))
        doubled += len(days) - len(set(days))
        closed += sum(not is_business_day(day) for day in days)
        for place, day in enumerate(days):
            near = days[place : place + MOST_IN_WINDOW + 2]
            most = max(most, sum(other < day + WINDOW for other in near))
    print(f"L3 {PEOPLE} people, 2025-2035: at most {most} in 7 days, {closed} on closed days")
    faults = [f"{most} in seven days"] if most > MOST_IN_WINDOW else []
    faults += [f"{closed} on closed days"] if closed else []
    return faults + ([f"{doubled} days with two"] if doubled else [])
