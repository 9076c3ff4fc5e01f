"""The crossover trial: who is in which half, what is held back, and L13's effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from bot.core.learning.trial import (
    FIRST_WEEKS,
    LEAST_EACH,
    GivenFirst,
    Observation,
    _t95,
    effect,
    observations,
    planned,
)
from tests.core.learning import trials
from tests.core.learning.trials import START, course, trial

SEED = 20261122
DAY = timedelta(days=1)
NAMES = [f"s{i}" for i in range(400)]


@given(st.text(min_size=1, max_size=32), st.integers(0, 13), st.integers(0, 12))
def test_nothing_required_is_ever_in_a_block(key: str, free: int, required: int) -> None:
    found = planned(course(free, required), key, START)
    assert (found is None) is (free < 2)
    if found is not None:
        first, second = map(set, found.blocks)
        assert len(first) == len(second) == free // 2
        assert not first & second
        assert all(concept.startswith("free-") for concept in first | second)


def test_the_halves_are_alike_and_change_over() -> None:
    held = trial()
    ones = sum(held.half(name) for name in NAMES)
    assert 150 < ones < 250
    for name in NAMES[:20]:
        first, second = held.blocks[held.half(name)], held.blocks[1 - held.half(name)]
        assert held.avoided(name, START) == set(second)
        assert not held.avoided(name, held.crosses_on - DAY) & set(first)
        assert held.avoided(name, held.crosses_on) == frozenset()
        assert held.avoided(name, START - DAY) == frozenset()


def test_another_key_draws_others() -> None:
    assert [trial("a").half(n) for n in NAMES] != [trial("b").half(n) for n in NAMES]


def test_a_stopped_trial_holds_nothing_back() -> None:
    stopped = replace(trial(), stopped_on=START + DAY)
    assert not any(stopped.avoided(name, START + DAY) for name in NAMES)
    assert not stopped.is_running(START + DAY)
    assert trial().is_running(trial().ends_on - DAY)
    assert not trial().is_running(trial().ends_on)


def test_only_what_the_trial_meant_is_compared() -> None:
    held = trial()
    own, other = held.blocks[held.half("s1")], held.blocks[1 - held.half("s1")]
    before, after = START + DAY, held.crosses_on + DAY
    seen = observations(
        held,
        [
            GivenFirst("s1", own[0], before, right=True),
            GivenFirst("s1", other[1], before, right=True),  # met too early
            GivenFirst("s1", "must-1", after, right=True),
            GivenFirst("s1", own[0], after, right=True),  # taught
            GivenFirst("s1", own[1], after, right=True),  # never taught
            GivenFirst("s1", other[0], after, right=False),  # new
            GivenFirst("s1", other[0], after + DAY, right=True),  # not new any more
            GivenFirst("s1", other[1], after, right=True),
            GivenFirst("s1", other[2], held.ends_on, right=True),  # over
        ],
    )
    half = held.half("s1")
    assert seen == (
        Observation("s1", half, taught=True, right=True),
        Observation("s1", half, taught=False, right=False),
    )


def pairs(count: int, half: int, taught: bool, new: bool) -> list[Observation]:
    return [
        Observation(f"{half}-{n}", half, taught=kind, right=right)
        for n in range(count)
        for kind, right in ((True, taught), (False, new))
    ]


def test_too_few_people_show_no_effect() -> None:
    few = [*pairs(LEAST_EACH, 0, True, False), *pairs(LEAST_EACH - 1, 1, True, False)]
    assert effect(few) is None
    assert effect([]) is None


def test_how_hard_a_block_is_cancels_out() -> None:
    """Block A is easy for all, block B hard for all: that is no effect of being taught."""
    seen = [*pairs(50, 0, True, False), *pairs(50, 1, False, True)]
    found = effect(seen)
    assert found is not None
    assert found.points == pytest.approx(0)
    assert (found.people, found.answers) == (100, 200)


@pytest.mark.parametrize("freedom", [9, 18, 40, 300])
def test_students_t_is_near_enough(freedom: int) -> None:
    assert _t95(freedom) == pytest.approx(student.ppf(0.975, freedom), abs=0.001)


def test_l13_a_planted_effect_is_found_and_none_is_not() -> None:
    """Of five hundred wards in ``make bench-training``; here of twenty-five."""
    detected, covered, invented = trials.shares(25, 300, SEED)
    assert detected >= 0.8
    assert covered >= 0.8
    assert invented <= 0.15


def test_l13_on_average_it_is_the_planted_one() -> None:
    chance = np.random.default_rng(SEED)
    planted = [trials.found(300, trials.PLANTED, chance) for _ in range(20)]
    nothing = [trials.found(300, 0.0, chance) for _ in range(20)]
    assert np.mean([e.points for e in planted if e]) == pytest.approx(trials.PLANTED, abs=1.5)
    assert np.mean([e.points for e in nothing if e]) == pytest.approx(0, abs=1.5)


def test_the_weeks_leave_time_for_every_concept() -> None:
    """必修 take twelve weeks, six more follow before the change, six after it."""
    assert FIRST_WEEKS >= 12 + 6
    assert trial().crosses_on == START + timedelta(weeks=FIRST_WEEKS)
    assert trial().ends_on < date(2027, 1, 1)
