"""The whole matrix, role by role, written out a second time by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import combinations

import pytest

from bot.core.people import Actor, Membership, Role, Staff
from bot.core.permissions import Action, NotPermitted, Scope, require, scopes, sections_in_reach

DAY = date(2026, 4, 1)
HERE, THERE = "madoguchi", "hofuku"
NONE = "-"
OWN, SECTION, WARD = "own", "section", "ward"
WORDS: Mapping[Scope, str] = {
    Scope.OWN: OWN,
    Scope.OWN_SECTION: SECTION,
    Scope.WARD: WARD,
}
# Columns in the order of Role: 本人, 課長, 研修担当, 指標担当, 知識編集者, 管理者.
EXPECTED: Mapping[Action, tuple[str, str, str, str, str, str]] = {
    Action.TAKE_TRAINING: (OWN, NONE, NONE, NONE, NONE, NONE),
    Action.SEE_OWN_RECORD: (OWN, NONE, NONE, NONE, NONE, NONE),
    Action.GET_CERTIFICATE: (OWN, NONE, NONE, NONE, NONE, NONE),
    Action.CHECK_CERTIFICATE: (NONE, NONE, WARD, NONE, NONE, WARD),
    Action.MAKE_CARD: (NONE, SECTION, WARD, NONE, NONE, NONE),
    Action.NOTE_TOGETHER: (NONE, SECTION, WARD, NONE, NONE, NONE),
    Action.SEE_FIGURES: (NONE, SECTION, WARD, WARD, NONE, NONE),
    Action.SEE_NAMES: (NONE, SECTION, NONE, NONE, NONE, NONE),
    Action.SEND_REMINDER: (NONE, SECTION, NONE, NONE, NONE, NONE),
    Action.ANSWER_SURVEY: (OWN, NONE, NONE, NONE, NONE, NONE),
    Action.SEE_SURVEY: (NONE, SECTION, NONE, WARD, NONE, WARD),
    Action.SEE_SURVEY_RESULTS: (NONE, WARD, NONE, WARD, NONE, WARD),
    Action.RUN_SURVEY: (NONE, NONE, NONE, WARD, NONE, WARD),
    Action.KEEP_PLAN: (NONE, NONE, NONE, WARD, NONE, WARD),
    Action.SEE_REFERRALS: (NONE, NONE, WARD, WARD, NONE, NONE),
    Action.SEE_HEALTH: (NONE, NONE, NONE, NONE, NONE, WARD),
    Action.CONTROL_DELIVERIES: (NONE, NONE, NONE, NONE, NONE, WARD),
    Action.SEE_CONTENT_ERRORS: (NONE, NONE, NONE, NONE, WARD, WARD),
    Action.CHANGE_ROSTER: (NONE, NONE, NONE, NONE, NONE, WARD),
    Action.VERIFY_AUDIT: (NONE, NONE, NONE, NONE, NONE, WARD),
    Action.EDIT_KNOWLEDGE: (NONE, NONE, NONE, NONE, WARD, NONE),
    Action.CONFIRM_QUESTIONS: (NONE, NONE, NONE, NONE, WARD, WARD),
    Action.RUN_TRIAL: (NONE, NONE, WARD, NONE, NONE, NONE),
    Action.RENEW_ENTRY: (SECTION, NONE, NONE, NONE, WARD, NONE),
}
MATRIX = [
    (action, role, expected)
    for action, row in EXPECTED.items()
    for role, expected in zip(Role, row, strict=True)
]


def _holding(*roles: Role, section: str = HERE) -> Actor:
    held = tuple(Membership(section, role, DAY) for role in roles)
    return Actor("U1", Staff("s1", "職員1", "U1"), held)


def _permitted(actor: Actor, action: Action, section_id: str | None = None) -> bool:
    try:
        require(actor, action, section_id=section_id)
    except NotPermitted:
        return False
    return True


def test_the_table_names_every_action() -> None:
    assert set(EXPECTED) == set(Action)


@pytest.mark.parametrize(("action", "role", "expected"), MATRIX)
def test_each_role_reaches_as_far_as_written(action: Action, role: Role, expected: str) -> None:
    actor = _holding(role)
    assert {WORDS[scope] for scope in scopes(actor, action)} == {expected} - {NONE}
    assert _permitted(actor, action) is (expected != NONE)
    assert _permitted(actor, action, HERE) is (expected in {SECTION, WARD})
    assert _permitted(actor, action, THERE) is (expected == WARD)


@pytest.mark.parametrize(("action", "role", "expected"), MATRIX)
def test_the_sections_in_reach(action: Action, role: Role, expected: str) -> None:
    reach = {WARD: None, SECTION: frozenset({HERE})}.get(expected, frozenset())
    assert sections_in_reach(_holding(role), action) == reach


@pytest.mark.parametrize("action", Action)
def test_two_roles_reach_as_far_as_the_further_one(action: Action) -> None:
    order = [NONE, OWN, SECTION, WARD]
    expected = dict(zip(Role, EXPECTED[action], strict=True))
    for pair in combinations(Role, 2):
        furthest = max((expected[role] for role in pair), key=order.index)
        assert _permitted(_holding(*pair), action, THERE) is (furthest == WARD)
        assert _permitted(_holding(*pair), action, HERE) is (furthest in {SECTION, WARD})


@pytest.mark.parametrize("action", Action)
def test_somebody_without_a_role_today_may_do_none_of_it(action: Action) -> None:
    for nobody in (Actor("U9"), _holding()):
        assert not _permitted(nobody, action)
        assert sections_in_reach(nobody, action) == frozenset()


def test_a_supervisor_reaches_the_supervised_section_not_the_own() -> None:
    """課長 of one section who is counted in another sees the first only."""
    held = (Membership(HERE, Role.SUPERVISOR, DAY), Membership(THERE, Role.STAFF, DAY))
    actor = Actor("U1", Staff("s1", "職員1", "U1"), held)
    for action in (Action.SEE_FIGURES, Action.SEE_NAMES):
        assert sections_in_reach(actor, action) == frozenset({HERE})
        assert _permitted(actor, action, HERE)
        assert not _permitted(actor, action, THERE)


def test_a_supervisor_of_two_sections_reaches_both_and_no_third() -> None:
    held = tuple(Membership(section, Role.SUPERVISOR, DAY) for section in (HERE, THERE))
    actor = Actor("U1", Staff("s1", "職員1", "U1"), held)
    assert sections_in_reach(actor, Action.SEE_FIGURES) == frozenset({HERE, THERE})
    assert not _permitted(actor, Action.SEE_FIGURES, "zeimu")


def test_the_refusal_says_nothing_about_anybody() -> None:
    with pytest.raises(NotPermitted) as refused:
        require(_holding(Role.STAFF), Action.SEE_NAMES, section_id=THERE)
    assert str(refused.value) == "see_names"
    assert refused.value.action is Action.SEE_NAMES
