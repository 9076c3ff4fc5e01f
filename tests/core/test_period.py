"""Periods: the 年度, its first half, chosen dates; carried in buttons, refused when forged."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.period import (
    Period,
    PeriodFault,
    Rule,
    chosen_dates,
    code_of,
    first_half,
    period_of,
    rule_of,
    usual_periods,
    whole_year,
)

DAYS = st.dates(date(2000, 4, 1), date(2199, 3, 31))


def test_a_year_is_april_to_march() -> None:
    assert whole_year(2026) == Period(date(2026, 4, 1), date(2027, 3, 31), "2026年度")
    assert first_half(2026).end == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("today", "label"), [(date(2027, 3, 31), "2026年度"), (date(2027, 4, 1), "2027年度")]
)
def test_the_present_year_comes_first(today: date, label: str) -> None:
    assert usual_periods(today)[0].label == label


@given(DAYS, DAYS)
def test_whatever_can_be_chosen_comes_back_from_its_code(one: date, other: date) -> None:
    try:
        period = chosen_dates(min(one, other), max(one, other))
    except PeriodFault:
        assert abs((one - other).days) > 731
        return
    again = period_of(code_of(period))
    assert (again.start, again.end) == (period.start, period.end)
    assert period_of(code_of(whole_year(one.year))) == whole_year(one.year)


@given(st.text(max_size=40))
def test_a_forged_code_is_a_period_or_a_fault(code: str) -> None:
    try:
        period = period_of(code)
    except PeriodFault:
        return
    assert period.start <= period.end


@pytest.mark.parametrize("code", ["year:１２", "year:99999", "dates:2026-01-01:x", "half:", "x:1"])
def test_near_misses_are_faults_or_sane(code: str) -> None:
    with pytest.raises(PeriodFault):
        period_of(code)


def test_a_period_stands_at_today_or_at_its_end() -> None:
    year = whole_year(2026)
    assert year.upto(date(2026, 11, 16)) == date(2026, 11, 16)
    assert year.upto(date(2030, 1, 1)) == year.end
    assert year.upto(date(2026, 1, 1)) == year.start


def test_the_rule_is_the_set_of_required_concepts() -> None:
    assert rule_of(["b", "a", "b"]) == Rule(("a", "b"))
    said = Rule(("a", "b")).definition
    assert "必修2テーマのすべて" in said
    assert "集合で学んだテーマも数えます" in said
