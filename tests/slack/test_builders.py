"""Whatever the content holds, no payload exceeds a limit or lets content act as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.figures import SectionTotal
from bot.core.knowledge import LifeDomain
from bot.slack.blocks import (
    answer,
    cards,
    catch_up,
    conferences,
    counts,
    deliveries,
    details,
    duty,
    figures,
    figures_names,
    figures_sent,
    home,
    lists,
    post,
    quiz,
    record,
    wrong,
)
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
from bot.slack.blocks.carried import Carried, unpack
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
UNDER = st.builds(
    details.Under,
    carried=st.builds(Carried, ids=st.lists(worst.ids, max_size=3).map(tuple)),
    signs=worst.lots,
    duties=st.lists(worst.duty_cards, max_size=7).map(tuple),
    meeting=st.none() | worst.conference_cards,
)
REPLIES = {
    "answer": st.builds(
        answer.answer_reply,
        worst.answers,
        stays_in_slack=st.booleans(),
        in_channel=st.booleans(),
    ),
    "destination": st.builds(details.destination_reply, worst.destination_cards, UNDER),
    "area": st.builds(details.area_reply, worst.destination_cards, worst.areas),
    "hand over": worst.destination_cards.map(details.hand_over_reply),
    "shared": worst.destination_cards.map(details.shared_reply),
    "duty": worst.duty_cards.map(duty.duty_reply),
    "conference": worst.conference_cards.map(cards.conference_reply),
    "counts": st.lists(worst.counts, max_size=60).map(counts.counts_reply),
    "corrections": st.lists(worst.corrections, max_size=60).map(counts.corrections_reply),
    "row": ENTRIES.map(lambda ds: lists.row_reply("あ行", ds)),
    "conferences": st.lists(worst.conference_cards, max_size=8).map(conferences.conferences_reply),
    "conference advice": worst.advices.map(conferences.advice_reply),
    "agenda": st.builds(conferences.agenda_reply, worst.ids, worst.texts, worst.texts),
    "question": (st.none() | worst.questions).map(quiz.quiz_reply),
    "feedback": worst.feedbacks.map(quiz.feedback_reply),
    "deliveries": st.lists(worst.sendings, max_size=12).map(deliveries.deliveries_reply),
    "post": st.builds(
        post.post_reply,
        worst.questions,
        st.none() | worst.sign_groups,
        last_for_now=st.booleans(),
    ),
    "reminder": (st.none() | worst.texts).map(figures_sent.reminder_message),
    "sitting": worst.sittings.map(catch_up.sitting_reply),
    "feedback of a sitting": worst.feedbacks.map(catch_up.sitting_feedback_reply),
    "question gone": st.builds(quiz.gone_reply, st.none() | worst.questions, resting=st.booleans()),
    "record": worst.own_records.map(record.record_reply),
    "erased": worst.erased.map(record.erased_reply),
    "figures": worst.figures.map(figures.figures_reply),
    "names": worst.name_lists.map(figures_names.names_reply),
    "reminded": worst.reminded.map(figures_names.reminded_reply),
    "monthly": worst.figures.filter(lambda f: f.own).map(figures_sent.monthly_message),
    "urgent": worst.contact_lists.map(lists.urgent_reply),
    "glossary": st.lists(worst.terms, max_size=60).map(lists.glossary_reply),
    "browse": st.builds(
        lambda ds, duties, meetings: lists.browse_reply(distinct(ds), duties, meetings),
        ENTRIES,
        st.lists(worst.duty_cards, max_size=7, unique_by=lambda c: c.duty.kind),
        st.lists(worst.conference_cards, max_size=3, unique_by=lambda c: c.conference.id),
    ),
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


@WORST
@given(worst.totals)
def test_the_sentence_to_copy_fits(total: SectionTotal) -> None:
    assert view_errors(figures_names.copy_view(total)) == []


def test_the_form_of_dates_and_the_reminder_fit() -> None:
    assert view_errors(figures_names.dates_view()) == []
    assert message_block_errors(list(figures_sent.reminder_message().blocks)) == []


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


@WORST
@given(
    st.lists(worst.destinations, max_size=60).map(distinct),
    st.none() | worst.destination_cards,
    st.booleans(),
    st.lists(worst.ids, max_size=9),
)
def test_the_form_for_wrong_answers_fits(
    everything: list[Any], desk: Any, none_fits: bool, signs: list[str]
) -> None:
    carried = Carried(tuple(d.id for d in everything[:3]), "0123456789abcdef", tuple(signs))
    view = wrong.wrong_modal(carried, everything, desk, none_fits=none_fits)
    assert view_errors(view) == []
    assert unpack(view["private_metadata"]) == carried
    assert_no_markup_from_content(view["blocks"])


@WORST
@given(st.none() | worst.destination_cards, st.none() | worst.destination_cards)
def test_the_thanks_fit(card: Any, desk: Any) -> None:
    view = wrong.thanks_modal(card, desk)
    assert view_errors(view) == []
    assert_no_markup_from_content(view["blocks"])
