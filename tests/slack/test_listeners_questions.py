"""設問の点検 and 設問のくらべ, from the command to the button."""

from __future__ import annotations

import pytest

from bot.core.permissions import NotPermitted
from bot.slack.blocks.questions import (
    CANDIDATES,
    CONFIRM,
    LOOK,
    NONE_FLAGGED,
    NONE_RESTING,
    NOTHING_YET,
)
from bot.slack.blocks.trial import BEGIN, NOT_YET, OFF, STOP
from bot.store import question_standing as rows
from tests.support.front import Front
from tests.support.service import ADMIN, CLERK, DUE, EDITOR, NURSE, TRAINER
from tests.support.slack_payloads import blocks_of, control, elements, words_of

QUESTION = "danger-first-1"


@pytest.fixture
def resting(front: Front) -> Front:
    """A question rests: it was confirmed against something else."""
    front.ward.service.standing.look(DUE)
    facts = front.ward.service.standing._facts()[QUESTION]
    with front.ward.store.write() as tx:
        rows.confirm(tx, {QUESTION: dict.fromkeys(facts, "0" * 16)})
    assert front.ward.service.standing.look(DUE) == 1
    return front


def shown_again(front: Front) -> str:
    return words_of(front.stub.wait(lambda c: c.method == "response_url").args)


def test_an_editor_confirms_what_rests(resting: Front) -> None:
    body = resting.command(EDITOR, "設問の点検").body
    assert QUESTION in words_of(body)
    resting.press(EDITOR, control(blocks_of(body), CONFIRM), resting.message(ephemeral=True))
    assert NONE_RESTING in shown_again(resting)


def test_the_list_when_nothing_is_the_matter(front: Front) -> None:
    said = words_of(front.command(EDITOR, "設問の点検").body)
    assert NONE_RESTING in said
    assert NONE_FLAGGED in said


def test_administrators_may_confirm_too_and_others_see_nothing(resting: Front) -> None:
    body = resting.command(ADMIN, "設問の点検").body
    assert CONFIRM in {e.get("action_id") for e in elements(blocks_of(body))}
    assert QUESTION not in words_of(resting.command(CLERK, "設問の点検").body)


def test_a_forged_confirmation_changes_nothing(resting: Front) -> None:
    body = resting.command(EDITOR, "設問の点検").body
    resting.press(CLERK, control(blocks_of(body), CONFIRM), resting.message(ephemeral=True))
    assert QUESTION in words_of(resting.command(EDITOR, "設問の点検").body)


def test_the_way_to_the_candidates_and_back(front: Front) -> None:
    body = front.command(EDITOR, "設問の点検").body
    place = front.message(ephemeral=True)
    front.press(EDITOR, control(blocks_of(body), CANDIDATES), place)
    call = front.stub.wait(lambda c: c.method == "response_url")
    assert NOTHING_YET in words_of(call.args)
    front.forget()
    front.press(EDITOR, control(blocks_of(call.args), LOOK), place)
    assert NONE_RESTING in shown_again(front)


def test_asked_topics_come_to_the_editors_as_a_band(front: Front) -> None:
    service = front.ward.service
    for who in (CLERK, NURSE, TRAINER):
        front.command(who, "税金が払えない")
    assert service.asked.flush(DUE) == 3
    body = front.command(EDITOR, "設問の点検").body
    front.press(EDITOR, control(blocks_of(body), CANDIDATES), front.message(ephemeral=True))
    assert "3〜5人" in shown_again(front)


def test_the_training_officer_begins_and_stops_the_trial(front: Front) -> None:
    body = front.command(TRAINER, "設問のくらべ").body
    assert OFF in words_of(body)
    place = front.message(ephemeral=True)
    front.press(TRAINER, control(blocks_of(body), BEGIN), place)
    call = front.stub.wait(lambda c: c.method == "response_url")
    assert NOT_YET in words_of(call.args)
    front.forget()
    front.press(TRAINER, control(blocks_of(call.args), STOP), place)
    assert "やめた日" in shown_again(front)


def test_nobody_else_begins_it(front: Front) -> None:
    body = front.command(TRAINER, "設問のくらべ").body
    front.press(EDITOR, control(blocks_of(body), BEGIN), front.message(ephemeral=True))
    service = front.ward.service
    assert service.trials.report(front.ward.actor(TRAINER), DUE) is None
    with pytest.raises(NotPermitted):
        service.trials.report(front.ward.actor(EDITOR), DUE)
