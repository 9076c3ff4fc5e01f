"""The section's figures on A4: the sentence, the chart, the weeks, what the words mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.figures import NameList, SectionReport, WeekRow
from bot.reports.descriptions import section_text
from bot.reports.flow import BOLD, SMALL, Column, Flow
from bot.reports.wording import KEEP_NAMES, NO_WEEKS, TITLE, day_text, notes, span_text

CHART_SHAPE = 0.5  # height by width, as charts.section_chart draws it
_WEEKS = (
    Column("週（月曜日）", 42),
    Column("対象", 22, figures=True),
    Column("受講済", 22, figures=True),
    Column("率", 24, figures=True),
    Column("期限後受講", 24, figures=True),
    Column("未受講", 22, figures=True),
    Column("対象外", 22, figures=True),
)
_NAMES = (Column("", 11, figures=True), Column("氏名", 48)) * 3
_ABREAST = 3
NOBODY = "あてはまる方はいません。"


def section_pdf(report: SectionReport, chart: bytes, names: NameList | None = None) -> bytes:
    """One or more A4 pages; ``names`` follow on a page of their own, only where asked for."""
    name = report.total.section_name
    footer = f"{TITLE}　{name}　{day_text(report.as_of)}時点"
    flow = Flow(f"{TITLE}　{name}", report.as_of, footer)
    flow.sentence(span_text(report), SMALL)
    flow.sentence(report.total.sentence, BOLD)
    flow.picture(chart, CHART_SHAPE, section_text(report))
    flow.heading("週ごとの人数")
    weeks_table(flow, report.weeks)
    flow.heading("言葉の意味")
    flow.items(notes(report), SMALL)
    if names is not None:
        _names(flow, names)
    return flow.finished()


def weeks_table(flow: Flow, weeks: Sequence[WeekRow]) -> None:
    """The weeks, newest first; a sentence where there are none."""
    if weeks:
        flow.table(_WEEKS, map(_week, reversed(weeks)))
    else:
        flow.sentence(NO_WEEKS)


def _week(week: WeekRow) -> Sequence[str]:
    return (
        f"{day_text(week.monday)}{'＊' if week.open else ''}",
        str(week.members),
        str(week.completed),
        week.rate,
        str(week.late),
        str(week.not_completed),
        str(week.excluded),
    )


def _names(flow: Flow, names: NameList) -> None:
    flow.new_page()
    flow.heading(f"{names.title}　{len(names.names)}人")
    flow.sentence(KEEP_NAMES, SMALL)
    if names.names:
        flow.table(_NAMES, _abreast(names.names))
    else:
        flow.sentence(NOBODY)


def _abreast(names: Sequence[str]) -> Iterator[list[str]]:
    """Rows of three numbered names, the last one filled up."""
    for first in range(0, len(names), _ABREAST):
        row: list[str] = []
        for number, name in enumerate(names[first : first + _ABREAST], start=first + 1):
            row += [str(number), name]
        yield row + [""] * (2 * _ABREAST - len(row))
