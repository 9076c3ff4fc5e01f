"""会議の使い分け over the shipped content: every answer has its words, sources and agenda."""

from __future__ import annotations

from datetime import datetime
from itertools import product

import pytest

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.conference_choice import Agreed, Answers, Danger, Matter, Support
from bot.core.conferences import ChoiceReason
from bot.core.duties import SafetyKind
from bot.core.knowledge import DestinationKind
from bot.core.people import Actor
from bot.service.conferences import Advice, Conferences
from bot.service.printing import Printing
from bot.service.referral import UnknownEntry
from bot.slack.blocks.base import as_modal
from bot.slack.blocks.conferences import advice_reply
from bot.slack.blocks.quiet import sensitive_words
from bot.workspace.validate import view_errors
from tests.support.pdf import bad_line_ends, page_texts

ANYBODY = Actor("U0STRANGER")
NOW = datetime(2026, 11, 24, 10, tzinfo=TOKYO)
EVERY = [Answers(*answers) for answers in product(Danger, Matter, Agreed, Support)]


@pytest.fixture
def advice(library: Library) -> list[tuple[Answers, Advice]]:
    room = Conferences(library)
    return [(answers, room.choose(ANYBODY, answers, NOW)) for answers in EVERY]


def test_every_answer_is_told_with_its_source(advice: list[tuple[Answers, Advice]]) -> None:
    for _, found in advice:
        assert found.reason.text
        assert found.reason.steps
        assert found.sources
        assert found.card is None or found.card.sources
    assert {found.reason.id for _, found in advice} == {*ChoiceReason}


def test_danger_brings_every_card_and_no_meeting(advice: list[tuple[Answers, Advice]]) -> None:
    for answers, found in advice:
        endangered = answers.danger is not Danger.NO
        kinds = [card.duty.kind for card in found.duties]
        assert kinds == (list(SafetyKind) if endangered else [])
        assert not (endangered and (found.card or found.later))


def test_every_answer_fits_on_a_screen_and_begins_quietly(
    advice: list[tuple[Answers, Advice]],
) -> None:
    for _, found in advice:
        reply = advice_reply(found)
        assert view_errors(as_modal(reply)) == []
        assert sensitive_words(str(reply.blocks[0]) + reply.text + reply.title) == []


def test_what_is_not_known_is_left_to_the_desk_in_charge(library: Library) -> None:
    for conference in library.knowledge.conferences.values():
        assert conference.ask_owner
        assert all("所管に確認" in line for line in conference.ask_owner)
    for unknown in ("joint-conference", "tsunagaru-ba", "share-kaigi", "child-protection-council"):
        assert "確認してください" in library.knowledge.conferences[unknown].convenor


def test_a_meeting_nobody_is_referred_to_is_no_destination(library: Library) -> None:
    knowledge = library.knowledge
    for conference_id, conference in knowledge.conferences.items():
        held = knowledge.destinations.get(conference_id)
        assert (held is None) == bool(conference.name)
        assert held is None or held.kind is DestinationKind.CONFERENCE


def test_no_agenda_asks_for_a_name(library: Library) -> None:
    headings = [h for c in library.knowledge.conferences.values() for h in c.agenda]
    assert [h for h in headings if any(w in h for w in ("氏名", "名前", "住所", "番号"))] == []


def test_every_agenda_is_one_typeset_page(library: Library) -> None:
    printing = Printing(library)
    for conference_id, conference in library.knowledge.conferences.items():
        pdf = printing.agenda_page(ANYBODY, conference_id, NOW)
        (text,) = page_texts(pdf)
        assert all("".join(h.split()) in text for h in conference.agenda)
        assert bad_line_ends(pdf) == []
    with pytest.raises(UnknownEntry):
        printing.agenda(ANYBODY, "no-such-meeting", NOW)
