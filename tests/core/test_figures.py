"""Rates as the office writes them, small sections as one, working time of all and of nobody."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.figure_sums import (
    LEAST_SHOWN,
    added_up,
    added_weeks,
    large_weeks,
    small_together,
    trend_text,
)
from bot.core.figures import NO_RATE, SectionTotal, WeekRow, WorkingTime, rate_text

DAY = date(2026, 11, 16)
PARTS = st.integers(0, 40_000).flatmap(lambda w: st.tuples(st.integers(0, w), st.just(w)))
SIZES = st.lists(st.integers(0, 30), max_size=40)


def _total(number: int, members: int, completed: int = 0) -> SectionTotal:
    section = f"課{number:02d}"
    return SectionTotal(section, section, members, completed, members - completed, 0, DAY)


def _week(number: int, members: int, completed: int, *, is_open: bool = False) -> WeekRow:
    monday = date.fromisocalendar(2026, number, 1)
    missing = members - completed
    return WeekRow(f"2026-W{number:02d}", monday, members, completed, 0, 0, missing, is_open)


@given(PARTS)
def test_the_second_decimal_is_rounded_half_up(parts: tuple[int, int]) -> None:
    part, whole = parts
    if whole == 0:
        assert rate_text(part, whole) == NO_RATE
        return
    exact = Decimal(100 * part) / Decimal(whole)
    assert rate_text(part, whole) == f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}％"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (45, 48, "93.8％"),
        (1, 16, "6.3％"),
        (1, 800, "0.1％"),
        (1, 2001, "0.0％"),
        (3, 3, "100.0％"),
    ],
)
def test_rates_that_are_easily_wrong(part: int, whole: int, text: str) -> None:
    """6.25 and 0.125 end in a half: a float's rounding gives 6.2 for the first."""
    assert rate_text(part, whole) == text


def test_the_sentence_is_the_agreed_one() -> None:
    total = SectionTotal("m", "窓口サービス課", 48, 45, 3, 2, date(2026, 11, 20))
    assert total.sentence == (
        "窓口サービス課　対象48人／受講済45人（93.8％）／未受講3人／対象外2人（11月20日時点）"
    )


@given(SIZES)
def test_what_is_hidden_is_never_one_section_and_never_few_people(sizes: list[int]) -> None:
    totals = [_total(n, size) for n, size in enumerate(sizes)]
    together = small_together(totals)
    hidden = [t for t in totals if t.section_id in together]
    shown = [t for t in totals if t.section_id not in together]
    assert all(t.members >= LEAST_SHOWN for t in shown)
    if hidden and shown:
        assert len(hidden) >= 2
        assert sum(t.members for t in hidden) >= LEAST_SHOWN
    assert bool(hidden) == any(size < LEAST_SHOWN for size in sizes)


@given(SIZES.filter(bool))
def test_nobody_is_hidden_without_need(sizes: list[int]) -> None:
    """Without the largest of the hidden ones the rest would be too few, or one section."""
    totals = [_total(n, size) for n, size in enumerate(sizes)]
    hidden = sorted(t.members for t in totals if t.section_id in small_together(totals))
    if hidden and hidden[-1] >= LEAST_SHOWN:
        rest = hidden[:-1]
        assert len(rest) < 2 or sum(rest) < LEAST_SHOWN


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), max_size=12))
def test_what_is_missing_in_a_week_is_never_one_row_and_never_few(sizes: list[list[int]]) -> None:
    """The ward's week is shown: what the shown rows leave of it must not be a small section."""
    rows = [[_week(40 + i, n, 0) for i, n in enumerate(held)] for held in sizes]
    shown = large_weeks(rows)
    for number in range(3):
        week = f"2026-W{40 + number}"
        there = [held[number] for held in sizes if held[number]]
        kept = [w.members for row in shown for w in row if w.week == week and w.members]
        missing = sum(there) - sum(kept)
        assert all(members >= LEAST_SHOWN for members in kept)
        assert not missing or min(there) < LEAST_SHOWN, "nothing is hidden without need"
        if kept and missing:
            assert missing >= LEAST_SHOWN
            assert len(there) - len(kept) >= 2


@given(SIZES.filter(bool))
def test_sections_add_up(sizes: list[int]) -> None:
    totals = [_total(n, size, size // 2) for n, size in enumerate(sizes)]
    whole = added_up("", "区全体", totals)
    assert whole.members == sum(sizes) == whole.completed + whole.not_completed


def test_weeks_add_up_and_stay_in_order() -> None:
    added = added_weeks([[_week(46, 3, 1), _week(47, 3, 2)], [_week(47, 5, 5, is_open=True)]])
    assert [(w.week, w.members, w.completed, w.open) for w in added] == [
        ("2026-W46", 3, 1, False),
        ("2026-W47", 8, 7, True),
    ]


@pytest.mark.parametrize(
    ("weeks", "text"),
    [
        ([], None),
        ([_week(46, 10, 5)], None),
        (
            [_week(46, 10, 5), _week(47, 10, 6)],
            "週の受講の率は、前の週より10.0ポイント上がりました。",
        ),
        (
            [_week(46, 10, 6), _week(47, 10, 5), _week(48, 10, 0, is_open=True)],
            "週の受講の率は、前の週より10.0ポイント下がりました。",
        ),
        ([_week(46, 10, 5), _week(47, 20, 10)], "週の受講の率は、前の週と同じです。"),
        ([_week(46, 0, 0), _week(47, 20, 10)], None),
    ],
)
def test_the_trend_is_that_of_closed_weeks(weeks: list[WeekRow], text: str | None) -> None:
    assert trend_text(weeks) == text


def test_working_time_is_an_average_and_a_total() -> None:
    time = WorkingTime(answers=120 * 300, members=300, seconds_each=30)
    assert (time.minutes_a_head, time.hours_in_all) == ("60.0", "300.0")
    assert WorkingTime(0, 0, 30).minutes_a_head == NO_RATE
    assert WorkingTime(2, 8, 90).minutes_a_head == "0.4"
