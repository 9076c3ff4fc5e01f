"""Asking and browsing: open to everybody, always with dates, sources and numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.content.library import Library
from bot.core.contacts import GRADE_MARKS
from bot.core.duties import SafetyKind
from bot.core.knowledge import LifeDomain
from bot.core.people import Actor
from bot.core.referral import GENERAL_DESK
from bot.service.referral import (
    MAX_QUESTION,
    REFUSED_ABOVE,
    URGENT_CONTACTS,
    QuestionTooLong,
    Referral,
    UnknownEntry,
)
from tests.content.conftest import Desk
from tests.support.service import DUE, HOUR

ANYBODY = Actor("U0STRANGER")
NIGHT = DUE + 12 * HOUR
RENT = "家賃が払えず食べるものもないと言っている"


def _long(length: int) -> str:
    return (RENT * (length // len(RENT) + 1))[:length]


# ------------------------------------------------------------ asking


def test_an_answer_is_the_decision_with_everything_shown(referral: Referral) -> None:
    decision, answer = referral.decide(RENT), referral.ask(ANYBODY, RENT, DUE)
    assert [d.destination.id for d in answer.destinations] == [
        hit.destination_id for hit in decision.hits
    ]
    assert [d.why for d in answer.destinations] == [hit.why for hit in decision.hits]
    assert tuple(d.duty.kind for d in answer.duties) == decision.duties
    assert (answer.direct, answer.abstained) == (decision.direct, decision.abstained)
    assert answer.general_desk is not None
    assert answer.general_desk.destination.id == GENERAL_DESK


def test_the_hour_orders_contacts_and_changes_nothing_else(referral: Referral) -> None:
    by_day, by_night = (referral.ask(ANYBODY, RENT, now) for now in (DUE, NIGHT))
    assert [d.destination for d in by_day.destinations] == [
        d.destination for d in by_night.destinations
    ]
    for day, night in zip(by_day.destinations, by_night.destinations, strict=True):
        assert {c.contact for c in day.contacts} == {c.contact for c in night.contacts}


@pytest.mark.parametrize(
    ("length", "shortened"),
    [(MAX_QUESTION, False), (MAX_QUESTION + 1, True), (REFUSED_ABOVE, True)],
)
def test_a_long_question_is_answered_with_a_hint(
    referral: Referral, length: int, shortened: bool
) -> None:
    answer = referral.ask(ANYBODY, _long(length), DUE)
    assert answer.shortened is shortened
    assert answer.destinations


def test_a_huge_question_is_not_looked_at(referral: Referral) -> None:
    with pytest.raises(QuestionTooLong) as refused:
        referral.ask(ANYBODY, _long(REFUSED_ABOVE + 1), DUE)
    assert str(refused.value) == ""


@pytest.mark.parametrize("text", ["", " ", "　", "？", "xyzzy", "🙂", "\x00", "a" * REFUSED_ABOVE])
def test_what_says_nothing_is_not_understood(referral: Referral, text: str) -> None:
    answer = referral.ask(ANYBODY, text, DUE)
    assert answer.abstained
    assert not answer.direct
    assert answer.duties == ()
    assert answer.general_desk is not None


def test_personal_data_is_noticed_and_not_given_back(referral: Referral) -> None:
    number = "090-1234-5678"
    answer = referral.ask(ANYBODY, f"{number}の人、家賃が払えない", DUE)
    assert answer.has_personal_data
    assert number not in str(answer)
    assert not referral.ask(ANYBODY, RENT, DUE).has_personal_data


# ------------------------------------------------------------ browsing


def test_every_destination_has_its_page(referral: Referral, library: Library) -> None:
    knowledge = library.knowledge
    for id_, destination in knowledge.destinations.items():
        card = referral.destination(ANYBODY, id_, DUE)
        assert card.destination == destination
        assert sorted(c.contact.id for c in card.contacts) == sorted(destination.contact_ids)
        assert len(card.sources) == len(set(destination.citations)) > 0
        assert all(source.seen for source in card.sources)
        assert {c.mark for c in card.contacts} <= set(GRADE_MARKS.values())
        assert (card.why, [d.id for d in card.related]) == ((), list(destination.related))


def test_a_page_past_its_review_says_so(referral: Referral, library: Library) -> None:
    for id_, destination in library.knowledge.destinations.items():
        last_day = DUE.replace(
            year=destination.review_after.year,
            month=destination.review_after.month,
            day=destination.review_after.day,
        )
        assert not referral.destination(ANYBODY, id_, last_day).overdue
        assert referral.destination(ANYBODY, id_, last_day + timedelta(days=1)).overdue


def test_every_duty_and_conference_has_its_page(referral: Referral, library: Library) -> None:
    for kind in SafetyKind:
        card = referral.duty(ANYBODY, kind.value, DUE)
        assert card.duty.kind is kind
        assert card.sources
        assert sorted(c.contact.id for c in card.contacts) == sorted(card.duty.contact_ids)
    conferences = referral.conferences(ANYBODY)
    assert [c.conference.id for c in conferences] == list(library.knowledge.conferences)
    assert all(c.name and c.sources for c in conferences)


@pytest.mark.parametrize("unknown", ["", "x", "../", "a" * 5000, "emergency ", "LIFE_DANGER"])
def test_an_unknown_entry_is_said_to_be_one(referral: Referral, unknown: str) -> None:
    with pytest.raises(UnknownEntry):
        referral.destination(ANYBODY, unknown, DUE)
    with pytest.raises(UnknownEntry):
        referral.duty(ANYBODY, unknown, DUE)


def test_the_headings_lead_to_every_destination(referral: Referral, library: Library) -> None:
    listed = {d.id for domain in LifeDomain for d in referral.in_domain(ANYBODY, domain)}
    assert listed == set(library.knowledge.destinations)
    for domain in LifeDomain:
        found = referral.in_domain(ANYBODY, domain)
        assert found, domain
        assert all(domain in d.domains for d in found)
        assert [d.yomi for d in found] == sorted(d.yomi for d in found)


def test_everything_is_listed_by_reading(referral: Referral, library: Library) -> None:
    readings = [d.yomi for d in referral.everything(ANYBODY)]
    assert readings == sorted(readings)
    assert len(readings) == len(library.knowledge.destinations)
    assert referral.glossary(ANYBODY) == library.knowledge.glossary


def test_the_urgent_numbers_are_all_in_the_registry(referral: Referral) -> None:
    by_day = [c.contact.id for c in referral.urgent(ANYBODY, DUE)]
    assert by_day[-1] == "abuse-night-line"
    assert by_day[:-1] == [i for i in URGENT_CONTACTS if i != "abuse-night-line"]
    by_night = referral.urgent(ANYBODY, NIGHT)
    assert sorted(c.contact.id for c in by_night) == sorted(by_day)
    awake = [c.contact.always_open or c.contact.after_hours for c in by_night]
    assert awake == sorted(awake, reverse=True)
    assert any(awake)
    assert all(c.contact.phones for c in by_night)


# ------------------------------------------------------------ content that changes


def test_new_content_is_asked_at_once(desk: Desk) -> None:
    library = Library.open(desk.knowledge_dir, desk.quizzes_dir)
    referral = Referral(library)
    assert (
        referral.ask(ANYBODY, "殴られている", DUE).destinations[0].destination.name == "警察・消防"
    )
    desk.replace("knowledge/destinations/emergency.yaml", "name: 警察・消防", "name: 警察と消防")
    assert library.reload().errors == ()
    answer = referral.ask(ANYBODY, "殴られている", DUE)
    assert answer.destinations[0].destination.name == "警察と消防"
