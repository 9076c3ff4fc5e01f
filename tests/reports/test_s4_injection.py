"""S4: whatever names and titles hold, no cell of a CSV or XLSX computes, links or spills."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from bot.core.figures import NameList, SectionReport, WardReport
from bot.reports.csv_file import csv_file, inert, written
from bot.reports.spreadsheet import spreadsheet
from tests.reports.samples import names, section, ward

PAYLOADS = (
    '=HYPERLINK("https://evil.example","ここ")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "﹢1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u3000＝1+1",
    "\u2028=1+1",
    "=cmd|' /C calc'!A0",
    "{=1+1}",
    "https://evil.example/",
    "mailto:x@evil.example",
    "internal:Sheet1!A1",
    "external:c:\\x.xlsx",
    "1E5",
    "0012",
    '"","=1+1"',
    "'=1+1",
    "\x00\x07=1",
)
FORMULA_SIGNS = tuple("=+-@＝＋－＠﹢﹣\t\r\n")


def hostile_section(payload: str) -> SectionReport:
    report = section(payload)
    return replace(report, roster_note=payload, definition=payload)


def hostile_ward(payload: str) -> WardReport:
    report = ward(3, 4)
    return replace(
        report,
        total=replace(report.total, section_name=payload),
        sections=(hostile_section(payload), *report.sections[1:]),
        missed_concepts=tuple(replace(m, title=payload) for m in report.missed_concepts),
        suspended=(payload,),
        overdue=(payload,),
        unanswered=((payload, 3),),
        unknown=(payload,),
        definition=payload,
        roster_note=payload,
    )


def cells(book: bytes) -> list[Cell]:
    """Every cell of every sheet that holds something."""
    opened = load_workbook(io.BytesIO(book))
    found = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    return [cell for cell in found if isinstance(cell, Cell) and cell.value is not None]


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def no_cell_lives(book: bytes) -> None:
    found = cells(book)
    assert found
    assert [c.coordinate for c in found if c.data_type == "f"] == []
    assert [c.coordinate for c in found if c.hyperlink is not None] == []


def begins_like_a_formula(field: str) -> bool:
    return field.startswith(FORMULA_SIGNS) or field.lstrip(" \u3000").startswith(FORMULA_SIGNS)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_lives_in_a_workbook(payload: str) -> None:
    listed = names(payload, "海野 あおい")
    book = spreadsheet(hostile_section(payload), listed)
    no_cell_lives(book)
    no_cell_lives(spreadsheet(hostile_ward(payload)))
    texts = [c.value for c in cells(book)]
    visible = "".join(c if c >= " " and c != "\u2028" else " " for c in payload)
    assert visible in texts, "it stands there as the text it is"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_lives_in_a_csv_file(payload: str) -> None:
    for report in (hostile_section(payload), hostile_ward(payload)):
        read = rows(csv_file(report))
        assert {len(row) for row in read} == {12}
        assert [field for row in read for field in row if begins_like_a_formula(field)] == []
        assert len(read) == 1 + sum(1 + len(u) for u in _units(report))


def _units(report: SectionReport | WardReport) -> list[tuple[object, ...]]:
    parts = report.sections if isinstance(report, WardReport) else ()
    return [report.weeks, *(part.weeks for part in parts)]


@given(st.text(max_size=30))
def test_no_text_at_all_begins_a_formula_or_a_new_line(text: str) -> None:
    made = inert(text)
    assert not begins_like_a_formula(made)
    assert not {"\n", "\r", "\t", "\x00"} & set(made)
    assert rows(written([[text, "次"]])) == [[made, "次"]]


def test_ordinary_text_is_left_alone() -> None:
    for text in ("窓口サービス課", "93.8", "2026-11-16", "お金・仕事", "", "A＝B"):
        assert inert(text) == text


def test_the_csv_file_opens_in_excel_and_says_what_it_holds() -> None:
    data = csv_file(section(number=2))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 4
    assert data.count(b"\n") == 4
    head, whole, first, _ = rows(data)
    assert head[:4] == ["期間", "課", "区分", "週の月曜日"]
    assert whole[2] == "期間の合計"
    assert "必修12テーマ" in whole[-1]
    assert first[3] == "2026-04-06"
    assert int(first[4]) == int(first[5]) + int(first[7]) + int(first[8])
    assert all(line.startswith(b'"') for line in data[3:].splitlines())


def test_the_workbook_says_the_same_figures_and_what_they_mean() -> None:
    report = section(number=3)
    opened = load_workbook(io.BytesIO(spreadsheet(report)))
    assert opened.sheetnames == ["まとめ", "週ごと", "定義"]
    summary = opened["まとめ"]
    assert summary["A1"].value == report.total.sentence
    found = {row[0].value: row[1].value for row in summary.iter_rows(min_row=3)}
    assert (found["対象"], found["受講済"], found["未受講"]) == (24, 21, 3)
    assert found["率"] == 0.875
    assert summary["B8"].number_format == "0.0%"
    assert "必修12テーマ" in opened["定義"]["A1"].value
    assert [c.value for c in opened["週ごと"][2]][1:3] == [24, report.weeks[0].completed]


def test_the_rate_of_a_cell_is_rounded_as_the_sentence_is() -> None:
    """1 of 16 is 6.25 %: the office writes 6.3, whatever a program would round to."""
    report = section()
    edged = replace(report, total=replace(report.total, members=16, completed=1))
    opened = load_workbook(io.BytesIO(spreadsheet(edged)))
    assert opened["まとめ"]["B8"].value == 0.063
    assert "6.3％" in opened["まとめ"]["A1"].value


def test_names_stand_in_the_workbook_only_where_asked_for() -> None:
    listed: NameList = names("海野 あおい", "𠮷野﨑 髙子")
    without = load_workbook(io.BytesIO(spreadsheet(section())))
    assert "名前" not in without.sheetnames
    within = load_workbook(io.BytesIO(spreadsheet(section(), listed)))
    assert [row[1].value for row in within["名前"].iter_rows(min_row=3)] == list(listed.names)


def test_the_wards_workbook_has_a_sheet_for_each_matter() -> None:
    report = ward(4, 6)
    opened = load_workbook(io.BytesIO(spreadsheet(report)))
    assert opened.sheetnames == [
        "まとめ",
        "週ごと",
        "課ごと",
        "課と週",
        "間違えやすいテーマ",
        "手入れが要るもの",
        "定義",
    ]
    heat = list(opened["課と週"].iter_rows(values_only=True))
    assert len(heat) == 1 + 1 + 4
    assert len(heat[0]) == 1 + 6


def test_the_same_report_gives_the_same_files() -> None:
    assert spreadsheet(ward()) == spreadsheet(ward())
    assert csv_file(ward()) == csv_file(ward())
