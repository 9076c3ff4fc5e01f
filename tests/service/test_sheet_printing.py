"""気づきメモ on paper with the shipped content: blank for everybody, filled for its writer."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

import pytest

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.duties import SafetyKind
from bot.core.people import Actor
from bot.core.sheet import (
    ASK_NO_MORE,
    HEADER,
    Basis,
    Note,
    Noticed,
    Observation,
    Sheet,
    SheetResult,
    items_of,
)
from bot.core.sheet_items import SheetPart
from bot.core.sheet_rules import judge
from bot.service.printing import NotOnPaper, Printing
from tests.support.pdf import bad_line_ends, page_texts

WRITER = Actor("U0STRANGER")
NOW = datetime(2026, 11, 24, 10, tzinfo=TOKYO)
NOTES = (
    Note(Basis.HEARD, "𠮷と﨑の字（古い字です）。"),
    Note(Basis.GUESS, "手紙が読めないのかもしれない。"),
)


def result_of(library: Library, *items: str, noticed: Noticed = Noticed.HEARD) -> SheetResult:
    observations = tuple(Observation(item, noticed) for item in items)
    return judge(Sheet(observations, notes=NOTES), library.knowledge, NOW)


@pytest.fixture
def on(library: Library) -> Printing:
    """Where the ward has turned files on."""
    return Printing(library, sheet_files=True)


@pytest.fixture
def plain(library: Library) -> SheetResult:
    return result_of(library, "money-arrears", "money-job", "wish-consent")


def test_the_blank_form_is_one_sheet_with_every_item(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "fpdf"):
        pdf = Printing(library).blank_sheet(WRITER, NOW)
    pages = page_texts(pdf)
    assert len(pages) == 2
    text = "".join(pages)
    missing = [i.id for i in items_of(library.knowledge) if "".join(i.text.split()) not in text]
    assert missing == []
    assert text.index(ASK_NO_MORE) < text.index(library.knowledge.sheet[0].title)
    assert HEADER in pages[0]
    assert bad_line_ends(pdf) == []
    assert [r.getMessage() for r in caplog.records] == []


def test_a_filled_sheet_is_offered_only_where_the_ward_wants_it(
    library: Library, on: Printing, plain: SheetResult
) -> None:
    off = Printing(library)
    assert on.offers_filled(plain)
    assert not off.offers_filled(plain)
    with pytest.raises(NotOnPaper):
        off.filled_sheet(WRITER, plain, NOW)


def test_it_says_what_was_noticed_and_nothing_that_was_not(
    library: Library, on: Printing, plain: SheetResult
) -> None:
    pdf = on.filled_sheet(WRITER, plain, NOW)
    text = "".join(page_texts(pdf))
    told = (*plain.heard, *plain.guesses, *plain.wishes, *plain.tell, *plain.how)
    assert [line for line in told if "".join(line.split()) not in text] == []
    noticed = {*plain.heard, *plain.wishes}
    others = [i.text for i in items_of(library.knowledge) if i.text not in noticed]
    assert [line for line in others if "".join(line.split()) in text] == []
    assert HEADER in text
    assert bad_line_ends(pdf) == []


def test_the_fullest_sheet_is_typeset_too(library: Library, on: Printing) -> None:
    parts = (SheetPart.SIGNS, SheetPart.WISH)
    items = [item.id for item in items_of(library.knowledge, *parts)]
    full = replace(result_of(library, *items), duties=(), nothing_on_paper=False)
    pdf = on.filled_sheet(WRITER, full, NOW)
    assert bad_line_ends(pdf) == []
    text = "".join(page_texts(pdf))
    assert [line for line in full.heard if "".join(line.split()) not in text] == []


def test_danger_comes_first_on_paper(library: Library, on: Printing) -> None:
    urgent = result_of(library, "children-hungry", "urgency-child")
    text = page_texts(on.filled_sheet(WRITER, urgent, NOW))[0]
    act_now = library.knowledge.duties[SafetyKind.CHILD_ABUSE].act_now
    assert text.index("".join(act_now.split())) < text.index("見たこと")
    assert text.index(ASK_NO_MORE) < text.index("見たこと")


@pytest.mark.parametrize("item", ["urgency-dv", "counter-hide-address"])
def test_nothing_is_offered_where_a_paper_could_betray(
    library: Library, on: Printing, item: str
) -> None:
    pursued = result_of(library, item)
    assert not on.offers_filled(pursued)
    with pytest.raises(NotOnPaper):
        on.filled_sheet(WRITER, pursued, NOW)
