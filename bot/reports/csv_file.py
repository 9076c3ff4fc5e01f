"""The figures as CSV: one row for the period and one a week, each complete in itself.

UTF-8 with BOM, CRLF, every field quoted. Text that a spreadsheet would take for a formula is
made inert (OWASP, CSV injection), also where it begins with a full-width sign.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator

from bot.core.figures import SectionReport, SectionTotal, WardReport, WeekRow
from bot.reports.glyphs import one_line
from bot.reports.wording import Report, notes

HEADINGS = (
    "期間",
    "課",
    "区分",
    "週の月曜日",
    "対象",
    "受講済",
    "率（％）",
    "期限後受講",
    "未受講",
    "対象外",
    "時点",
    "説明",
)
WHOLE, WEEK, OPEN_WEEK = "期間の合計", "週", "週（受付中）"
_FORMULA_SIGNS = "=+-@"
_INERT = "'"


def csv_file(report: Report) -> bytes:
    """The period's totals and weeks of the section, or of the ward and each of its sections."""
    return written([HEADINGS, *_rows(report)])


def written(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as the file's bytes, every field inert."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([inert(field) for field in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula, and that stays in its cell.

    Control signs become blanks; before what begins like a formula, in whatever width and
    after whatever blanks, stands an apostrophe.
    """
    plain = one_line(text)
    begins = unicodedata.normalize("NFKC", plain).lstrip()[:1]
    return f"{_INERT}{plain}" if begins and begins in _FORMULA_SIGNS else plain


def _rows(report: Report) -> Iterator[tuple[str, ...]]:
    said = "　".join(notes(report))
    yield from _unit(report, report.total, report.weeks, said)
    if isinstance(report, WardReport):
        for section in report.sections:
            yield from _unit(section, section.total, section.weeks, said)


def _unit(
    report: WardReport | SectionReport, total: SectionTotal, weeks: Iterable[WeekRow], said: str
) -> Iterator[tuple[str, ...]]:
    start, day = (report.period.label, total.section_name), report.as_of.isoformat()
    whole = (total.members, total.completed, _rate(total), "", total.not_completed, total.excluded)
    yield (*start, WHOLE, "", *map(str, whole), day, said)
    for week in weeks:
        kind = OPEN_WEEK if week.open else WEEK
        counts = (week.members, week.completed, _rate(week), week.late)
        people = map(str, (*counts, week.not_completed, week.excluded))
        yield (*start, kind, week.monday.isoformat(), *people, day, "")


def _rate(figure: SectionTotal | WeekRow) -> str:
    """「93.8」; empty where nobody counts, because the sign for it looks like a formula."""
    return figure.rate.removesuffix("％") if figure.members else ""
