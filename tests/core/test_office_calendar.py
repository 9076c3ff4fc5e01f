"""Business days of six years against a list made by hand, and the names of weeks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.office_calendar import (
    at_tokyo,
    is_business_day,
    monday_of,
    next_business_day,
    tokyo_day,
    week_of,
)

DAY = timedelta(days=1)
# Weekdays on which 国民の祝日に関する法律 closes the counters, without 12/29 to 1/3.
# Written from the law's rules: 振替休日 after a Sunday, 国民の休日 between two holidays.
HOLIDAYS: Mapping[int, str] = {
    2025: "1/13 2/11 2/24 3/20 4/29 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/24",
    2026: "1/12 2/11 2/23 3/20 4/29 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23",
    2027: "1/11 2/11 2/23 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23",
    2028: "1/10 2/11 2/23 3/20 5/3 5/4 5/5 7/17 8/11 9/18 9/22 10/9 11/3 11/23",
    2029: "1/8 2/12 2/23 3/20 4/30 5/3 5/4 7/16 9/17 9/24 10/8 11/23",
    2030: "1/14 2/11 3/20 4/29 5/3 5/6 7/15 8/12 9/16 9/23 10/14 11/4",
}
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


def _days(first: date, last: date) -> list[date]:
    return [first + i * DAY for i in range((last - first).days + 1)]


@pytest.mark.parametrize("year", HOLIDAYS)
def test_the_closed_weekdays_of_a_year(year: int) -> None:
    listed = {date(year, *map(int, text.split("/"))) for text in HOLIDAYS[year].split()}
    weekdays = {d for d in _days(date(year, 1, 4), date(year, 12, 28)) if d.weekday() < 5}
    assert {d for d in weekdays if not is_business_day(d)} == listed


@pytest.mark.parametrize("year", HOLIDAYS)
def test_the_ward_is_closed_over_the_turn_of_the_year(year: int) -> None:
    assert not any(map(is_business_day, _days(date(year, 12, 29), date(year + 1, 1, 3))))
    assert is_business_day(next_business_day(date(year, 12, 22)))


@pytest.mark.parametrize(
    ("day", "why_closed"),
    [
        (date(2026, 5, 6), "振替休日 for 5/3, past two other holidays"),
        (date(2026, 9, 22), "国民の休日 between 9/21 and 9/23"),
        (date(2026, 11, 23), "a Monday holiday"),
        (date(2026, 11, 22), "a Sunday"),
        (date(2026, 11, 21), "a Saturday"),
        (date(2028, 12, 29), "a Friday at the end of the year"),
    ],
)
def test_closed(day: date, why_closed: str) -> None:
    assert not is_business_day(day), why_closed


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2028, 12, 28), date(2027, 1, 4)])
def test_open(day: date) -> None:
    assert is_business_day(day)


@given(DAYS)
def test_the_next_business_day_is_the_first_from_that_day(day: date) -> None:
    found = next_business_day(day)
    assert is_business_day(found)
    assert not any(map(is_business_day, _days(day, found - DAY)))


def test_from_new_years_eve_it_is_the_first_monday() -> None:
    assert next_business_day(date(2026, 12, 29)) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 16), "2026-W47"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2025, 12, 29), "2026-W01"),
        (date(2026, 3, 1), "2026-W09"),
    ],
)
def test_weeks_are_named_as_iso_says(day: date, week: str) -> None:
    assert week_of(day) == week


def test_a_53rd_week_has_a_monday() -> None:
    assert monday_of("2026-W53") == date(2026, 12, 28)
    with pytest.raises(ValueError, match="week"):
        monday_of("2027-W53")


@given(DAYS)
def test_a_week_holds_its_seven_days(day: date) -> None:
    monday = monday_of(week_of(day))
    assert monday.weekday() == 0
    assert timedelta(0) <= day - monday < 7 * DAY
    assert {week_of(monday + i * DAY) for i in range(7)} == {week_of(day)}


@given(DAYS, DAYS)
def test_names_of_weeks_sort_as_time_does(first: date, second: date) -> None:
    assert (week_of(first) < week_of(second)) == (
        monday_of(week_of(first)) < monday_of(week_of(second))
    )


def test_tokyo_is_nine_hours_ahead() -> None:
    assert at_tokyo(date(2026, 11, 16), 10) == datetime(2026, 11, 16, 1, tzinfo=UTC)
    assert at_tokyo(date(2026, 11, 16), 17, 30) == datetime(2026, 11, 16, 8, 30, tzinfo=UTC)


def test_the_day_changes_at_midnight_in_tokyo() -> None:
    midnight = datetime(2026, 11, 15, 15, tzinfo=UTC)
    assert tokyo_day(midnight) == date(2026, 11, 16)
    assert tokyo_day(midnight - timedelta(microseconds=1)) == date(2026, 11, 15)
