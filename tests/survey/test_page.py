"""I5: what a supervisor sees of the survey: the own group's count, and no result before the close.

After it, only the rows that suppression leaves, the same for every reader.
"""

from __future__ import annotations

import json

import pytest

from bot.core.indicator.suppression import Shown
from bot.core.people import Actor, Membership, Role, Staff
from bot.core.permissions import NotPermitted
from bot.reports.survey_words import HIDDEN
from bot.service.survey.page import SurveyPage, page_of
from bot.service.survey.values import Refused, SurveyInvitation
from bot.slack.blocks.base import fitted
from bot.slack.blocks.survey_figures import survey_reply
from bot.workspace.validate import message_block_errors
from tests.survey.wards import CLOSES, HIRED, OPENS, WAVE, SurveyWard, actor, section_of, staff_id

FIRST = range(25)
FEW = range(30, 35)
MANY = (*range(60, 90), *range(90, 118))
OWN = "sec00課"
OTHERS = ("sec01課", "sec02課", "sec03課")


def person(number: int, role: Role) -> Actor:
    """Somebody of that section with a role there."""
    section = section_of(number)
    held = tuple(Membership(section, one, HIRED) for one in (Role.STAFF, role))
    return Actor(f"U{number:05d}", Staff(staff_id(number), f"職員{number}"), held)


SUPERVISOR = person(28, Role.SUPERVISOR)
COUNTER = person(29, Role.INDICATOR_OFFICER)


@pytest.fixture
def answered(ward: SurveyWard) -> SurveyWard:
    """A wave that 25, 5, 30 and 28 people of the four groups have answered."""
    ward.open()
    for number in (*FIRST, *FEW, *MANY):
        ward.answer(number)
    ward.owner._beat()
    return ward


def words(page: SurveyPage) -> str:
    reply = survey_reply(page)
    blocks = fitted(reply.blocks)
    assert message_block_errors(blocks) == []
    return json.dumps(blocks, ensure_ascii=False)


def test_before_the_close_a_supervisor_sees_the_own_groups_count(answered: SurveyWard) -> None:
    page = page_of(answered.surveys, SUPERVISOR, OPENS)
    assert page.result is None
    assert isinstance(page.asked, SurveyInvitation)
    said = words(page)
    assert f"{OWN}　回答25人／対象30人（回答率83.3％）" in said
    assert not any(other in said for other in OTHERS)
    assert "全体" not in said
    assert "「はい」" not in said


def test_before_the_close_the_officer_sees_counts_only(answered: SurveyWard) -> None:
    page = page_of(answered.surveys, COUNTER, OPENS)
    assert page.result is None
    said = words(page)
    assert "全体　回答88人／対象120人（回答率73.3％）（うち集計待ち" in said
    assert all(name in said for name in (OWN, *OTHERS))
    assert "sec01課　回答5人" in said
    assert "「はい」" not in said


def test_after_the_close_everybody_reads_the_same_rows(answered: SurveyWard) -> None:
    answered.owner.close_wave(WAVE, CLOSES)
    pages = [page_of(answered.surveys, who, CLOSES) for who in (SUPERVISOR, COUNTER)]
    assert pages[0].result == pages[1].result
    result = pages[0].result
    assert result is not None
    hidden = [row for row in result.rows if row.shown is Shown.HIDDEN]
    assert {row.answered for row in hidden} >= {5, 25}, "the small one and the next beside it"
    for page in pages:
        said = words(page)
        assert said.count(HIDDEN) == len(hidden)
        assert f"・sec01課（回答5人）　{HIDDEN}" in said
        assert "目標80％に対する判定は" in said
        assert result.digest in said


def test_below_ten_answers_in_the_ward_nothing_is_shown(ward: SurveyWard) -> None:
    ward.open()
    for number in range(9):
        ward.answer(number)
    ward.owner.close_wave(WAVE, CLOSES)
    page = page_of(ward.surveys, COUNTER, CLOSES)
    assert page.result is not None
    assert page.result.too_few
    said = words(page)
    assert "回答が10人に満たないため" in said
    assert "判定" not in said
    assert "「はい」" not in said


def test_who_has_no_role_sees_neither_counts_nor_results(answered: SurveyWard) -> None:
    for now in (OPENS, CLOSES):
        page = page_of(answered.surveys, actor(3), now)
        assert (page.waves, page.result) == (None, None)
        assert isinstance(page.asked, Refused)
        assert "回答率" not in words(page)
    answered.owner.close_wave(WAVE, CLOSES)
    assert page_of(answered.surveys, actor(3), CLOSES).result is None
    with pytest.raises(NotPermitted):
        page_of(answered.surveys, Actor("U0STRANGER"), CLOSES)
