"""Memberships are dated; roles and the counted section follow from those in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.people import ROLE_LABELS, Actor, Membership, Role, Staff

APRIL, JULY = date(2026, 4, 1), date(2026, 7, 1)
DAY = timedelta(days=1)
SUZU = Staff("s1", "職員1", "U1")


@pytest.mark.parametrize(
    ("day", "holds"),
    [(APRIL - DAY, False), (APRIL, True), (JULY - DAY, True), (JULY, False)],
)
def test_a_membership_begins_on_its_first_day_and_ends_before_its_last(
    day: date, holds: bool
) -> None:
    assert Membership("a", Role.STAFF, APRIL, JULY).holds_on(day) is holds


def test_an_open_membership_goes_on() -> None:
    membership = Membership("a", Role.STAFF, APRIL)
    assert membership.holds_on(date(2099, 1, 1))
    assert not membership.holds_on(APRIL - DAY)


@given(
    days=st.lists(st.dates(date(2025, 1, 1), date(2027, 1, 1)), min_size=3, max_size=3, unique=True)
)
def test_a_transfer_leaves_nobody_in_two_places(days: list[date]) -> None:
    first, moved, asked = days[0], *sorted(days[1:])
    before, after = Membership("a", Role.STAFF, first, moved), Membership("b", Role.STAFF, moved)
    assert before.holds_on(asked) + after.holds_on(asked) == 1
    assert after.holds_on(moved)


def test_the_counted_section_is_that_of_the_staff_role() -> None:
    held = (Membership("b", Role.SUPERVISOR, APRIL), Membership("a", Role.STAFF, APRIL))
    actor = Actor("U1", SUZU, held)
    assert actor.section_id == "a"
    assert actor.roles == {Role.STAFF, Role.SUPERVISOR}
    assert actor.sections_as(Role.SUPERVISOR) == {"b"}
    assert actor.sections_as(Role.ADMINISTRATOR) == frozenset()


def test_one_role_may_be_held_in_several_sections() -> None:
    held = tuple(Membership(s, Role.SUPERVISOR, APRIL) for s in "ab")
    actor = Actor("U1", SUZU, held)
    assert actor.sections_as(Role.SUPERVISOR) == {"a", "b"}
    assert actor.section_id is None


def test_somebody_unknown_is_nothing_anywhere() -> None:
    stranger = Actor("U9")
    assert (stranger.staff, stranger.section_id, stranger.roles) == (None, None, frozenset())


def test_every_role_has_a_name_of_its_own() -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert len(set(ROLE_LABELS.values())) == len(Role)
