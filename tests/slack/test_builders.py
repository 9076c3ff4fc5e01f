"""Whatever the content holds, no payload exceeds a limit or lets content act as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.knowledge import LifeDomain
from bot.slack.blocks import answer, cards, figures, home, lists, quiz
from bot.slack.blocks.base import (
    SECTION_TEXT,
    Reply,
    as_modal,
    bold,
    clip,
    fitted,
    inline,
    link,
    section,
)
from bot.workspace.validate import message_block_errors, view_errors
from tests.slack import worst_case as worst

WORST = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
ENTRIES = st.lists(worst.destinations, max_size=3).map(
    lambda ds: [d for d in ds for _ in range(60)]
)
REPLIES = {
    "answer": st.builds(answer.answer_reply, worst.answers, stays_in_slack=st.booleans()),
    "destination": worst.destination_cards.map(cards.destination_reply),
    "duty": worst.duty_cards.map(cards.duty_reply),
    "conferences": st.lists(worst.conference_cards, max_size=8).map(lists.conferences_reply),
    "question": (st.none() | worst.questions).map(quiz.quiz_reply),
    "feedback": worst.feedbacks.map(quiz.feedback_reply),
    "record": worst.own_records.map(quiz.record_reply),
    "figures": worst.figures.map(figures.figures_reply),
    "urgent": worst.contact_lists.map(lists.urgent_reply),
    "glossary": st.lists(worst.terms, max_size=60).map(lists.glossary_reply),
    "browse": ENTRIES.map(lambda ds: lists.browse_reply(distinct(ds))),
    "domain": ENTRIES.map(lambda ds: lists.domain_reply(LifeDomain.MONEY, ds)),
    "help": st.lists(st.tuples(worst.texts, worst.texts), max_size=30).map(lists.help_reply),
}


def distinct(destinations: Iterable[Any]) -> list[Any]:
    """Each id once, as the content rules guarantee."""
    return list({d.id: d for d in destinations}.values())


@pytest.mark.parametrize("name", REPLIES)
def test_every_reply_fits_as_message_and_as_modal(name: str) -> None:
    @WORST
    @given(REPLIES[name])
    def fits(reply: Reply) -> None:
        assert message_block_errors(fitted(reply.blocks)) == []
        assert view_errors(as_modal(reply)) == []
        assert 0 < len(reply.text) <= 3000
        assert_no_markup_from_content(reply.blocks)

    fits()


@WORST
@given(worst.overviews)
def test_every_home_fits(overview: Any) -> None:
    view = home.home_view(overview, [home.Door("つなぎ先を探す", "open:ask", None)] * 9)
    view["blocks"] = [unique_actions(b, i) for i, b in enumerate(view["blocks"])]
    assert view_errors(view) == []
    assert_no_markup_from_content(view["blocks"])


def unique_actions(block: dict[str, Any], number: int) -> dict[str, Any]:
    """The doors' ids are distinct in the real table; here they were repeated on purpose."""
    if block["type"] != "actions":
        return block
    elements = [
        {**e, "action_id": f"{e['action_id']}{number}-{i}"} for i, e in enumerate(block["elements"])
    ]
    return {**block, "elements": elements}


def assert_no_markup_from_content(blocks: Iterable[Mapping[str, Any]]) -> None:
    """The only markup in mrkdwn is ours: bold runs and links to web addresses."""
    for text in mrkdwn(blocks):
        for inner in re.findall(r"<([^>]*)>", text):
            assert inner.startswith(("https://", "http://")), inner[:80]
        assert text.count("<") == text.count(">")
        assert not re.search(r"&(?!amp;|lt;|gt;)", text), text[:80]


def mrkdwn(node: object) -> Iterable[str]:
    """Every mrkdwn text in a payload."""
    if isinstance(node, Mapping):
        if node.get("type") == "mrkdwn":
            yield node["text"]
        for value in node.values():
            yield from mrkdwn(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from mrkdwn(value)


@given(worst.texts)
def test_content_is_literal(text: str) -> None:
    safe = inline(text)
    assert not set(safe) & set("*_~`<>")
    assert safe.count("&") == len(re.findall(r"&(?:amp|lt|gt);", safe))


@given(st.lists(worst.texts.map(bold) | worst.texts.map(inline), max_size=30))
def test_a_long_section_is_cut_without_half_an_escape(lines: list[str]) -> None:
    text = section(lines)["text"]["text"]
    assert 0 < len(text) <= SECTION_TEXT
    assert not re.search(r"&(?!amp;|lt;|gt;)", text)
    assert text.count("*") % 2 == 0


def test_a_link_needs_a_web_address() -> None:
    assert link("javascript:alert(1)", "ここ") == "ここ"
    assert link(None, "題<b>") == "題&lt;b&gt;"
    assert link("https://a.example/?q=<x>|y z", "題") == "<https://a.example/?q=%3Cx%3E%7Cy%20z|題>"


def test_clip_marks_what_was_cut() -> None:
    assert clip("あ" * 10, 10) == "あ" * 10
    assert clip("あ" * 11, 10) == "あ" * 9 + "…"
    assert clip(" ", 10) == "（なし）"


SENSITIVE = ("虐待", "DV", "暴力", "自殺", "保護", "借金", "障がい", "死", "性")


@WORST
@given(REPLIES["answer"])
def test_the_first_block_of_an_answer_says_nothing_sensitive(reply: Reply) -> None:
    first = json.dumps(reply.blocks[0], ensure_ascii=False)
    assert reply.text == cards.SAFE_OPENING
    assert not any(word in first + reply.text for word in SENSITIVE)
