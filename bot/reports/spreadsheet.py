"""The figures as XLSX: a sheet to read first, the weeks, the sections, what the words mean.

Cells made from data are plain text or plain numbers, never formulas or links. The same
report gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.core.figures import NameList, SectionReport, WardReport, WeekRow, tenths
from bot.reports.glyphs import one_line
from bot.reports.wording import KEEP_NAMES, TITLE, Report, day_text, notes, span_text

Value = str | int | float | date | None
SUMMARY, WEEKS, SECTIONS, HEAT = "まとめ", "週ごと", "課ごと", "課と週"
MISSED, CARE, DEFINITIONS, NAMES = "間違えやすいテーマ", "手入れが要るもの", "定義", "名前"
WEEK_HEADINGS = ("週の月曜日", "対象", "受講済", "率", "期限後受講", "未受講", "対象外", "状態")
SECTION_HEADINGS = ("課", "対象", "受講済", "率", "未受講", "対象外")
_NOTHING_LIVE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NARROW = 13.0
_LONGEST = 32_000  # characters: a cell holds a little more


def spreadsheet(report: Report, names: NameList | None = None) -> bytes:
    """The workbook; with ``names`` one sheet more, which is asked for and logged."""
    book = Book(TITLE, report.as_of)
    book.summary(report)
    book.table(WEEKS, WEEK_HEADINGS, map(_week, report.weeks), first=_NARROW)
    if isinstance(report, WardReport):
        _ward_sheets(book, report)
    if names is not None:
        book.names(names)
    book.lines(DEFINITIONS, notes(report))
    return book.finished()


def _ward_sheets(book: Book, report: WardReport) -> None:
    book.table(SECTIONS, SECTION_HEADINGS, map(_section, report.sections))
    mondays = [week.monday for week in report.weeks]
    book.table(HEAT, ("課", *mondays), _heat(report))
    missed = ((m.title, m.n, m.missed, Share(m.missed, m.n)) for m in report.missed_concepts)
    book.table(MISSED, ("テーマ", "回答", "正解でなかった回答", "率"), missed)
    book.table(CARE, ("内容", "回数", "種類"), _care(report))


def _care(report: WardReport) -> Iterable[Sequence[Cell]]:
    for title in report.suspended:
        yield title, None, "止めている設問"
    for title in report.overdue:
        yield title, None, "見直しの期限をすぎた項目"
    for topic, count in report.unanswered:
        yield topic, count, "「ちがう」と言われ、正しい先が分からなかった話題"
    for topic in report.unknown:
        yield topic, None, "「分かりません」になった話題（直近3か月、3人以上）"


class Share:
    """A share as the office rounds it, so that the cell shows what the text says."""

    def __init__(self, part: int, whole: int) -> None:
        self.value = tenths(part, whole) / 1000 if whole else None


Cell = Value | Share


def _week(week: WeekRow) -> Sequence[Cell]:
    return (
        week.monday,
        week.members,
        week.completed,
        Share(week.completed, week.members),
        week.late,
        week.not_completed,
        week.excluded,
        "受付中" if week.open else "締切後",
    )


def _section(report: SectionReport) -> Sequence[Cell]:
    total = report.total
    rate = Share(total.completed, total.members)
    counts = (total.members, total.completed, rate, total.not_completed, total.excluded)
    return (total.section_name, *counts)


def _heat(report: WardReport) -> Iterable[Sequence[Cell]]:
    for name, weeks in (
        (report.total.section_name, report.weeks),
        *((r.total.section_name, r.weeks) for r in report.sections),
    ):
        rates = {week.week: Share(week.completed, week.members) for week in weeks}
        yield (name, *(rates.get(week.week) for week in report.weeks))


class Book:
    """A workbook in the making, printed on A4."""

    def __init__(self, title: str, as_of: date) -> None:
        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._out, _NOTHING_LIVE)
        made = datetime.combine(as_of, time())
        self._book.set_properties({"title": title, "author": "気づきナビ", "created": made})
        self._plain = self._format(text_wrap=True)
        self._bold = self._format(bold=True, text_wrap=True)
        self._head = self._format(bold=True, text_wrap=True, bg_color="#E2E2E2", bottom=1)
        self._day = self._format(num_format="yyyy/m/d", align="left")
        self._day_head = self._format(num_format="m/d", bold=True, bg_color="#E2E2E2", bottom=1)
        self._rate = self._format(num_format="0.0%")
        self._footer = f"&L{day_text(as_of)}時点&R&P／&N"

    def summary(self, report: Report) -> None:
        """What to read first: the sentence, and the same figures in cells."""
        total = report.total
        sheet = self._sheet(SUMMARY, [16, 60])
        rows: list[tuple[str, Cell]] = [
            ("課", total.section_name),
            ("期間", span_text(report)),
            ("時点", report.as_of),
            ("対象", total.members),
            ("受講済", total.completed),
            ("率", Share(total.completed, total.members)),
            ("未受講", total.not_completed),
            ("対象外", total.excluded),
        ]
        if isinstance(report, WardReport) and report.time is not None:
            rows.append(("1人あたりの時間（分、平均）", report.time.minutes_a_head))
            rows.append(("区全体の時間（時間）", report.time.hours_in_all))
        sheet.merge_range(0, 0, 0, 1, "", self._bold)
        sheet.write_string(0, 0, _text(total.sentence), self._bold)
        sheet.set_row(0, 34)
        for number, (label, value) in enumerate(rows, start=2):
            sheet.write_string(number, 0, label, self._head)
            self._write(sheet, number, 1, value)

    def table(
        self,
        name: str,
        headings: Sequence[str | date],
        rows: Iterable[Sequence[Cell]],
        first: float = 30,
    ) -> None:
        """A sheet with a heading row that stays in sight and on every printed page."""
        sheet = self._sheet(name, [first, *[_NARROW] * (len(headings) - 1)])
        for column, heading in enumerate(headings):
            if isinstance(heading, str):
                sheet.write_string(0, column, heading, self._head)
            else:
                sheet.write_datetime(0, column, heading, self._day_head)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._write(sheet, number, column, value)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)

    def names(self, names: NameList) -> None:
        """The named list, with what to mind of it on top."""
        sheet = self._sheet(NAMES, [8, 40])
        for row, text in enumerate((names.title, KEEP_NAMES)):
            sheet.merge_range(row, 0, row, 1, "", self._bold)
            sheet.write_string(row, 0, _text(text), self._bold)
            sheet.set_row(row, 34)
        for row, name in enumerate(names.names, start=1):
            sheet.write_number(row + 1, 0, row, self._plain)
            sheet.write_string(row + 1, 1, _text(name), self._plain)

    def lines(self, name: str, texts: Iterable[str]) -> None:
        """A sheet of sentences."""
        sheet = self._sheet(name, [90])
        for row, text in enumerate(texts):
            sheet.write_string(row, 0, _text(text), self._plain)

    def finished(self) -> bytes:
        """The file."""
        self._book.close()
        return self._out.getvalue()

    def _sheet(self, name: str, widths: Sequence[float]) -> Worksheet:
        sheet: Worksheet = self._book.add_worksheet(name)
        sheet.set_paper(9)  # A4
        if sum(widths) > 95:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(self._footer)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def _write(self, sheet: Worksheet, row: int, column: int, value: Cell) -> None:
        if isinstance(value, Share):
            if value.value is not None:
                sheet.write_number(row, column, value.value, self._rate)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self._day)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self._plain)
        elif value is not None:
            sheet.write_string(row, column, _text(value), self._plain)

    def _format(self, **properties: object) -> Format:
        looks = {"font_name": "BIZ UDGothic", "font_size": 11, "valign": "top", **properties}
        return self._book.add_format(looks)


def _text(text: str) -> str:
    return one_line(text)[:_LONGEST]
