"""The blank 気づきメモ as XLSX, for those who tick on a screen of their own.

Cells are plain text; each column to tick offers 「○」 and takes nothing else, so that
nobody is led to write a name into it. The same form gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from bot.reports.sheet_values import HOW_TO, MARKS, STOP, TITLE, FormGroup, SheetForm

TICK = "○"
_NOTHING_LIVE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FONT = {"font_name": "BIZ UDGothic", "font_size": 11, "text_wrap": True, "valign": "vcenter"}
_WIDTHS = (62.0, 8.0, 8.0, 12.0, 11.0)
_LAST = len(_WIDTHS) - 1
_LINE = 20.0  # points
_WIDE = 30  # characters of the first column's text in one line
_OTHER_VALUE = "○をえらぶか、空のままにしてください。お名前などは書きません。"


def blank_workbook(form: SheetForm) -> bytes:
    """The form as a workbook of one sheet that prints on A4."""
    # Loaded by whoever asks for it: it would lengthen every start.
    import xlsxwriter  # noqa: PLC0415

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _NOTHING_LIVE)
    made = datetime.combine(form.printed, time())
    book.set_properties({"title": TITLE, "author": "気づきナビ", "created": made})
    _Writer(book, form).write(form)
    book.close()
    return out.getvalue()


class _Writer:
    """Rows from the top of the one sheet."""

    def __init__(self, book: Any, form: SheetForm) -> None:
        self._sheet = book.add_worksheet(TITLE)
        self._plain = book.add_format({**_FONT, "border": 1})
        self._mark = book.add_format({**_FONT, "border": 1, "align": "center"})
        grey = {**_FONT, "border": 1, "bold": True, "bg_color": "#E2E2E2"}
        self._head = book.add_format(grey)
        self._head_mark = book.add_format({**grey, "align": "center", "font_size": 9})
        self._title = book.add_format({**_FONT, "bold": True, "font_size": 18})
        self._bold = book.add_format({**_FONT, "bold": True})
        self._note = book.add_format(_FONT)
        self._row = 0
        self._page(form)

    def _page(self, form: SheetForm) -> None:
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._sheet.set_paper(9)  # A4
        self._sheet.set_portrait()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        day = f"{form.printed.year}年{form.printed.month}月{form.printed.day}日"
        self._sheet.set_footer(f"&L内容の版 {form.version}　{day}&R&P／&N")

    def write(self, form: SheetForm) -> None:
        """Danger first, then the signs and what the person wants."""
        self._line(TITLE, self._title, 30)
        self._line(form.header, self._bold)
        self._line(HOW_TO, self._note, 3 * _LINE)
        self._line(f"日付：　　　所属：　　　気づいた所（{'・'.join(form.places)}）：", self._note)
        for group in form.urgent:
            self._line(f"{STOP}。{form.ask_no_more}", self._bold)
            self._group(group)
        for group in (*form.groups, *form.wishes):
            self._group(group)

    def _line(self, text: str, style: Any, height: float = _LINE) -> None:
        """A line over all columns."""
        self._sheet.merge_range(self._row, 0, self._row, _LAST, "", style)
        self._sheet.write_string(self._row, 0, text, style)
        self._sheet.set_row(self._row, height)
        self._row += 1

    def _group(self, group: FormGroup) -> None:
        marks = ["".join(words) for words in MARKS]
        self._sheet.write_string(self._row, 0, group.title, self._head)
        for column, text in enumerate(marks, start=1):
            self._sheet.write_string(self._row, column, text, self._head_mark)
        self._sheet.set_row(self._row, 1.4 * _LINE)
        self._row += 1
        self._items(group.items)

    def _items(self, items: Iterable[str]) -> None:
        first = self._row
        for item in items:
            self._sheet.write_string(self._row, 0, item, self._plain)
            for column in range(1, _LAST + 1):
                self._sheet.write_blank(self._row, column, None, self._mark)
            lines = -(-len(item) // _WIDE)
            self._sheet.set_row(self._row, _LINE * lines)
            self._row += 1
        rule = {
            "validate": "list",
            "source": [TICK],
            "error_title": TITLE,
            "error_message": _OTHER_VALUE,
        }
        self._sheet.data_validation(first, 1, self._row - 1, _LAST, rule)
