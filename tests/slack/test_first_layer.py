"""The first layer stays short, for every entry at every hour and for any content."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.opening import Opening
from bot.core.people import Actor
from bot.core.reasons import Reason, ReasonKind
from bot.service.answers import Answer
from bot.service.cards import DestinationCard, destination_card
from bot.service.referral import Referral
from bot.slack.blocks import first_layer
from bot.slack.blocks.answer import answer_reply
from bot.slack.blocks.carried import Carried, unpack
from bot.slack.blocks.reach import AT_THE_WARD, NO_NUMBER, where_line
from tests.slack import worst_case as worst
from tests.slack.test_builders import WORST

ANYBODY = Actor("U0STRANGER")
MONDAY = datetime(2026, 11, 16, tzinfo=TOKYO)
HOURS = [MONDAY + timedelta(hours=h) for h in (0, 3, 9, 12, 17, 18, 22, 58, 117, 130, 140, 164)]
MOST_LINES, MOST_CHARACTERS = 8, 240
WHY = (Reason("あ" * 30, "い" * 30, ReasonKind.SIGN),)


def direct(card: DestinationCard) -> Answer:
    """The answer that names this destination and no other."""
    return Answer(
        duties=(),
        destinations=(card,),
        direct=True,
        abstained=False,
        has_personal_data=False,
        shortened=False,
        general_desk=None,
        key="0123456789abcdef",
    )


def lines_of(blocks: tuple[dict[str, Any], ...]) -> list[str]:
    """What a person reads: a line of text each, and a row of buttons as one line."""
    lines: list[str] = []
    for block in blocks:
        if block["type"] == "section":
            lines += block["text"]["text"].split("\n")
        elif block["type"] == "context":
            lines += [e["text"] for e in block["elements"]]
        else:
            lines.append(" ".join(e["text"]["text"] for e in block["elements"]))
    return [shown(line) for line in lines]


def shown(mrkdwn: str) -> str:
    """Mrkdwn as it is read."""
    plain = re.sub(r"<[^|>]*\|([^>]*)>", r"\1", mrkdwn).replace("*", "")
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def assert_short(card: DestinationCard) -> None:
    reply = answer_reply(direct(card), in_channel=True)
    lines = lines_of(reply.blocks)
    assert len(lines) <= MOST_LINES, lines
    assert sum(len(line.replace(" ", "")) for line in lines) <= MOST_CHARACTERS, lines


@pytest.mark.parametrize("now", HOURS, ids=lambda now: f"{now:%a-%H}")
def test_every_destination_is_read_at_a_glance_at_any_hour(library: Library, now: datetime) -> None:
    knowledge = library.knowledge
    for destination in knowledge.destinations.values():
        card = destination_card(knowledge, destination, now)
        assert_short(replace(card, why=WHY))
        first = lines_of(answer_reply(direct(card)).blocks)
        assert first[1] == destination.name
        assert first[2] == where_line(card).strip()
        assert f"「{destination.say}」" in first[3], "what can be said stands there whole"
        assert first[4].startswith("同意：")


@WORST
@given(worst.destination_cards)
def test_any_content_is_read_at_a_glance(card: DestinationCard) -> None:
    assert_short(card)


def test_three_candidates_take_a_line_each(library: Library) -> None:
    knowledge = library.knowledge
    cards = [
        destination_card(knowledge, d, MONDAY) for d in list(knowledge.destinations.values())[:3]
    ]
    blocks = first_layer.several(cards, Carried(tuple(c.destination.id for c in cards), "00"))
    rows = [b for b in blocks if "accessory" in b]
    assert len(rows) == 3
    assert all("\n" not in row["text"]["text"] for row in rows)
    assert [row["accessory"]["text"]["text"] for row in rows] == ["くわしく"] * 3
    labels = [e.get("text", e.get("placeholder"))["text"] for e in blocks[-1]["elements"]]
    assert labels == ["どれでもない", "ここにつなぐ"]


def test_what_is_closed_now_stands_last(library: Library) -> None:
    """At night the desk that ranks first gives way to the line that answers."""
    knowledge, night = library.knowledge, MONDAY + timedelta(hours=22)
    ids = ("child-family", "child-guidance-center", "child-abuse-hotline")
    for now, first in ((night, ids[2]), (MONDAY + timedelta(hours=12), ids[0])):
        cards = [destination_card(knowledge, knowledge.destinations[i], now) for i in ids]
        shown_first = first_layer.several(cards, Carried(ids))[1]
        assert unpack(shown_first["accessory"]["value"]).ids == (first,)


def test_a_closed_line_is_never_shown_as_open(library: Library) -> None:
    """At every hour: what is known to be closed says when it opens."""
    knowledge = library.knowledge
    for now in HOURS:
        for destination in knowledge.destinations.values():
            card = destination_card(knowledge, destination, now)
            line = where_line(card)
            named = [c for c in card.contacts if set(c.contact.phones[:1]) & set(line.split())]
            for contact in named:
                closed = contact.opening.is_open is False
                assert not closed or "次に開くのは" in line, (now, destination.id, line)


class TestWhere:
    """Line ②, case by case."""

    def card(self, library: Library, identifier: str, **changes: Any) -> DestinationCard:
        knowledge = library.knowledge
        card = destination_card(knowledge, knowledge.destinations[identifier], MONDAY)
        return replace(card, **changes)

    def test_a_place_comes_before_a_number_while_it_is_open(self, library: Library) -> None:
        card = self.card(library, "kurashi-assist", place="3階 31番・内線1234")
        card = self.open(card, Opening(is_open=True))
        assert where_line(card) == "3階 31番・内線1234"

    def open(self, card: DestinationCard, opening: Opening) -> DestinationCard:
        return replace(card, opening=opening)

    def test_a_closed_place_says_when_it_opens(self, library: Library) -> None:
        opens = MONDAY + timedelta(hours=9)
        card = self.card(library, "tax-office", place="2階 21番", contacts=())
        line = where_line(self.open(card, Opening(is_open=False, next_open=opens)))
        assert line == "2階 21番 次に開くのは11月16日（月）9:00"

    def test_what_the_ward_entered_before_april_is_marked(self, library: Library) -> None:
        card = self.card(library, "tax-office", place="2階 21番", transfer_season=True)
        card = self.open(card, Opening(is_open=True))
        assert where_line(card) == "2階 21番（異動期・要確認）"

    def test_nothing_known_says_who_sets_it(self, library: Library) -> None:
        card = self.open(self.card(library, "tax-office", contacts=()), Opening(None))
        assert where_line(card) == NO_NUMBER
        at_home = self.open(self.card(library, "care-insurance"), Opening(None))
        assert where_line(at_home) == AT_THE_WARD


def test_only_words_of_the_lexicon_are_said_back(referral: Referral) -> None:
    """A word that the index happens to know may be a part of somebody's name."""
    answer = referral.ask(ANYBODY, "家賃を滞納して困っている方", MONDAY)
    for card in answer.destinations:
        kinds = {r.kind for r in card.why if r.asked in str(first_layer.why_block(card))}
        assert kinds <= {ReasonKind.SIGN, ReasonKind.ALIAS}
