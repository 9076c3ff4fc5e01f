"""会議の使い分け: from the word or the door to the meeting that fits, and its agenda sheet."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.conference_choice import Agreed, Danger, Matter, Support
from bot.core.duties import SafetyKind
from bot.service.referral import UnknownEntry
from bot.slack.blocks.conferences import (
    AGENDA_PRINT,
    ASK,
    DANGER,
    MODAL,
    NO_MEETING,
    NOT_NEEDED,
    questions_modal,
)
from bot.slack.blocks.controls import AGENDA, CONFERENCE
from bot.slack.blocks.duty import DUTY
from bot.slack.blocks.quiet import sensitive_words
from bot.slack.errors import SENTENCES
from bot.workspace.validate import view_errors
from tests.support.front import Front
from tests.support.service import STRANGER
from tests.support.slack_payloads import (
    Ack,
    blocks_of,
    control,
    elements,
    home,
    modal,
    words_of,
)

OPEN = "open:conferences"
EMPTY = Ack(200, "")


def picked(**values: str) -> dict[str, Any]:
    """``view.state.values`` after those options were chosen."""
    return {
        key: {key: {"type": "radio_buttons", "selected_option": {"value": value}}}
        for key, value in values.items()
    }


def advice(front: Front, **values: str) -> dict[str, Any]:
    """The view that submitting these answers pushes."""
    ack = front.submit(STRANGER, MODAL, picked(**values))
    assert ack.body["response_action"] == "push"
    view: dict[str, Any] = ack.body["view"]
    assert view_errors(view) == []
    return view


def test_the_word_lists_every_meeting_and_the_way_to_the_questions(front: Front) -> None:
    ack = front.command(STRANGER, "会議")
    said = words_of(ack.body)
    knowledge = front.ward.library.knowledge
    assert all(knowledge.name_of_conference(i) in said for i in knowledge.conferences)
    assert front.press(STRANGER, control(blocks_of(ack.body), ASK), front.message()) == EMPTY
    assert front.only("views.open").args["view"]["callback_id"] == MODAL


@pytest.mark.parametrize("opened_by", ["shortcut", "door"])
def test_shortcut_and_door_lead_there_too(front: Front, opened_by: str) -> None:
    if opened_by == "shortcut":
        assert front.shortcut(STRANGER, OPEN) == EMPTY
    else:
        assert front.press(STRANGER, {"type": "button", "action_id": OPEN}, home()) == EMPTY
    view = front.only("views.open").args["view"]
    assert front.press(STRANGER, control(view["blocks"], ASK), modal("V1")) == EMPTY
    assert front.only("views.push").args["view"]["callback_id"] == MODAL


def test_the_questions_are_four_and_only_the_last_two_may_be_left_out() -> None:
    view = questions_modal()
    assert view_errors(view) == []
    asked = [block for block in view["blocks"] if block["type"] == "input"]
    assert [block.get("optional", False) for block in asked] == [False, False, True, True]
    assert {block["element"]["type"] for block in asked} == {"radio_buttons"}
    assert sensitive_words(str(view["blocks"][0]) + view["title"]["text"]) == []


@pytest.mark.parametrize("answer", [Danger.YES, Danger.UNSURE])
def test_danger_is_answered_at_once_and_by_no_meeting(front: Front, answer: Danger) -> None:
    pressed = {
        "type": "radio_buttons",
        "action_id": DANGER,
        "selected_option": {"value": answer.value},
    }
    assert front.press(STRANGER, pressed, modal("V1")) == EMPTY
    view = front.only("views.update").args["view"]
    said = words_of(view)
    assert NO_MEETING in said
    assert "これ以上くわしく聞き取らないでください" in said
    duties = front.ward.library.knowledge.duties
    assert [duty.act_now for duty in duties.values() if duty.act_now not in said] == []
    shown = [e for e in elements(view["blocks"]) if e["action_id"] == DUTY]
    assert {e["value"] for e in shown} == {*SafetyKind}
    assert [e for e in elements(view["blocks"]) if e["action_id"] == AGENDA] == []


def test_no_danger_leaves_the_questions_as_they_are(front: Front) -> None:
    pressed = {
        "type": "radio_buttons",
        "action_id": DANGER,
        "selected_option": {"value": Danger.NO.value},
    }
    assert front.press(STRANGER, pressed, modal("V1")) == EMPTY
    assert front.seen() == []


def test_a_household_that_agrees_is_led_to_the_place_that_shares_the_work(front: Front) -> None:
    view = advice(front, danger=Danger.NO, matter=Matter.SEVERAL, agreed=Agreed.YES)
    said = words_of(view)
    for part in ("つながる場", "主催", "同意", "集まる人", "秘密を守ること", "所管に確認", "出典"):
        assert part in said


def test_and_one_that_does_not_is_not(front: Front) -> None:
    view = advice(
        front,
        danger=Danger.NO,
        matter=Matter.SEVERAL,
        agreed=Agreed.NO,
        support=Support.OTHER,
    )
    assert NOT_NEEDED in words_of(view)
    assert "ご本人の同意をいただけたら：総合的な支援調整の場（つながる場）" in words_of(view)
    more = control(view["blocks"], CONFERENCE)
    assert front.press(STRANGER, more, modal("V3", previous="V2")) == EMPTY
    assert "使わないとき" in words_of(front.only("views.update").args)


def test_only_the_first_two_answers_are_needed(front: Front) -> None:
    view = advice(front, danger=Danger.NO, matter=Matter.HARDSHIP)
    assert "生活困窮者支援会議（シェア会議）" in words_of(view)
    assert "主催担当（保健福祉課）が判断" in words_of(view)


def test_a_forged_answer_is_refused(front: Front) -> None:
    values = picked(danger=Danger.NO, matter="everything")
    ack = front.submit(STRANGER, MODAL, values)
    assert "push" not in str(ack.body)


def test_every_meeting_has_its_agenda_to_copy(front: Front) -> None:
    for conference_id, conference in front.ward.library.knowledge.conferences.items():
        front.forget()
        pressed = {"type": "button", "action_id": AGENDA, "value": conference_id}
        assert front.press(STRANGER, pressed, modal("V1")) == EMPTY
        said = words_of(front.only("views.push").args)
        assert [heading for heading in conference.agenda if f"■ {heading}" not in said] == []


@pytest.mark.parametrize("action_id", [AGENDA, AGENDA_PRINT, CONFERENCE])
def test_a_meeting_that_is_not_there_is_said_to_be_gone(front: Front, action_id: str) -> None:
    pressed = {"type": "button", "action_id": action_id, "value": "no-such-meeting"}
    front.press(STRANGER, pressed, modal("V1"))
    assert SENTENCES[UnknownEntry] in words_of(front.only("views.push").args)
