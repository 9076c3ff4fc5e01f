"""I1: the interval is the one scipy's hypergeometric distribution gives; the rest in bench."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.indicator.figures import Counts, interval
from tests.core.indicator.second_opinion import disagreements


@pytest.mark.parametrize("staff", [*range(1, 31), 47, 60, 100, 150, 300])
def test_i1_every_count_agrees_with_scipy(staff: int) -> None:
    assert disagreements(staff) == []


def test_a_wrong_interval_would_be_found() -> None:
    def shifted(counts: Counts) -> tuple[int, int]:
        low, high = interval(counts)
        return (low + (counts == Counts(20, 10, 5)), high)

    assert disagreements(20, shifted) == [(10, 5)]


@given(st.data())
def test_more_yes_never_moves_the_interval_down(data: st.DataObject) -> None:
    staff = data.draw(st.integers(1, 500))
    answered = data.draw(st.integers(1, staff))
    yes = data.draw(st.integers(0, answered - 1))
    less, more = interval(Counts(staff, answered, yes)), interval(Counts(staff, answered, yes + 1))
    assert less[0] <= more[0]
    assert less[1] <= more[1]
    assert less[0] <= less[1]


@given(st.integers(1, 400), st.data())
def test_it_lies_within_the_bounds_and_mirrors(staff: int, data: st.DataObject) -> None:
    answered = data.draw(st.integers(0, staff))
    yes = data.draw(st.integers(0, answered))
    low, high = interval(Counts(staff, answered, yes))
    assert yes <= low <= high <= staff - answered + yes
    mirrored = interval(Counts(staff, answered, answered - yes))
    assert mirrored == (staff - high, staff - low)


def test_who_asked_everybody_knows_and_who_asked_nobody_does_not() -> None:
    assert interval(Counts(300, 300, 247)) == (247, 247)
    assert interval(Counts(300, 0, 0)) == (0, 300)
