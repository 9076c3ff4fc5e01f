"""Workbooks of offices: what they show is read, what is calculated or broken is refused."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.roster import MAX_BYTES, parse_roster, read_rows
from bot.service import spreadsheet
from bot.service.spreadsheet import BROKEN, OLD_FORMAT, is_workbook, read_workbook
from tests.support.rosters import as_csv, as_xlsx, people

DAY = date(2026, 11, 16)
HEADER = ("職員番号", "氏名", "課", "適用日")


def _faults(data: bytes) -> list[str]:
    _, faults = read_workbook(data)
    return [str(fault) for fault in faults]


def _book(fill: object) -> bytes:
    """A workbook that ``fill`` writes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book)  # type: ignore[operator]
    return out.getvalue()


def test_a_workbook_is_the_same_roster_as_its_csv() -> None:
    rows = people(40)
    lines, faults = read_workbook(as_xlsx(rows))
    assert faults == ()
    assert read_rows(lines, DAY) == parse_roster(as_csv(rows), DAY)


def test_numbers_and_dates_are_read_as_they_are_shown() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_number(1, 0, 123, book.add_format({"num_format": "000000"}))
        sheet.write_row(1, 1, ["青葉 みどり", "税務課"])
        sheet.write_datetime(1, 3, date(2026, 12, 1), book.add_format({"num_format": "yyyy/m/d"}))
        sheet.write_row(3, 0, [45, "若草", "税務課"])

    lines, faults = read_workbook(_book(fill))
    assert faults == ()
    assert list(lines[1]) == ["000123", "青葉 みどり", "税務課", "2026-12-01"]
    roster, faults = read_rows(lines, DAY)
    assert faults == ()
    assert roster is not None
    assert [person.staff_id for person in roster.staff] == ["000123", "45"]
    assert roster.moves == (("000123", date(2026, 12, 1)),)


def test_formulas_and_error_values_are_named_with_row_and_column() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["1", "青葉", "税務課"])
        sheet.write_formula(1, 2, "=A1", None, "税務課")
        sheet.write_row(2, 0, ["2", "若草", "税務課"])
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")

    found = _faults(_book(fill))
    assert [fault.split("。")[0] for fault in found] == [
        "2行目: C列に数式が入っています",
        "3行目: B列に数式が入っています",
    ]


def test_one_sheet_only() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for _ in range(2):
            book.add_worksheet().write_row(0, 0, HEADER)

    (fault,) = _faults(_book(fill))
    assert fault.startswith("シートが2枚あります。")


def test_an_old_or_locked_workbook_says_what_to_do() -> None:
    assert _faults(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600) == [OLD_FORMAT]


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_UNPACKED", 100_000)
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_000)
    assert _faults(out.getvalue()) == ["ファイルが大きすぎます（20MBまで）。"]
    assert _faults(b"PK\x03\x04" + b"0" * MAX_BYTES) == ["ファイルが大きすぎます（20MBまで）。"]


def test_xml_that_defines_words_of_its_own_is_refused() -> None:
    out = io.BytesIO()
    with ZipFile(io.BytesIO(as_xlsx(people(1)))) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sharedStrings.xml"):
                data = data.replace(b"<sst", b'<!DOCTYPE sst [<!ENTITY a "b">]><sst', 1)
            new.writestr(name, data)
    assert _faults(out.getvalue()) == [BROKEN]


@cache
def _sound() -> bytes:
    """Made once: a workbook says when it was made, and its length may follow from that."""
    return as_xlsx(people(3))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_damaged_ends_in_a_sentence(data: st.DataObject) -> None:
    """A byte changed or the end missing: lines or faults, never an exception."""
    whole = _sound()
    at = data.draw(st.integers(4, len(whole) - 1))
    damaged = data.draw(
        st.sampled_from([whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]])
    )
    lines, faults = read_workbook(damaged)
    assert faults or read_rows(lines, DAY) is not None


def test_what_is_a_workbook() -> None:
    assert is_workbook(as_xlsx(people(1)))
    assert not is_workbook(as_csv(people(1)))
