"""What the ward enters itself, and that it is confirmed again each April."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.local import (
    Local,
    LocalArea,
    LocalDesk,
    OfficeHours,
    latest_april,
    needs_confirming,
)
from bot.core.opening import COUNTER_HOURS, Rule, Schedule

DAY = date(2026, 11, 22)
LATE = Schedule((Rule(540, 1140, frozenset({4})),))
EARLY = Schedule((Rule(540, 600, frozenset({0})),))
OWN = Schedule((Rule(600, 660, frozenset({1})),))


@pytest.mark.parametrize(
    ("place", "extension", "where"),
    [
        ("3階 31番", "1234", "3階 31番・内線1234"),
        ("3階 31番", "", "3階 31番"),
        ("", "1234・1235", "内線1234・1235"),
        ("", "", ""),
    ],
)
def test_where_a_desk_is(place: str, extension: str, where: str) -> None:
    assert LocalDesk("d", DAY, place=place, extension=extension).where == where


def test_hours_are_the_own_ones_then_those_of_the_counters_then_of_the_desks() -> None:
    entries = {
        "own": LocalDesk("own", DAY, schedule=OWN),
        "counter": LocalDesk("counter", DAY, counter=True),
        "silent": LocalDesk("silent", DAY),
    }
    local = Local(OfficeHours(LATE), OfficeHours(EARLY), entries)
    assert local.schedule_of("own", is_ward_desk=True) is OWN
    assert local.schedule_of("counter", is_ward_desk=True) is LATE
    assert local.schedule_of("silent", is_ward_desk=True) is EARLY
    assert local.schedule_of("other", is_ward_desk=True) is EARLY
    assert local.schedule_of("other", is_ward_desk=False) is None


def test_until_the_ward_says_so_hours_are_those_of_the_facts() -> None:
    assert Local().schedule_of("any", is_ward_desk=True) is COUNTER_HOURS
    assert Local().counter_schedule is COUNTER_HOURS


def test_an_area_belongs_to_its_destination() -> None:
    here = LocalArea("a", "北", DAY, "care", towns=("一丁目",), schools=("北小",))
    local = Local(areas=(here, LocalArea("b", "南", DAY, "other")))
    assert local.areas_of("care") == (here,)
    assert here.covers == ("一丁目", "北小")


@pytest.mark.parametrize(
    ("confirmed", "today", "due"),
    [
        ("2026-11-22", "2027-03-31", False),
        ("2026-11-22", "2027-04-01", True),
        ("2027-03-31", "2027-04-01", True),
        ("2027-04-01", "2027-04-01", False),
        ("2027-04-01", "2028-03-31", False),
        ("2024-05-01", "2027-01-10", True),
        ("2027-05-01", "2027-04-02", False),
    ],
)
def test_the_first_of_april_asks_again(confirmed: str, today: str, due: bool) -> None:
    assert needs_confirming(date.fromisoformat(confirmed), date.fromisoformat(today)) is due


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_latest_april_is_at_most_a_year_ago(today: date) -> None:
    april = latest_april(today)
    assert (april.month, april.day) == (4, 1)
    assert today - timedelta(days=366) < april <= today
