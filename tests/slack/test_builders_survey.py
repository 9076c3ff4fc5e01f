"""The survey's messages: inside Slack's limits, the promise first, nothing but the same words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.indicator.questions import usual_questions
from bot.core.survey import WaveState
from bot.service.survey.page import SurveyPage
from bot.service.survey.values import (
    Announcement,
    GroupStatus,
    Refused,
    SurveyInvitation,
    WaveStatus,
    Why,
)
from bot.service.survey.words import AGAIN, NO_OWNER, PROMISE, REFUSALS
from bot.slack.blocks.base import as_modal, fitted
from bot.slack.blocks.quiet import sensitive_words
from bot.slack.blocks.survey import STATUS, home_blocks, said_reply, survey_form
from bot.slack.blocks.survey_figures import survey_reply
from bot.slack.blocks.survey_sent import announcement_message, survey_message
from bot.workspace.validate import message_block_errors, view_errors
from tests.slack.test_builders import WORST, assert_no_markup_from_content
from tests.slack.worst_case import ids, moments, numbers, texts

CLOSES = datetime(2026, 9, 17, 8, tzinfo=UTC)
LONG = "課" * 300
group_statuses = st.builds(
    GroupStatus,
    group=ids,
    name=texts,
    people=numbers,
    answered=numbers,
    on_paper=numbers,
    on_paper_most=numbers,
)
statuses = st.builds(
    WaveStatus,
    wave=ids,
    title=texts,
    digest=ids,
    state=st.sampled_from(WaveState),
    opens_at=moments,
    closes_at=moments,
    people=numbers,
    answered=numbers,
    waiting=numbers,
    groups=st.lists(group_statuses, max_size=30).map(tuple),
    interrupted=st.booleans(),
    owner_alive=st.booleans(),
)


def invitation(
    title: str = "職員アンケート（2026年度・9月末時点）", *, again: bool = False
) -> SurveyInvitation:
    return SurveyInvitation(
        "r8-w1", title, PROMISE, usual_questions(), CLOSES, AGAIN if again else None
    )


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("title", ["職員アンケート", LONG, "<!channel> *x*"])
def test_an_invitation_fits(title: str, again: bool) -> None:
    reply = survey_message(invitation(title, again=again))
    blocks = list(reply.blocks)
    assert message_block_errors(blocks) == []
    assert_no_markup_from_content(blocks)


def test_the_promise_stands_first_and_why_again_is_said() -> None:
    reply = survey_message(invitation(again=True))
    assert reply.blocks[0]["text"]["text"] == PROMISE.first_line
    assert any(AGAIN in str(block) for block in reply.blocks)
    assert "9月17日17時まで" in str(reply.blocks)
    assert AGAIN not in str(survey_message(invitation()).blocks)
    assert sensitive_words(reply.text[:40] + PROMISE.first_line) == []


def test_an_opening_is_made_known_with_all_that_is_frozen() -> None:
    told = Announcement("r8-w1", LONG, "ab" * 32, 300, "r8-w2", usual_questions(), CLOSES)
    reply = announcement_message(told)
    assert message_block_errors(list(reply.blocks)) == []
    words = str(reply.blocks)
    assert "対象300人" in words
    assert "ab" * 32 in words
    for question in usual_questions():
        assert question.text in words
        assert all(option in words for option in question.options)


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("title", ["職員アンケート", LONG, "<!channel> *x*"])
def test_the_form_and_the_home_fit(title: str, again: bool) -> None:
    asked = invitation(title, again=again)
    view = survey_form(asked)
    assert view_errors(view) == []
    assert (AGAIN in str(view)) is again
    assert sensitive_words(str(view["blocks"][0]) + view["title"]["text"]) == []
    for may_look in (False, True):
        blocks = home_blocks(asked, may_look=may_look)
        assert view_errors({"type": "home", "blocks": blocks}) == []
        assert (STATUS in str(blocks)) is may_look
        assert_no_markup_from_content(blocks)


@pytest.mark.parametrize("why", list(Why))
def test_every_refusal_fits_and_says_its_reason(why: Why) -> None:
    reply = said_reply(Refused(why, REFUSALS[why]))
    assert message_block_errors(list(reply.blocks)) == []
    assert view_errors(as_modal(reply)) == []
    assert REFUSALS[why] in str(reply.blocks)
    at_home = home_blocks(Refused(why, REFUSALS[why]), may_look=False)
    assert (REFUSALS[why] in str(at_home)) is (why is Why.BROKEN)
    assert bool(at_home) is (why is Why.BROKEN)


@WORST
@given(st.lists(statuses, max_size=8).map(tuple))
def test_every_page_of_counts_fits(waves: tuple[WaveStatus, ...]) -> None:
    for asked in (invitation(LONG, again=True), Refused(Why.ALREADY, REFUSALS[Why.ALREADY])):
        reply = survey_reply(SurveyPage(asked, waves))
        assert message_block_errors(fitted(reply.blocks)) == []
        assert view_errors(as_modal(reply)) == []
        assert_no_markup_from_content(reply.blocks)


def test_while_nobody_takes_answers_it_is_said() -> None:
    group = GroupStatus("g", "保健福祉課", 30, 12, 0, 0)
    wave = WaveStatus(
        "r8-w1",
        "職員アンケート",
        "ab" * 32,
        WaveState.OPEN,
        CLOSES,
        CLOSES,
        people=30,
        answered=12,
        waiting=2,
        groups=(group,),
        interrupted=True,
        owner_alive=False,
    )
    words = str(survey_reply(SurveyPage(invitation(), (wave,))).blocks)
    assert NO_OWNER in words
    assert "回答12人／対象30人（回答率40.0％）（うち集計待ち2人）" in words
    assert "集計前の回答が失われた可能性" in words
