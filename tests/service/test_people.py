"""From a Slack account to an actor with the memberships of that day."""

from __future__ import annotations

from bot.core.people import Actor, Role
from tests.support.service import (
    CLERK,
    DAY,
    DESK,
    DUE,
    EVERYBODY,
    HEALTH,
    HIRED,
    STRANGER,
    SUPERVISOR,
    Someone,
    Ward,
)


def test_everybody_is_known_with_their_roles(ward: Ward) -> None:
    actors = {who: ward.actor(who) for who in EVERYBODY}
    assert [a.staff.name for a in actors.values() if a.staff] == [w.name for w in EVERYBODY]
    assert {w.section_id for w in actors.values()} == {DESK, HEALTH}
    assert all(Role.STAFF in actor.roles for actor in actors.values())
    assert frozenset().union(*(a.roles for a in actors.values())) == set(Role)


def test_a_stranger_is_an_actor_without_anything(ward: Ward) -> None:
    assert ward.actor(STRANGER) == Actor(STRANGER)
    assert ward.actor("") == Actor("")


def test_the_day_is_tokyos(ward: Ward) -> None:
    """At midnight in Tokyo it is still yesterday in UTC."""
    assert ward.actor(CLERK, HIRED).section_id == DESK
    assert ward.actor(CLERK, HIRED - DAY).section_id is None
    midnight = HIRED.replace(hour=0)
    assert ward.actor(CLERK, midnight).section_id == DESK


def test_a_transfer_is_in_force_from_its_day(ward: Ward) -> None:
    moved = Someone(SUPERVISOR.staff_id, SUPERVISOR.name, HEALTH, roles="課長")
    ward.employ([CLERK, moved], DUE)
    before, after = (ward.actor(SUPERVISOR, now) for now in (DUE - DAY, DUE))
    assert (before.section_id, after.section_id) == (DESK, HEALTH)
    assert before.sections_as(Role.SUPERVISOR) == {DESK}
    assert after.sections_as(Role.SUPERVISOR) == {HEALTH}
