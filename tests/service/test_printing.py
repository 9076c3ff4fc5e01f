"""The shipped content on paper: every destination, registered numbers only, few pages."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.knowledge import Knowledge
from bot.core.local import LocalArea, LocalDesk
from bot.core.people import Actor
from bot.service.guide_printing import guide_of, urgent_of
from bot.service.printing import Printing
from bot.service.referral import URGENT_CONTACTS
from tests.support.pdf import largest_type, numbers_in, page_texts

ANYBODY = Actor("U0STRANGER")
MORNING = datetime(2026, 11, 16, 9, 30, tzinfo=TOKYO)
NIGHT = datetime(2026, 11, 16, 23, tzinfo=TOKYO)
DAY = date(2026, 11, 16)


@pytest.fixture(scope="module")
def guide(library: Library) -> bytes:
    return Printing(library).pocket_guide(ANYBODY, MORNING)


@pytest.fixture(scope="module")
def urgent(library: Library) -> bytes:
    return Printing(library).urgent_page(ANYBODY, MORNING)


@pytest.fixture
def knowledge(library: Library) -> Knowledge:
    return library.knowledge


def registered(knowledge: Knowledge) -> set[str]:
    return {phone for contact in knowledge.contacts.values() for phone in contact.phones}


def bare(text: str) -> str:
    return "".join(text.split())


def test_the_guide_is_four_pages_at_most_and_the_urgent_page_is_one(
    guide: bytes, urgent: bytes
) -> None:
    assert 2 <= len(page_texts(guide)) <= 4
    assert len(page_texts(urgent)) == 1
    sizes = [PdfReader(io.BytesIO(pdf)).pages[0].mediabox[2:] for pdf in (guide, urgent)]
    assert [tuple(round(side) for side in size) for size in sizes] == [(842, 595), (595, 842)]


def test_every_destination_is_in_the_guide_with_its_line(
    guide: bytes, knowledge: Knowledge
) -> None:
    text = "".join(page_texts(guide)[1:])
    missing = [
        d.id
        for d in knowledge.destinations.values()
        if bare(f"{d.name}〔") not in text or bare(d.description) not in text
    ]
    assert missing == []
    assert [c for c in knowledge.conferences.values() if bare(c.consent) not in text] == []


def test_every_number_of_a_destination_is_in_the_guide_and_no_other(
    guide: bytes, knowledge: Knowledge
) -> None:
    used = {i for d in knowledge.destinations.values() for i in d.contact_ids}
    wanted = {phone for i in used for phone in knowledge.contacts[i].phones}
    found = numbers_in(guide)
    assert wanted - found == set()
    assert found - registered(knowledge) == set()


def test_the_urgent_page_has_the_urgent_numbers_and_no_other(
    urgent: bytes, knowledge: Knowledge
) -> None:
    (text,) = page_texts(urgent)
    named = [knowledge.contacts[i] for i in URGENT_CONTACTS]
    assert numbers_in(urgent) - registered(knowledge) == set()
    for contact in named:
        assert bare(contact.name) in text
        assert all(phone in text for phone in contact.phones)
        assert contact.always_open or bare(contact.hours or "受付時間は要確認") in text


def test_the_first_page_tells_what_to_do_in_all_seven_cases(
    guide: bytes, knowledge: Knowledge
) -> None:
    first = page_texts(guide)[0]
    for duty in knowledge.duties.values():
        assert bare(duty.act_now) in first
        assert bare(duty.do_not[0]) in first
        assert knowledge.contacts[duty.contact_ids[0]].phones[0] in first


def test_marks_and_dates_stand_beside_the_numbers(guide: bytes) -> None:
    text = "".join(page_texts(guide))
    for mark in ("二次情報・2026年7月26日時点", "要再確認・2020年10月時点", "区で設定"):
        assert mark in text


def test_nothing_sensitive_in_the_largest_heading(guide: bytes) -> None:
    assert bare(largest_type(guide)) == "気づきナビ手引き"


def test_no_character_of_the_content_is_missing_from_the_fonts(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "fpdf"):
        Printing(library).urgent_page(ANYBODY, MORNING)
        Printing(library).pocket_guide(ANYBODY, MORNING)
    assert [r.getMessage() for r in caplog.records] == []


def test_paper_does_not_depend_on_the_hour(library: Library, guide: bytes, urgent: bytes) -> None:
    assert Printing(library).pocket_guide(ANYBODY, NIGHT) == guide
    assert Printing(library).urgent_page(ANYBODY, NIGHT) == urgent


def test_each_destination_is_printed_once(knowledge: Knowledge) -> None:
    names = [e.name for d in guide_of(knowledge, DAY).domains for e in d.entries]
    assert sorted(names) == sorted(d.name for d in knowledge.destinations.values())


def test_what_the_ward_enters_takes_the_place_of_not_known(knowledge: Knowledge) -> None:
    desk = LocalDesk(
        "child-family",
        date(2026, 5, 1),
        section="みほん子育て担当",
        place="3階 31番",
        extension="1234",
    )
    area = LocalArea(
        "mihon-kita",
        "みほん北センター",
        date(2026, 5, 1),
        "community-care-center",
        towns=("みほん町1丁目",),
        contact_ids=("houkatsu-suminoe",),
    )
    local = replace(knowledge.local, entries={desk.id: desk}, areas=(area,))
    made = guide_of(replace(knowledge, local=local), DAY)
    entries = {e.name: e for d in made.domains for e in d.entries}
    assert entries["子育て支援室"].place == "みほん子育て担当　3階 31番・内線1234"
    assert "3階 31番" in next(c.desk for c in made.act_now if "子育て" in c.desk)
    phones = entries["地域包括支援センター"].phones
    assert "受け持ち：みほん町1丁目" in next(p.hint for p in phones if p.name == "みほん北センター")
    later = guide_of(replace(knowledge, local=local), date(2027, 4, 1))
    entries = {e.name: e for d in later.domains for e in d.entries}
    assert entries["子育て支援室"].place.endswith("（異動期・要確認）")


def test_night_lines_are_marked(knowledge: Knowledge) -> None:
    tags = {line.name: line.tag for line in urgent_of(knowledge, DAY).lines}
    assert tags["警察（緊急）"] == "24時間"
    assert tags["大阪市休日夜間障がい者・高齢者虐待ホットライン"] == "夜間・休日"


def test_attributions_are_printed(guide: bytes, urgent: bytes, knowledge: Knowledge) -> None:
    thanks = {bare(c.attribution) for c in knowledge.contacts.values() if c.attribution}
    assert thanks
    for pdf in (guide, urgent):
        assert all(line in "".join(page_texts(pdf)) for line in thanks)
