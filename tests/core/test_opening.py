"""Whether something is open, until when, and when it opens next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import TOKYO
from bot.core.opening import (
    ALWAYS,
    COUNTER_HOURS,
    HORIZON,
    UNKNOWN,
    OnHolidays,
    Opening,
    Rule,
    Schedule,
    best_of,
    opening_at,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def rule(weekdays: str, opens: float, closes: float) -> Rule:
    days = frozenset("月火水木金土日".index(sign) for sign in weekdays)
    return Rule(int(opens * 60), int(closes * 60), days)


EVENINGS = Schedule(
    (
        *COUNTER_HOURS.rules,
        rule("金", 17.5, 19),
        Rule(9 * 60, 17 * 60 + 30, frozenset({6}), nth=4),
        Rule(9 * 60, 12 * 60, day=date(2026, 12, 5)),
        Rule(0, 0, day=date(2026, 12, 7)),
    )
)
NIGHTS = Schedule(
    (rule("月火水木金", 17, 33), Rule(0, 33 * 60, frozenset({5, 6}), holidays=True)),
)
WEEKENDS = Schedule((rule("金", 13, 24), rule("土", 0, 24), rule("日", 0, 22)))


@pytest.mark.parametrize(
    ("schedule", "moment", "closes"),
    [
        (COUNTER_HOURS, "2026-11-16 09:00", "2026-11-16 17:30"),
        (COUNTER_HOURS, "2026-11-16 17:29", "2026-11-16 17:30"),
        (EVENINGS, "2026-11-20 10:00", "2026-11-20 19:00"),  # Friday, without a gap at 17:30
        (EVENINGS, "2026-11-20 18:59", "2026-11-20 19:00"),
        (EVENINGS, "2026-11-22 09:00", "2026-11-22 17:30"),  # the fourth Sunday
        (EVENINGS, "2026-12-05 11:59", "2026-12-05 12:00"),  # a Saturday opened for once
        (NIGHTS, "2026-11-17 08:59", "2026-11-17 09:00"),
        (NIGHTS, "2026-11-20 17:00", "2026-11-24 09:00"),  # Friday to after Monday's holiday
        (WEEKENDS, "2026-11-20 13:00", "2026-11-22 22:00"),
    ],
)
def test_open_and_until_when(schedule: Schedule, moment: str, closes: str) -> None:
    expected = Opening(is_open=True, closes=at(closes))
    assert opening_at(schedule, at(moment)) == expected
    assert opening_at(schedule, at(moment).astimezone(UTC)) == expected


@pytest.mark.parametrize(
    ("schedule", "moment", "next_open"),
    [
        (COUNTER_HOURS, "2026-11-16 08:59", "2026-11-16 09:00"),
        (COUNTER_HOURS, "2026-11-16 17:30", "2026-11-17 09:00"),
        (COUNTER_HOURS, "2026-11-20 17:30", "2026-11-24 09:00"),  # over Monday's holiday
        (COUNTER_HOURS, "2026-12-28 18:00", "2027-01-04 09:00"),  # over the year's end
        (EVENINGS, "2026-11-15 10:00", "2026-11-16 09:00"),  # only the third Sunday
        (EVENINGS, "2026-12-04 19:00", "2026-12-05 09:00"),
        (EVENINGS, "2026-12-07 10:00", "2026-12-08 09:00"),  # a Monday closed for once
        (NIGHTS, "2026-11-17 09:00", "2026-11-17 17:00"),
        (WEEKENDS, "2026-11-22 22:00", "2026-11-27 13:00"),
    ],
)
def test_closed_and_when_it_opens(schedule: Schedule, moment: str, next_open: str) -> None:
    assert opening_at(schedule, at(moment)) == Opening(is_open=False, next_open=at(next_open))


def test_hours_nobody_knows_are_neither_open_nor_closed() -> None:
    assert opening_at(None, at("2026-11-16 10:00")) == UNKNOWN


def test_a_line_around_the_clock_never_closes() -> None:
    assert opening_at(ALWAYS, at("2027-01-01 03:00")) == Opening(is_open=True)
    daily = Schedule((Rule(0, 1440, frozenset(range(7)), holidays=True),))
    assert opening_at(daily, at("2027-01-01 03:00")) == Opening(is_open=True)


def test_what_opens_no_more_within_a_year_has_no_next_opening() -> None:
    past = Schedule((Rule(540, 600, day=date(2026, 1, 5)),))
    assert opening_at(past, at("2026-11-16 10:00")) == Opening(is_open=False)


@pytest.mark.parametrize(
    ("policy", "is_open"),
    [
        (OnHolidays.CLOSED, False),
        (OnHolidays.AS_USUAL, True),
        (OnHolidays.UNKNOWN, None),
    ],
)
def test_a_holiday_is_as_the_source_says(policy: OnHolidays, is_open: bool | None) -> None:
    schedule = Schedule(COUNTER_HOURS.rules, on_holidays=policy)
    holiday = opening_at(schedule, at("2026-11-23 10:00"))
    assert holiday.is_open is is_open
    assert opening_at(schedule, at("2026-11-24 10:00")).is_open is True


def test_a_night_reaches_into_a_holiday_of_unknown_hours() -> None:
    schedule = Schedule((rule("日", 19, 27),), on_holidays=OnHolidays.UNKNOWN)
    assert opening_at(schedule, at("2026-11-23 02:59")).is_open is True
    assert opening_at(schedule, at("2026-11-23 03:00")) == UNKNOWN


def test_a_day_of_every_month() -> None:
    schedule = Schedule((Rule(480, 1920, month_day=10),))
    assert opening_at(schedule, at("2026-12-11 07:59")).closes == at("2026-12-11 08:00")
    # 10 January 2027 is a Sunday and no holiday
    assert opening_at(schedule, at("2026-12-11 08:00")).next_open == at("2027-01-10 08:00")


def test_one_open_line_is_enough() -> None:
    late, soon = (Opening(is_open=False, next_open=at(f"2026-11-17 {h}:00")) for h in (19, 13))
    opened = Opening(is_open=True)
    assert best_of([late, UNKNOWN, opened]) is opened
    assert best_of([late, UNKNOWN]) is UNKNOWN
    assert best_of(iter([late, soon])) == Opening(is_open=False, next_open=soon.next_open)
    assert best_of([Opening(is_open=False)]) == Opening(is_open=False)
    assert best_of([]) is UNKNOWN


# ------------------------------------------------------------ any timetable, any moment

weekday_sets = st.frozensets(st.integers(0, 6), min_size=1)
spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).map(lambda s: (s[0], sum(s)))
days = st.dates(date(2026, 11, 1), date(2027, 1, 20))
rules = st.one_of(
    st.builds(
        lambda span, week, nth, holidays: Rule(*span, week, nth=nth, holidays=holidays),
        spans,
        weekday_sets,
        st.none() | st.integers(1, 5),
        st.booleans(),
    ),
    st.builds(lambda span, day: Rule(*span, month_day=day), spans, st.integers(1, 31)),
    st.builds(lambda span, day: Rule(*span, day=day), spans, days),
    st.builds(lambda day: Rule(0, 0, day=day), days),
)
schedules = st.builds(
    Schedule,
    st.lists(rules, min_size=1, max_size=4).map(tuple),
    on_holidays=st.sampled_from(OnHolidays),
)
moments = st.datetimes(
    datetime(2026, 11, 1), datetime(2027, 1, 20), timezones=st.sampled_from([UTC, TOKYO])
)


@given(schedules, moments)
def test_the_next_opening_is_the_first_moment_that_is_open(
    schedule: Schedule, now: datetime
) -> None:
    opening = opening_at(schedule, now)
    if opening.next_open is None:
        return
    assert opening.is_open is False
    assert now < opening.next_open <= now + timedelta(days=HORIZON + 1)
    assert opening_at(schedule, opening.next_open).is_open is True
    before = opening_at(schedule, opening.next_open - timedelta(microseconds=1))
    assert before.is_open is not True
    middle = now + (opening.next_open - now) / 2
    assert opening_at(schedule, middle).is_open is not True


@given(schedules, moments)
def test_it_stays_open_until_it_closes(schedule: Schedule, now: datetime) -> None:
    opening = opening_at(schedule, now)
    if opening.closes is None:
        return
    assert opening.is_open is True
    assert opening.closes > now
    assert opening_at(schedule, opening.closes - timedelta(microseconds=1)).is_open is True
    assert opening_at(schedule, now + (opening.closes - now) / 2).is_open is True
    assert opening_at(schedule, opening.closes).is_open is not True


@given(schedules, moments)
def test_only_one_of_the_two_times_is_told_and_both_in_tokyo(
    schedule: Schedule, now: datetime
) -> None:
    opening = opening_at(schedule, now)
    told = [moment for moment in (opening.next_open, opening.closes) if moment is not None]
    assert len(told) <= 1
    assert all(moment.tzinfo is TOKYO for moment in told)
