"""App Home: published when it is opened, with the parts of the person's roles and no others."""

from __future__ import annotations

import pytest

from bot.core.office_calendar import tokyo_day
from bot.slack.blocks.home import NOT_ON_ROSTER
from bot.slack.blocks.quiz import NOTHING_DUE
from bot.slack.conversations import LISTENERS
from tests.support.front import Front
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    EDITOR,
    HEAD,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
)
from tests.support.slack_payloads import (
    Ack,
    Payload,
    Who,
    account,
    blocks_of,
    elements,
    words_of,
)
from tests.support.slack_stub import Trouble

EMPTY = Ack(200, "")
PARTS = {
    "urgent": "緊急の連絡先",
    "stranger": NOT_ON_ROSTER,
    "question": "今週の設問 1／2（約1分）",
    "progress": "ふれたテーマ",
    "figures": "受講の状況",
    "ward": "区全体",
    "health": "配信の状態",
    "content": "知識と設問の状態",
}
OWN = {"urgent", "question", "progress"}
EXPECTED: dict[Who, set[str]] = {
    CLERK: OWN,
    NURSE: OWN,
    SUPERVISOR: OWN | {"figures"},
    HEAD: OWN | {"figures"},
    TRAINER: OWN | {"figures", "ward"},
    COUNTER: OWN | {"figures", "ward"},
    EDITOR: OWN | {"content"},
    ADMIN: OWN | {"content", "health"},
    STRANGER: {"urgent", "stranger"},
}


def opened(front: Front, who: Who) -> list[Payload]:
    """Open App Home; the blocks that were published for the person."""
    front.forget()
    assert front.open_home(who) == EMPTY
    publish = front.only("views.publish").args
    assert publish["user_id"] == account(who)
    return blocks_of(publish)


def said(blocks: list[Payload]) -> str:
    return words_of({"blocks": blocks})


def test_everybody_sees_exactly_the_parts_of_their_roles(front: Front) -> None:
    front.deliver()
    for who, parts in EXPECTED.items():
        shown = said(opened(front, who))
        assert {name for name, words in PARTS.items() if words in shown} == parts, who


def doors(front: Front, who: Who) -> list[tuple[str, str]]:
    return [
        (e["text"]["text"], e["action_id"])
        for e in elements(opened(front, who))
        if e["action_id"].startswith("open:")
    ]


def test_the_doors_are_the_shortcuts_that_open_for_the_person(front: Front) -> None:
    shortcuts = [c for c in LISTENERS if c.shortcut]
    everybodys = [(c.shortcut, c.action_id) for c in shortcuts if c.needs is None]
    clerks = [(c.shortcut, c.action_id) for c in shortcuts if c.id != "figures"]
    assert doors(front, STRANGER) == everybodys
    assert doors(front, CLERK) == clerks
    assert doors(front, SUPERVISOR) == [(c.shortcut, c.action_id) for c in shortcuts]


def test_the_urgent_numbers_come_first(front: Front) -> None:
    first = said(opened(front, CLERK)[:1])
    assert PARTS["urgent"] in first
    assert "110" in first


def test_without_a_question_the_next_day_is_named(front: Front) -> None:
    shown = said(opened(front, CLERK))
    assert NOTHING_DUE in shown
    assert PARTS["question"] not in shown


def test_nobodys_name_but_ones_own(front: Front) -> None:
    front.deliver()
    for who in EXPECTED:
        shown = said(opened(front, who))
        others = (p.name for p in EXPECTED if isinstance(p, Someone) and p is not who)
        assert not [name for name in others if name in shown], who


def test_the_administrator_sees_what_did_not_arrive(front: Front) -> None:
    front.stub.troubles["chat.postMessage"] = Trouble(200, "channel_not_found")
    sent = front.deliver()
    assert f"届かなかった（要確認）：{sent}件" in said(opened(front, ADMIN))


def test_the_editor_sees_the_content_in_use(front: Front) -> None:
    knowledge = front.ward.library.knowledge
    shown = said(opened(front, EDITOR))
    assert f"つなぎ先{len(knowledge.destinations)}か所" in shown


def test_an_entry_past_its_day_is_shown_to_the_editor(front: Front) -> None:
    destinations = front.ward.library.knowledge.destinations.values()
    first = min(destinations, key=lambda d: d.review_after)
    assert first.name not in said(opened(front, EDITOR))
    front.ward.clock.moment = front.ward.clock.moment.replace(year=first.review_after.year + 1)
    assert first.review_after < tokyo_day(front.ward.clock.now())
    assert first.name in said(opened(front, EDITOR))


@pytest.mark.parametrize("tab", ["messages", "about"])
def test_another_tab_publishes_nothing(front: Front, tab: str) -> None:
    assert front.open_home(CLERK, tab) == EMPTY
    assert front.seen() == []


def test_an_event_without_a_person_publishes_nothing(front: Front) -> None:
    assert front.event({"type": "app_home_opened", "tab": "home"}, "Ev1") == EMPTY
    assert front.seen() == []
