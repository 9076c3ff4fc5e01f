"""L3: ten years of posts, reminders, supervisors and surveys, and nobody gets too much.

The calendar and the budget alone, as the planner and the reminders use them, with every post
as late as an outage can make it. The whole service over a year of 300 people is played by
``simulate-year``; many more people and calendars by ``make bench-training``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.budget import MOST_IN_WINDOW, WINDOW, next_slot, withheld
from bot.core.clock import TOKYO
from bot.core.delivery import OFFICE_HOURS, Occurrence
from bot.core.learning.choices import AFTERNOON_MINUTE
from bot.core.learning.course_calendar import CourseCalendar, Weekday, YearlyPause
from bot.core.learning.weeks import weekly_posts, weeks_between
from bot.core.office_calendar import at_tokyo, is_business_day, monday_of, tokyo_day
from bot.service.course_reminders import expected_days, weekly_reminder

FIRST, LAST = date(2025, 1, 1), date(2035, 12, 31)
CALENDARS = (
    CourseCalendar(),
    CourseCalendar(11 * 60 + 30, Weekday.TUESDAY, Weekday.THURSDAY),
    CourseCalendar(9 * 60, Weekday.WEDNESDAY, Weekday.FRIDAY, None),
    CourseCalendar(9 * 60, Weekday.MONDAY, Weekday.FRIDAY, YearlyPause((12, 20), (1, 15))),
)


def _draw(*about: object) -> int:
    """A number that looks random and is the same each time."""
    return int.from_bytes(sha256("/".join(map(str, about)).encode()).digest()[:4])


def _open_days(first: datetime, expires: datetime) -> Sequence[date]:
    """The days on which a post that is late may go out."""
    days = (expires - first).days + 2
    found = (tokyo_day(first) + timedelta(days=n) for n in range(days))
    return [d for d in found if is_business_day(d) and at_tokyo(d, 9) < expires]


def _sent_on(post: Occurrence, seed: object) -> date:
    """Mostly on time; one post in five as late as chance has it."""
    days = _open_days(post.due_at, post.expires_at)
    return days[_draw(seed, post.key) % len(days) if _draw(post.key, seed, "late") % 5 == 0 else 0]


def ten_years(calendar: CourseCalendar, person: int) -> Iterator[date]:
    """The days on which one person gets something, in ten years of everything at once."""
    got: set[date] = set()
    for week in weeks_between(FIRST, LAST):
        got = {day for day in got if day >= monday_of(week) - 2 * WINDOW}
        for post in weekly_posts(week, calendar):
            day = tokyo_day(post.due_at)
            if withheld(got, day) is None:
                sent = _sent_on(post, person)
                got.add(sent)
                yield sent
        reminder = weekly_reminder(week, calendar)
        asked = [reminder.due_at] if reminder and _draw(person, week) % 3 else []
        asked += [at_tokyo(d, 8 + _draw(person, d) % 10) for d in _chosen_days(week, person)]
        for moment in sorted(asked):
            slot = next_slot(moment)
            if withheld(got | expected_days(slot.day, calendar), slot.day) is None:
                assert slot.hours.allow(slot.due_at)
                got.add(slot.day)
                yield slot.day


def _chosen_days(week: str, person: int) -> Iterator[date]:
    """When the supervisor presses the button or a survey would write, on whatever day."""
    monday = monday_of(week)
    for n in range(7):
        if _draw(person, week, n) % 2:
            yield monday + timedelta(days=n)


@pytest.mark.parametrize("number", range(len(CALENDARS)))
def test_l3_nobody_gets_more_than_three_in_seven_days_in_ten_years(number: int) -> None:
    for person in range(2):
        days = list(ten_years(CALENDARS[number], person))
        assert len(days) == len(set(days)), "at most one a day"
        assert len(days) > 800, "and nobody is forgotten"
        assert all(map(is_business_day, days))
        ordered = sorted(days)
        for place, day in enumerate(ordered):
            window = [d for d in ordered[place : place + 8] if d < day + WINDOW]
            assert len(window) <= MOST_IN_WINDOW


@settings(max_examples=60, deadline=None)
@given(
    st.dates(FIRST, LAST - timedelta(days=90)),
    st.sampled_from(CALENDARS),
    st.integers(0, 10**6),
)
def test_l3_posts_alone_never_need_the_budget(
    start: date, calendar: CourseCalendar, seed: int
) -> None:
    """Whatever their lateness: so no post of the course is ever held back by another one."""
    weeks = weeks_between(start, start + timedelta(days=60))
    posts = [post for week in weeks for post in weekly_posts(week, calendar)]
    days = [_sent_on(post, seed) for post in posts]
    assert len(days) == len(set(days))
    for day in days:
        assert sum(day <= other < day + WINDOW for other in days) <= MOST_IN_WINDOW


@pytest.mark.parametrize("number", range(len(CALENDARS)))
def test_l3_every_post_and_reminder_is_due_in_office_hours_and_never_at_noon(number: int) -> None:
    calendar = CALENDARS[number]
    for week in weeks_between(FIRST, LAST):
        due = [*weekly_posts(week, calendar)]
        if reminder := weekly_reminder(week, calendar):
            due.append(reminder)
        for one in due:
            afternoon = at_tokyo(tokyo_day(one.due_at), *divmod(AFTERNOON_MINUTE, 60))
            for moment in (one.due_at, afternoon):
                assert OFFICE_HOURS.allow(moment)
                assert one.sending_hours.allow(moment)
                assert moment < one.expires_at


@given(st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31)))
def test_l3_the_hours_of_the_course_are_closed_at_night_at_noon_and_on_closed_days(
    moment: datetime,
) -> None:
    local = moment.replace(tzinfo=TOKYO)
    in_hours = 9 <= local.hour < 17 and local.hour != 12 and is_business_day(local.date())
    assert OFFICE_HOURS.allow(local) is in_hours
