"""Figures about questions: against a second calculation, their terms, and L12's error rates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pointbiserialr

from bot.core.learning.item_statistics import (
    LEAST_JUDGED,
    LEAST_PUBLISHED,
    LEAST_REST,
    FirstAttempt,
    Flag,
    item_statistics,
    point_biserial,
)
from tests.core.learning import items
from tests.core.learning.items import Kind, figures, question

SEED = 20261122


def attempts(rights: list[list[bool]]) -> list[FirstAttempt]:
    """One row a person, one column a question; wrong is the second choice."""
    return [
        FirstAttempt(person, f"q{number}", 0 if right else 1, right)
        for person, row in enumerate(rights)
        for number, right in enumerate(row)
    ]


def test_the_figures_agree_with_a_second_calculation() -> None:
    chance = np.random.default_rng(SEED)
    rights = (chance.random((60, 8)) < 0.6).tolist()
    found = item_statistics(attempts(rights), {f"q{i}": question(i) for i in range(8)})
    table = np.array(rights, dtype=float)
    for number in range(8):
        item = found[f"q{number}"]
        rest = np.delete(table, number, axis=1).mean(axis=1)
        expected = pointbiserialr(table[:, number], rest).statistic
        assert item.discrimination == pytest.approx(expected)
        assert item.facility == pytest.approx(table[:, number].mean())
        assert item.shares == pytest.approx((item.facility, 1 - item.facility, 0))
        assert item.n == 60


@given(st.integers(1, 2 * LEAST_PUBLISHED))
def test_nothing_is_published_below_thirty(people: int) -> None:
    found = item_statistics(attempts([[True]] * people), {"q0": question(0)})
    assert ("q0" in found) is (people >= LEAST_PUBLISHED)


@pytest.mark.parametrize("people", [LEAST_JUDGED - 1, LEAST_JUDGED])
def test_nothing_is_flagged_below_a_hundred_and_fifty(people: int) -> None:
    found = item_statistics(attempts([[False]] * people), {"q0": question(0)})
    assert bool(found["q0"].flags) is (people >= LEAST_JUDGED)


def test_few_other_answers_say_nothing_of_a_person() -> None:
    enough, few = [[True] * (LEAST_REST + 1)], [[True, False]]
    asked = {f"q{i}": question(i) for i in range(LEAST_REST + 1)}
    found = item_statistics(attempts(few * LEAST_PUBLISHED), asked)
    assert found["q0"].discrimination is None
    assert item_statistics(attempts(enough * 40), asked)["q0"].discrimination is None


def test_nobody_differs_no_correlation() -> None:
    assert point_biserial([]) is None
    assert point_biserial([(True, 0.5), (True, 0.7)]) is None
    assert point_biserial([(True, 1.0), (False, 0.0)]) == pytest.approx(1)


def test_questions_out_of_the_content_are_left_out() -> None:
    assert item_statistics(attempts([[True]] * 50), {}) == {}


@pytest.mark.parametrize(
    ("share", "flag"), [(0.31, False), (0.29, True), (0.95, False), (0.96, True)]
)
def test_the_limits_of_facility(share: float, flag: bool) -> None:
    right = round(share * 200)
    rights = [[True]] * right + [[False]] * (200 - right)
    found = item_statistics(attempts(rights), {"q0": question(0)})["q0"]
    assert bool({Flag.TOO_HARD, Flag.TOO_EASY} & set(found.flags)) is flag


def test_l12_good_questions_are_hardly_ever_flagged() -> None:
    """2 % at most; the full number of wards is in ``make bench-training``."""
    flagged, judged = items.false_flags(wards=10, people=LEAST_JUDGED, seed=SEED)
    assert judged == 10 * items.QUESTIONS
    assert flagged / judged <= 0.02


@pytest.mark.parametrize(
    ("kind", "flag"),
    [
        (items.TOO_HARD, Flag.TOO_HARD),
        (items.TOO_EASY, Flag.TOO_EASY),
        (items.FLAT, Flag.DOES_NOT_DISCRIMINATE),
        (items.UNUSED, Flag.UNUSED_CHOICE),
        (items.MISLEADING, Flag.STRONG_PREFER_WRONG),
    ],
)
def test_l12_bad_questions_are_found(kind: Kind, flag: Flag) -> None:
    missed, wards = items.missed(kind, flag, wards=8, people=LEAST_JUDGED, seed=SEED)
    assert missed <= wards // 4


def test_a_simulated_ward_is_what_it_says() -> None:
    found = figures([Kind(0.6)] * 20, 300, np.random.default_rng(SEED))
    assert all(item.n == 300 for item in found.values())
    assert np.mean([item.facility for item in found.values()]) == pytest.approx(0.6, abs=0.03)
