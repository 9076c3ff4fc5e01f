"""Goal L4 with few people: 必修 is kept better than once each and than plain Leitner.

``make bench-training`` plays it with 400 people. Nothing is copied: what is simulated
calls the product's own ``pick`` and scheduler.
"""

from __future__ import annotations

import pytest

from bot.core.learning.forgetting import LAWS, Trail
from bot.core.learning.minds import SETTINGS, Setting
from bot.core.learning.policies import LEITNER, ONCE, RECOMMENDED, TWIN, policies
from bot.core.learning.simulation import Recall, simulate
from tests.core.learning.courses import course

COURSE = course(required=12, optional=12)
PEOPLE = 40
TIMES_ONCE = 2.4
BY_WEEK, MET_SHARE = 30, 0.9


def _recall(setting: Setting) -> dict[str, Recall]:
    return {p.name: simulate(COURSE, p, setting, PEOPLE) for p in policies()}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: f"{s.law}-{s.half_life}")
def test_l4_required_concepts_are_kept_and_all_are_met(setting: Setting) -> None:
    recall = _recall(setting)
    own = recall[RECOMMENDED]
    assert own.must >= TIMES_ONCE * recall[ONCE].must
    assert own.must >= recall[LEITNER].must
    assert recall[TWIN].must >= TIMES_ONCE * recall[ONCE].must
    assert own.met_share(BY_WEEK) >= MET_SHARE


def test_a_year_is_the_same_for_the_same_seed() -> None:
    policy, setting = policies()[2], SETTINGS[1]
    years = [simulate(COURSE, policy, setting, 5, seed) for seed in (3, 3, 4)]
    assert years[0] == years[1]
    assert years[0] != years[2]


@pytest.mark.parametrize("law", sorted(LAWS))
def test_half_is_forgotten_after_the_first_half_life_and_more_later(law: str) -> None:
    trail = LAWS[law](14.0)
    assert trail.recall(0) == 0
    trail.practise(0, recalled=False)
    assert trail.recall(14) == pytest.approx(0.5)
    assert trail.recall(7) > trail.recall(14) > trail.recall(60) > 0


@pytest.mark.parametrize("law", sorted(LAWS))
def test_practice_spread_over_time_lasts_longer_than_the_same_on_one_day(law: str) -> None:
    spread, massed = _practised(law, (0, 14, 28)), _practised(law, (26, 27, 28))
    assert spread.recall(200) > massed.recall(200)


@pytest.mark.parametrize("law", sorted(LAWS))
def test_what_was_recalled_lasts_longer_than_what_was_only_read_again(law: str) -> None:
    recalled = _practised(law, (0, 14, 28))
    read = _practised(law, (0, 14, 28), recalled=False)
    assert recalled.recall(100) > read.recall(100)


def _practised(law: str, days: tuple[int, ...], *, recalled: bool = True) -> Trail:
    trail = LAWS[law](14.0)
    for number, day in enumerate(days):
        trail.practise(day, recalled=recalled and number > 0)
    return trail
