"""会議の使い分け: what fits, over every combination of the four answers."""

from __future__ import annotations

from itertools import product

import pytest

from bot.core.conference_choice import (
    COUNCIL,
    JOINT,
    PLANNING,
    Agreed,
    Answers,
    Choice,
    Danger,
    Matter,
    Support,
    choose,
)
from bot.core.conferences import ChoiceReason
from bot.core.meeting import SHARE, TSUNAGARU

EVERY = [Answers(*answers) for answers in product(Danger, Matter, Agreed, Support)]
CHOSEN = [(answers, choose(answers)) for answers in EVERY]
CALM = [(answers, choice) for answers, choice in CHOSEN if answers.danger is Danger.NO]
NEEDS_CONSENT = {TSUNAGARU, PLANNING}


def test_every_combination_is_there() -> None:
    assert len(EVERY) == 3 * 5 * 3 * 4


def test_nobody_in_danger_waits_for_a_meeting_and_doubt_is_danger() -> None:
    endangered = [choice for answers, choice in CHOSEN if answers.danger is not Danger.NO]
    assert len(endangered) == 2 * 5 * 3 * 4
    assert {*endangered} == {Choice(ChoiceReason.DANGER)}
    assert all(choice.reason is not ChoiceReason.DANGER for _, choice in CALM)


def test_nothing_that_needs_consent_is_proposed_without_it() -> None:
    without = [choice for answers, choice in CALM if answers.agreed is not Agreed.YES]
    assert [c for c in without if c.conference_id in NEEDS_CONSENT] == []
    later = [choice for _, choice in CALM if choice.later_id]
    assert later
    assert [c for c in later if c.conference_id or c.later_id not in NEEDS_CONSENT] == []


def test_what_waits_for_consent_is_what_consent_would_give() -> None:
    for answers, choice in CALM:
        if choice.later_id and answers.matter is Matter.SEVERAL:
            agreed = Answers(answers.danger, answers.matter, Agreed.YES, answers.support)
            assert choose(agreed).conference_id == choice.later_id


def test_share_kaigi_is_for_people_not_yet_in_support_who_have_not_agreed() -> None:
    shared = [answers for answers, choice in CALM if choice.conference_id == SHARE]
    assert shared
    assert {a.support for a in shared} == {Support.NONE, Support.UNKNOWN}
    assert Agreed.YES not in {a.agreed for a in shared}
    assert {a.matter for a in shared} == {Matter.HARDSHIP, Matter.SEVERAL}


def test_the_council_is_for_children_and_the_joint_conference_for_no_single_household() -> None:
    for answers, choice in CALM:
        assert (choice.conference_id == COUNCIL) == (answers.matter is Matter.CHILD)
        assert (choice.conference_id == JOINT) == (answers.matter is Matter.JOINT)


def test_a_plan_is_talked_about_after_the_application() -> None:
    planned = [answers for answers, choice in CALM if choice.conference_id == PLANNING]
    assert planned == [Answers(Danger.NO, Matter.HARDSHIP, Agreed.YES, Support.APPLIED)]


def test_every_reason_occurs_and_leads_to_one_meeting_only() -> None:
    found = {(choice.reason, choice.conference_id, choice.later_id) for _, choice in CHOSEN}
    assert sorted(reason for reason, _, _ in found) == sorted(ChoiceReason)
    expected = {None, TSUNAGARU, SHARE, COUNCIL, PLANNING, JOINT}
    assert {conference for _, conference, _ in found} == expected


@pytest.mark.parametrize(
    ("matter", "agreed", "support", "conference"),
    [
        (Matter.SEVERAL, Agreed.YES, Support.OTHER, TSUNAGARU),
        (Matter.SEVERAL, Agreed.YES, Support.NONE, TSUNAGARU),
        (Matter.SEVERAL, Agreed.NO, Support.NONE, SHARE),
        (Matter.SEVERAL, Agreed.NO, Support.OTHER, None),
        (Matter.HARDSHIP, Agreed.NOT_ASKED, Support.UNKNOWN, SHARE),
        (Matter.HARDSHIP, Agreed.YES, Support.NONE, None),
        (Matter.ONE, Agreed.NO, Support.NONE, None),
    ],
)
def test_some_cases_told_in_full(
    matter: Matter, agreed: Agreed, support: Support, conference: str | None
) -> None:
    assert choose(Answers(Danger.NO, matter, agreed, support)).conference_id == conference


def test_what_is_left_out_counts_as_not_known() -> None:
    assert choose(Answers(Danger.NO, Matter.SEVERAL)).reason is ChoiceReason.NOT_AGREED
