"""集計 and 記録: one's own record, the section's figures, the ward's — and nobody else's."""

from __future__ import annotations

import pytest

from bot.core.permissions import NotPermitted
from bot.slack.blocks.base import section
from bot.slack.blocks.quiz import SURE
from bot.slack.errors import SENTENCES
from tests.support.front import Front
from tests.support.service import (
    ADMIN,
    CLERK,
    CLOSE,
    COUNTER,
    DESK,
    EDITOR,
    EVERYBODY,
    HEAD,
    HEALTH,
    MINUTE,
    NURSE,
    SECOND_DUE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
)
from tests.support.slack_payloads import Who, blocks_of, control, picked, words_of
from tests.support.slack_stub import Trouble

REFUSAL = words_of({"blocks": [section(SENTENCES[NotPermitted])]})
MEMBERS = {name: sum(p.section == name for p in EVERYBODY) for name in (DESK, HEALTH)}


def figures(front: Front, who: Who) -> str:
    return words_of(front.command(who, "集計").body)


def record(front: Front, who: Who) -> str:
    return words_of(front.command(who, "記録").body)


def take(front: Front, *people: Someone) -> None:
    """Each answers the first question in the message, and the rest of the week at its end."""
    posts = {c.args["channel"]: c for c in front.calls("chat.postMessage")}
    for who in people:
        post = posts[who.account]
        blocks = blocks_of(post.args)
        front.press(who, control(blocks, SURE), front.place_of(post), picked(blocks))
        front.ward.finish(who, max(front.ward.clock.moment, SECOND_DUE))


def week(members: int, completed: int) -> str:
    return f"{completed}／{members}人（{100 * completed / members:.1f}％）"


@pytest.mark.parametrize("who", [SUPERVISOR, HEAD])
def test_a_supervisor_sees_the_own_section_only(front: Front, who: Someone) -> None:
    front.deliver()
    take(front, CLERK, NURSE)
    shown = figures(front, who)
    assert f"{who.section}　対象{MEMBERS[who.section]}人／受講済" in shown
    assert week(MEMBERS[who.section], 1) in shown
    assert "区全体" not in shown
    assert {s for s in MEMBERS if s in shown} == {who.section}


@pytest.mark.parametrize("who", [TRAINER, COUNTER])
def test_the_officers_see_the_ward_and_small_sections_as_one(front: Front, who: Someone) -> None:
    front.deliver()
    take(front, CLERK, NURSE)
    shown = figures(front, who)
    assert f"区全体　対象{len(EVERYBODY)}人／受講済" in shown
    assert week(len(EVERYBODY), 2) in shown
    assert "人数の少ない課（2課）" in shown
    assert {s for s in MEMBERS if s in shown} == set()


@pytest.mark.parametrize("who", [CLERK, NURSE, EDITOR, ADMIN, STRANGER])
def test_nobody_else_sees_figures(front: Front, who: Who) -> None:
    front.deliver()
    assert figures(front, who) == REFUSAL


def test_figures_move_with_the_answers_and_stop_at_the_close(front: Front) -> None:
    front.deliver()
    assert week(MEMBERS[DESK], 0) in figures(front, SUPERVISOR)
    assert "（受付中）" in figures(front, SUPERVISOR)
    take(front, CLERK)
    assert week(MEMBERS[DESK], 1) in figures(front, SUPERVISOR)
    front.ward.clock.moment = CLOSE + MINUTE
    front.deliver()
    take(front, SUPERVISOR)
    shown = figures(front, SUPERVISOR)
    assert week(MEMBERS[DESK], 1) in shown
    assert "期限後受講1人" in shown
    assert "（受付中）：" not in shown


def test_before_the_first_post_there_is_nothing_to_count(front: Front) -> None:
    assert "まだ設問を配信していません" in figures(front, SUPERVISOR)


@pytest.mark.parametrize("who", [SUPERVISOR, TRAINER])
def test_figures_name_nobody(front: Front, who: Someone) -> None:
    front.deliver()
    take(front, CLERK, NURSE)
    shown = figures(front, who)
    assert not [p for p in EVERYBODY if p.name in shown or p.account in shown]
    assert "正解 " not in shown


def test_a_record_is_ones_own(front: Front) -> None:
    front.deliver()
    take(front, CLERK)
    mine, hers = record(front, CLERK), record(front, SUPERVISOR)
    assert "答えた設問：3問" in mine
    assert "2026年11月16日の週：受講済" in mine
    assert "答えた設問：0問" in hers
    assert "11月16日の週" not in hers


def test_a_record_can_be_read_as_a_modal(front: Front) -> None:
    front.deliver()
    take(front, CLERK)
    front.shortcut(CLERK, "open:record")
    assert "答えた設問：3問" in words_of(front.only("views.open").args)


def test_a_stranger_has_no_record(front: Front) -> None:
    assert record(front, STRANGER) == REFUSAL


def test_a_record_survives_a_message_that_never_arrived(front: Front) -> None:
    front.stub.troubles["chat.postMessage"] = Trouble(200, "user_not_found")
    front.deliver()
    assert "答えた設問：0問" in record(front, CLERK)
    assert week(MEMBERS[DESK], 0) in figures(front, SUPERVISOR)
