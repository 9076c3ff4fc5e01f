"""What is asked of the child process and what it gives back; light, for both sides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.core.figures import NameList, SectionReport, WardReport
from bot.core.indicator.result import SurveyResult
from bot.reports import survey_words
from bot.reports.wording import TITLE

Reported = SectionReport | WardReport | SurveyResult


class FileKind(StrEnum):
    """The files that can be made; the value is the ending of the name."""

    PICTURE = "png"
    PAPER = "pdf"
    SHEET = "xlsx"
    TABLE = "csv"


KIND_LABELS = {
    FileKind.PICTURE: "図（PNG）",
    FileKind.PAPER: "印刷用（PDF・A4）",
    FileKind.SHEET: "表（Excel）",
    FileKind.TABLE: "表（CSV）",
}


@dataclass(frozen=True, slots=True)
class Order:
    """Files to make of one report.

    ``names`` go into the PDF and the workbook only. ``latest``: the picture shows only so
    many of the newest weeks (0: all). ``bundle``: of a ward's report, the files of each
    section in one ZIP.
    """

    report: Reported
    kinds: tuple[FileKind, ...]
    names: NameList | None = None
    latest: int = 0
    bundle: bool = False


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A finished file.

    ``description``: a picture's alternative text. ``named``: people's names are in it.
    """

    name: str
    content: bytes
    description: str = ""
    named: bool = False


def file_name(report: Reported, ending: str) -> str:
    """「受講の状況_窓口サービス課_2026年度_20261122.pdf」, without signs that paths forbid."""
    parts = (*_called(report), f"{report.as_of:%Y%m%d}")
    stem = "_".join(re.sub(r'[\s\\/:*?"<>|\x00-\x1f\x7f.]+', " ", part).strip() for part in parts)
    return f"{stem[:120].replace(' ', '')}.{ending}"


def _called(report: Reported) -> tuple[str, ...]:
    if isinstance(report, SurveyResult):
        year = f"{report.plan.fiscal_year}年度"
        return (survey_words.TITLE, report.moment.value, year)
    return (TITLE, report.total.section_name, report.period.label)
