"""App Home: each role's parts, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.core.delivery import DeliveryState
from bot.service.home import HomeOverview
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    DAY,
    DESK,
    DUE,
    EDITOR,
    EVERYBODY,
    HEAD,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
    Ward,
)

OWN = frozenset({"choice", "due", "progress"})
PARTS = {
    CLERK: OWN,
    SUPERVISOR: OWN | {"figures"},
    NURSE: OWN,
    HEAD: OWN | {"figures"},
    TRAINER: OWN | {"figures"},
    COUNTER: OWN | {"figures"},
    EDITOR: OWN | {"content"},
    ADMIN: OWN | {"health", "content"},
    STRANGER: frozenset[str](),
}


def _home(ward: Ward, who: Someone | str) -> HomeOverview:
    return ward.service.home.overview(ward.actor(who), DUE)


@pytest.mark.parametrize("who", PARTS)
def test_each_role_has_its_parts(ward: Ward, who: Someone | str) -> None:
    ward.post()
    home = _home(ward, who)
    names = {field.name for field in fields(home)} - {"urgent", "on_roster", "may"}
    assert {name for name in names if getattr(home, name) is not None} == PARTS[who]
    assert home.on_roster is (who is not STRANGER)
    assert home.urgent, "the urgent numbers stand on everybody's home"


def test_the_parts_are_the_persons_own(ward: Ward) -> None:
    ward.post()
    ward.answer(CLERK)
    ward.answer(CLERK)
    mine, theirs = _home(ward, CLERK), _home(ward, NURSE)
    assert mine.progress is not None
    assert theirs.progress is not None
    assert (mine.due, mine.progress.name, mine.progress.answered) == (None, CLERK.name, 2)
    assert (theirs.progress.name, theirs.progress.answered) == (NURSE.name, 0)
    assert theirs.due is not None


def test_a_supervisors_home_moves_with_the_section(ward: Ward) -> None:
    ward.post()
    ward.finish(CLERK)
    ward.finish(NURSE)
    figures = _home(ward, SUPERVISOR).figures
    assert figures is not None
    assert figures.ward is None
    assert [(s.total.section_name, s.weeks[-1].completed) for s in figures.own] == [(DESK, 1)]


def test_the_training_desk_sees_the_ward(ward: Ward) -> None:
    ward.post()
    figures = _home(ward, TRAINER).figures
    assert figures is not None
    assert figures.own == ()
    assert figures.ward is not None
    assert figures.ward.total.members == len(EVERYBODY)


def test_the_administrator_sees_the_state_of_deliveries(ward: Ward) -> None:
    ward.post()
    health = _home(ward, ADMIN).health
    assert health is not None
    assert health[DeliveryState.SENT] == len(EVERYBODY)
    assert set(health) == set(DeliveryState)


def test_who_left_has_a_strangers_home(ward: Ward) -> None:
    ward.post()
    ward.employ(EVERYBODY[1:], DUE)
    home = _home(ward, CLERK)
    assert (home.due, home.progress, home.figures, home.health, home.content) == (None,) * 5
    assert ward.service.home.overview(ward.actor(CLERK, DUE - DAY), DUE - DAY).progress
