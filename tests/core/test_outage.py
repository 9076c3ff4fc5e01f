"""Outages: how much office time they cost, and when what is overdue goes out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import TOKYO
from bot.core.delivery import ANY_TIME, OFFICE_HOURS
from bot.core.office_calendar import tokyo_day
from bot.core.outage import catching_up, last_of, office_time, was_long

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
moments = st.datetimes(
    datetime(2026, 4, 1),  # the zone is given beside
    datetime(2027, 5, 31),
    timezones=st.just(TOKYO),
)


def _at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        (_at(16, 10), _at(16, 10, 40), 40),
        (_at(16, 17, 10), _at(17, 9, 5), 25),
        (_at(20, 17, 10), _at(24, 9, 5), 25),  # Friday to Tuesday: Monday is a holiday
        (_at(21, 0), _at(23, 23), 0),
        (_at(16, 12), _at(16, 11), 0),
    ],
)
def test_only_office_hours_count(since: datetime, until: datetime, minutes: int) -> None:
    assert office_time(since, until) == minutes * MINUTE


@pytest.mark.parametrize(("minutes", "long"), [(30, False), (30.1, True), (600, True)])
def test_half_an_hour_is_long(minutes: float, long: bool) -> None:
    assert was_long(_at(16, 10), _at(16, 10) + minutes * MINUTE) is long


def test_two_business_days_are_used_evenly() -> None:
    """From Friday 12:45: the afternoon and, after the holiday, Tuesday but for its noon."""
    found = catching_up(_at(20, 12, 45), OFFICE_HOURS, _at(30, 0), 41)
    assert found[:2] == (_at(20, 13), _at(20, 13, 15))
    assert found[14:16] == (_at(20, 16, 30), _at(24, 9)), "a quarter before five is the last"
    assert found[25:27] == (_at(24, 11, 30), _at(24, 13))
    assert found[-1] == _at(24, 16, 30)
    assert last_of(_at(20, 12, 45), OFFICE_HOURS) == _at(24, 16, 45)


def test_nothing_is_put_off_beyond_its_expiry() -> None:
    found = catching_up(_at(20, 12, 45), OFFICE_HOURS, _at(20, 17), 5)
    assert found == tuple(_at(20, 13) + n * 45 * MINUTE for n in range(5))
    assert catching_up(_at(20, 16, 50), OFFICE_HOURS, _at(20, 17), 2)[-1] < _at(20, 16, 55)
    assert catching_up(_at(20, 18), OFFICE_HOURS, _at(20, 20), 3) == (_at(20, 18),) * 3


@given(
    now=moments,
    hours=st.sampled_from([OFFICE_HOURS, ANY_TIME]),
    left=st.integers(0, 20 * 24 * 60),
    parts=st.integers(1, 256),
)
def test_every_moment_is_one_at_which_it_may_be_sent(
    now: datetime, hours: object, left: int, parts: int
) -> None:
    assert hours in (OFFICE_HOURS, ANY_TIME)
    chosen = OFFICE_HOURS if hours is OFFICE_HOURS else ANY_TIME
    until = now + left * MINUTE
    found = catching_up(now, chosen, until, parts)
    assert len(found) == parts
    assert sorted(found) == list(found)
    assert len({tokyo_day(moment) for moment in found}) <= 2
    in_vain = found == (now,) * parts
    assert in_vain or all(now <= m < until and chosen.allow(m) for m in found)
