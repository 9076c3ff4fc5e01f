"""A workbook (XLSX) as lines of text, as if it had been saved as CSV.

Read only: nothing in it is calculated, and a cell with a formula is a fault, because what
it shows may differ from what its file says.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile, ZipFile

from bot.core.roster import MAX_BYTES, TOO_LARGE, RosterFault

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_UNPACKED = 10 * MAX_BYTES
MOST_ROWS = 200_000
OLD_FORMAT = (
    "古い形式（.xls）か、パスワードのかかったExcelファイルです。"
    "パスワードを外し、.xlsx かCSVで保存してください。"
)
BROKEN = "Excelのファイルとして読めません。もう一度 .xlsx かCSVで保存してください。"
SHEETS = "シートが{0}枚あります。名簿のシート1枚だけのファイルにしてください。"
FORMULA = "{0}列に数式が入っています。値に直してください（コピーして「値の貼り付け」）。"
ERROR = "{0}列がエラーの値になっています。正しい値に直してください。"
_REFUSED = frozenset({"f", "e"})  # openpyxl's kinds of cells: formula, error
TOO_MANY = f"行が多すぎます（{MOST_ROWS:,}行まで）。"

# What openpyxl raises for files that only look like workbooks (SyntaxError: bad XML).
_BROKEN = (
    BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
)

Read = tuple[Sequence[Sequence[str]], tuple[RosterFault, ...]]


def is_workbook(data: bytes) -> bool:
    """Whether these bytes are Excel's, of whatever age."""
    return data.startswith((ZIP, OLD))


def read_workbook(data: bytes) -> Read:
    """The lines of the only sheet, or every cell that has to be mended."""
    if len(data) > MAX_BYTES:
        return (), (RosterFault(0, TOO_LARGE),)
    if data.startswith(OLD):
        return (), (RosterFault(0, OLD_FORMAT),)
    trouble = _looked_into(data)
    if trouble is not None:
        return (), (RosterFault(0, trouble),)
    from openpyxl import load_workbook  # noqa: PLC0415  # a third of a second, seldom needed

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        if len(book.worksheets) != 1:
            return (), (RosterFault(0, SHEETS.format(len(book.worksheets))),)
        return _lines(book.worksheets[0])
    except _BROKEN:
        return (), (RosterFault(0, BROKEN),)


def _looked_into(data: bytes) -> str | None:
    """What forbids opening the archive: too much in it, or XML that defines words of its own."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                return TOO_LARGE
            for member in archive.infolist():
                with archive.open(member) as part:
                    if b"<!" in part.read(2000).replace(b"<!--", b""):
                        return BROKEN
    except (RuntimeError, *_BROKEN):  # RuntimeError: a part under a password
        return BROKEN
    return None


def _lines(sheet: Any) -> Read:
    lines: list[list[str]] = []
    faults: list[RosterFault] = []
    sheet.reset_dimensions()  # what the file claims about its size may be wrong
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > MOST_ROWS:
            return (), (RosterFault(0, TOO_MANY),)
        lines.append([_text(cell) for cell in row])
        if any(cell.data_type in _REFUSED for cell in row):
            faults += _cell_faults(number, row)
    return lines, tuple(faults)


def _cell_faults(number: int, row: Sequence[Any]) -> Iterator[RosterFault]:
    for index, cell in enumerate(row):
        if cell.value is not None and cell.data_type in _REFUSED:
            sentence = FORMULA if cell.data_type == "f" else ERROR
            yield RosterFault(number, sentence.format(_letter(index)))


def _letter(index: int) -> str:
    """A column as Excel names it."""
    first, last = divmod(index, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _text(cell: Any) -> str:
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime | date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _padded(value, cell.number_format)
    return str(value)


def _padded(number: int, shown_as: str) -> str:
    """A number as the sheet shows it: 職員番号 are often numbers with the format 00000."""
    zeros = shown_as if shown_as and set(shown_as) == {"0"} else ""
    return str(number).zfill(len(zeros))
