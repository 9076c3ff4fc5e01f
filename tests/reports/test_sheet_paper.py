"""Blank and filled 気づきメモ and the agenda sheet: typeset, searchable, the same every time."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import openpyxl
import pytest
from pypdf import PdfReader

from bot.core.sheet import ASK_NO_MORE, HEADER
from bot.reports.agenda import NO_NAMES, Agenda, agenda_page, agenda_text
from bot.reports.sheet_blank import blank_sheet
from bot.reports.sheet_filled import filled_sheet
from bot.reports.sheet_values import MARKS, STOP, FilledSheet, FormGroup, Listed, SheetForm
from bot.reports.sheet_workbook import blank_workbook
from tests.support.pdf import bad_line_ends, page_texts

DAY = date(2026, 11, 24)
RARE = "𠮷と﨑の字があります。"
LONG = "（あて先のない手紙、封を切っていない封筒）「読めない」と話し、（何度も、）机に置く。" * 3
ITEMS = ("身なりが季節に合わない", "急にやせた・ふらついている", LONG[:60], RARE)
FORM = SheetForm(
    header=HEADER,
    ask_no_more=ASK_NO_MORE,
    places=("窓口", "電話", "訪問先", "地域・そのほか"),
    urgent=(FormGroup("急ぎの様子", ("みほんの急ぎ", "みほんの急ぎその2", LONG[:40])),),
    groups=tuple(FormGroup(f"みほんの見出し{n}", ITEMS) for n in range(3)),
    wishes=(FormGroup("ご本人の意向", ("困りごとを話している", "同意している")),),
    version="abc123",
    printed=DAY,
)
FILLED = FilledSheet(
    header=HEADER,
    place="窓口",
    at_once=(),
    ask_no_more=ASK_NO_MORE,
    seen=(LONG, "急にやせた"),
    heard=("お金がないと話した", RARE),
    parts=(Listed("つなぎ先とそのわけ", (LONG, "みほんの窓口")), Listed("会議", ())),
    version="abc123",
    printed=DAY,
)
AGENDA = Agenda(
    "みほん会議", "同意が要ります。", "秘密を守ります。", ("議題", LONG, RARE), "v1", DAY
)
PAPERS: Mapping[str, Callable[[date], bytes]] = {
    "blank": lambda day: blank_sheet(replace(FORM, printed=day)),
    "filled": lambda day: filled_sheet(replace(FILLED, printed=day)),
    "agenda": lambda day: agenda_page(replace(AGENDA, printed=day)),
    "workbook": lambda day: blank_workbook(replace(FORM, printed=day)),
}


@cache
def made(name: str) -> bytes:
    """A paper of the day; making one takes a moment."""
    return PAPERS[name](DAY)


PDFS = [name for name in PAPERS if name != "workbook"]


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_content_and_day_give_the_same_bytes(name: str) -> None:
    assert PAPERS[name](DAY) == made(name)
    assert made(name) != PAPERS[name](DAY + timedelta(days=1))


@pytest.mark.parametrize("name", PDFS)
def test_no_line_begins_with_a_stop_or_ends_with_an_opening_bracket(name: str) -> None:
    assert bad_line_ends(made(name)) == []


@pytest.mark.parametrize("name", PDFS)
def test_rare_characters_are_drawn_and_found(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "fpdf"):
        pages = page_texts(PAPERS[name](DAY))
    assert "".join(RARE.split()) in "".join(pages)
    assert [r.getMessage() for r in caplog.records] == []


@pytest.mark.parametrize("name", PDFS)
def test_paper_is_a4_upright_and_black_on_white(name: str) -> None:
    reader = PdfReader(io.BytesIO(made(name)))
    sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages}
    assert sizes == {(595, 842)}
    drawn = "".join(page.get_contents().get_data().decode("latin-1") for page in reader.pages)
    colours = re.findall(r"(?:[\d.]+ ){3}(?:rg|RG)\b", drawn)
    assert colours == []  # grey is written with g and G


def test_the_blank_form_has_every_line_once_and_danger_first() -> None:
    pages = page_texts(made("blank"))
    assert len(pages) <= 2
    text = "".join(pages)
    for group in (*FORM.urgent, *FORM.groups, *FORM.wishes):
        assert group.title in text
    assert all("".join(item.split()) in text for item in (*ITEMS, *FORM.urgent[0].items))
    assert pages[0].startswith(f"気づきメモ{HEADER}")
    assert text.index(STOP) < text.index(FORM.groups[0].title)
    assert all("".join(words) in text for words in MARKS)


def test_the_blank_form_has_no_field_for_a_person() -> None:
    text = "".join(page_texts(made("blank")))
    assert re.findall(r"(?:氏名|お名前|住所|電話番号)[:：＿]", text) == []


def test_a_longer_form_is_set_smaller_before_it_takes_a_third_page() -> None:
    groups = tuple(FormGroup(f"みほん{n}", ITEMS[:2] * 4) for n in range(7))
    pages = page_texts(blank_sheet(replace(FORM, groups=groups)))
    assert len(pages) == 2
    endless = tuple(FormGroup(f"みほん{n}", ITEMS[:2] * 4) for n in range(30))
    pages = page_texts(blank_sheet(replace(FORM, groups=endless)))
    assert len(pages) > 2
    assert "みほん29" in "".join(pages)


def test_fact_and_hearsay_stand_apart_and_what_is_empty_is_not_printed() -> None:
    text = "".join(page_texts(made("filled")))
    for said in ("見たこと", "聞いたこと", "お金がないと話した", "みほんの窓口", HEADER):
        assert said in text
    assert "会議" not in text
    assert ASK_NO_MORE not in text


def test_danger_is_printed_before_everything_that_was_noticed() -> None:
    endangered = replace(FILLED, heard=(), at_once=("いますぐ連絡してください（みほん）",))
    text = page_texts(filled_sheet(endangered))[0]
    assert text.index("いますぐ連絡") < text.index(ASK_NO_MORE) < text.index("見たこと")


TRICKY = (
    "（「「何度も、」」と話し、（机に）置く。）、。" * 4,
    "あ（い（う（え（お）））））、、。。" * 6,
)


@pytest.mark.parametrize("text", TRICKY)
def test_brackets_and_stops_in_any_order_are_typeset_and_nothing_is_lost(text: str) -> None:
    for more in (0, 7):  # another length each time, so that lines end elsewhere
        line = f"{'あ' * more}{text}"
        pdf = filled_sheet(replace(FILLED, seen=(line,), heard=(), parts=()))
        assert bad_line_ends(pdf) == []
        assert line in "".join(page_texts(pdf))


def test_the_agenda_is_one_page_with_every_heading_and_no_name() -> None:
    (text,) = page_texts(made("agenda"))
    for said in ("議題シート", "みほん会議", "同意が要ります。", "秘密を守ります。"):
        assert said in text
    assert all("".join(heading.split()) in text for heading in AGENDA.headings)
    assert NO_NAMES in text


def test_the_agenda_as_text_has_room_under_each_heading() -> None:
    text = agenda_text(AGENDA)
    assert [line for line in text.splitlines() if line.startswith("■")] == [
        f"■ {heading}" for heading in AGENDA.headings
    ]
    assert text.startswith("【議題シート】みほん会議\n")
    assert NO_NAMES in text


def test_the_workbook_offers_ticks_and_nothing_else() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("workbook")))
    (sheet,) = book.worksheets
    column = [cell.value for cell in sheet["A"] if cell.value]
    assert column[:2] == ["気づきメモ", HEADER]
    assert column.index(FORM.urgent[0].title) < column.index(FORM.groups[0].title)
    assert all(column.count(item) == len(FORM.groups) for item in ITEMS)
    rules = sheet.data_validations.dataValidation
    assert {rule.formula1 for rule in rules} == {'"○"'}
    ticked = {coordinate for rule in rules for coordinate in str(rule.sqref).split()}
    assert len(ticked) == len((*FORM.urgent, *FORM.groups, *FORM.wishes))
    assert [c.value for row in sheet for c in row if str(c.value).startswith("=")] == []
    assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
