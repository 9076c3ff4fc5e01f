"""Over the clerk's shoulder and in a banner, no answer, push or reminder says anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.kana import ROWS
from bot.core.knowledge import LifeDomain
from bot.core.people import Actor
from bot.service.referral import Referral
from bot.slack import notices
from bot.slack.blocks import cards, conferences, details, duty, lists, wrong
from bot.slack.blocks.answer import answer_reply
from bot.slack.blocks.base import Reply, as_modal
from bot.slack.blocks.carried import Carried
from bot.slack.blocks.controls import SHARE
from bot.slack.blocks.quiet import FIRST_CHARACTERS, SAFE_OPENING, sensitive_words
from tests.slack.test_builders import REPLIES, WORST
from tests.slack.test_first_layer import direct

ANYBODY = Actor("U0STRANGER")
NOON = datetime(2026, 11, 16, 12, tzinfo=TOKYO)
MOMENTS = (NOON, NOON + timedelta(hours=11), NOON + timedelta(days=5))
ASKED = (
    "夫に殴られて逃げてきた、帰りたくないと言う女性",
    "もう死にたいと言っている",
    "子どもの体にあざがあり、虐待かもしれない",
    "借金と家賃の滞納で、今夜食べるものもない",
    "母の介護、長男の借金、次男の不登校が重なっている",
    "会議室のプロジェクターが映らない",
    "霧島そよかさん、090-1234-5678、障がいの手帳",
)


def first_words(reply: Reply) -> str:
    return json.dumps(reply.blocks[0], ensure_ascii=False) + reply.text[:FIRST_CHARACTERS]


def assert_quiet(reply: Reply) -> None:
    assert sensitive_words(first_words(reply)) == []
    assert sensitive_words(as_modal(reply)["title"]["text"]) == []


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_every_page_of_the_shipped_content_begins_quietly(
    referral: Referral, library: Library, now: datetime
) -> None:
    for reply in pages(referral, now):
        assert_quiet(reply)
    for destination in referral.everything(ANYBODY):
        card = referral.destination(ANYBODY, destination.id, now)
        assert answer_reply(direct(card)).blocks[0] == cards.section(SAFE_OPENING)


def pages(referral: Referral, now: datetime) -> Iterator[Reply]:
    """Every builder over every entry."""
    everything = referral.everything(ANYBODY)
    meetings, duties = referral.conferences(ANYBODY), referral.duties(ANYBODY, now)
    for destination in everything:
        card = referral.destination(ANYBODY, destination.id, now)
        yield from (answer_reply(direct(card)), details.destination_reply(card))
        yield from (details.hand_over_reply(card), details.shared_reply(card))
    yield from map(duty.duty_reply, duties)
    yield from map(cards.conference_reply, meetings)
    yield lists.browse_reply(everything, duties, meetings)
    yield conferences.conferences_reply(meetings)
    yield lists.urgent_reply(referral.urgent(ANYBODY, now))
    yield lists.glossary_reply(referral.glossary(ANYBODY))
    yield from (lists.domain_reply(d, referral.in_domain(ANYBODY, d)) for d in LifeDomain)
    yield from (lists.row_reply(row, everything) for row in ROWS)
    told = (*notices.TEXTS.values(), notices.NO_CONTACT, notices.FILLED, notices.APOLOGY)
    yield from (Reply(notices.TITLE, (cards.section(text),)) for text in told)


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_every_answer_begins_quietly(referral: Referral, text: str, now: datetime) -> None:
    reply = answer_reply(referral.ask(ANYBODY, text, now), stays_in_slack=True, in_channel=True)
    assert reply.text == SAFE_OPENING
    assert_quiet(reply)


@pytest.mark.parametrize("name", REPLIES)
def test_no_content_can_make_an_answer_loud(name: str) -> None:
    @WORST
    @given(REPLIES[name])
    def begins_with_our_words(reply: Reply) -> None:
        assert_quiet(reply)

    begins_with_our_words()


def test_the_forms_begin_quietly_too(referral: Referral) -> None:
    everything = referral.everything(ANYBODY)
    desk = referral.general_desk(ANYBODY, NOON)
    for card in (referral.destination(ANYBODY, d.id, NOON) for d in everything):
        for view in (
            wrong.wrong_modal(Carried((card.destination.id,)), everything, desk),
            wrong.thanks_modal(card, desk),
        ):
            assert sensitive_words(json.dumps(view["blocks"][0], ensure_ascii=False)) == []


@pytest.mark.parametrize("text", ["ＤＶ", "dv", "自殺", "生活保護", "ｇｙ虐待"])
def test_the_list_sees_through_width_and_case(text: str) -> None:
    assert sensitive_words(text)


def test_the_list_leaves_ordinary_words_alone() -> None:
    assert sensitive_words("女性の方の可能性、性別、正しい、必ず、気づきナビ") == []


def flat(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def test_for_dv_and_sexual_violence_nothing_is_put_on_paper_or_shared(
    referral: Referral,
) -> None:
    kept_quiet = set()
    for destination in referral.everything(ANYBODY):
        card = referral.destination(ANYBODY, destination.id, NOON)
        if details.NO_PAPER in flat(details.destination_reply(card).blocks):
            kept_quiet.add(destination.id)
        answer = referral.chosen(ANYBODY, [destination.id], "00", NOON)
        shared = SHARE in flat(answer_reply(answer, in_channel=True).blocks)
        assert shared is (destination.id not in kept_quiet)
        assert SHARE not in flat(answer_reply(answer).blocks)
    assert kept_quiet == {"dv-support", "sexual-violence", "address-protection"}


def test_beside_a_duty_card_nothing_is_shared(referral: Referral) -> None:
    for text in ASKED:
        answer = referral.ask(ANYBODY, text, NOON)
        if answer.duties:
            assert SHARE not in flat(answer_reply(answer, in_channel=True).blocks)
