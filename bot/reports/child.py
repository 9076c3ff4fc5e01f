"""The child process that draws: ``python -m bot.reports.child`` with orders on its input.

Drawing takes 100 MB and whole seconds of a processor; here both end with the process, and
the bot's own memory and answers stay as they were. Orders come and files go through open
files without a name: nothing with people's names lies about in a folder.
"""

from __future__ import annotations

import io
import math
import multiprocessing
import os
import pickle
import resource
import struct
import sys
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from bot.core.figures import SectionReport, WardReport
from bot.core.indicator.result import SurveyResult
from bot.reports.charts import section_chart
from bot.reports.csv_file import csv_file
from bot.reports.descriptions import section_text, ward_text
from bot.reports.heat_map import MOST_WEEKS, ward_heat_map
from bot.reports.orders import FileKind, MadeFile, Order, file_name
from bot.reports.section_pdf import section_pdf
from bot.reports.spreadsheet import spreadsheet
from bot.reports.survey_chart import survey_chart
from bot.reports.survey_pdf import survey_pdf, trend_text
from bot.reports.survey_words import no_result
from bot.reports.survey_workbook import survey_workbook
from bot.reports.ward_pdf import HeatMaps, ward_pdf

_MEMORY = 2 * 1024**3
_LESS_URGENT = 10  # the bot's answers go first
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_MANY, _HANDS = 4, 2  # from so many orders on, so many processes draw


def make_all(orders: Sequence[Order]) -> list[list[MadeFile]]:
    """The files of each order; of many, two are drawn at a time where there are processors."""
    hands = min(_HANDS, os.cpu_count() or 1)
    if len(orders) < _MANY or hands == 1:
        return [make(order) for order in orders]
    # By fork: everything is loaded already, and this process has no other thread.
    with ProcessPoolExecutor(hands, multiprocessing.get_context("fork")) as pool:
        return list(pool.map(make, orders))


def make(order: Order) -> list[MadeFile]:
    """The files of one order, in the order of its kinds."""
    if isinstance(order.report, SectionReport):
        return list(_of_section(order.report, order))
    if isinstance(order.report, SurveyResult):
        return list(_of_survey(order.report, order))
    return [_bundle(order.report, order)] if order.bundle else list(_of_ward(order.report, order))


def _of_section(report: SectionReport, order: Order) -> Iterator[MadeFile]:
    chart, named = b"", order.names is not None
    if {FileKind.PICTURE, FileKind.PAPER} & set(order.kinds):
        chart = section_chart(report, order.latest)
    for kind in order.kinds:
        name = file_name(report, kind)
        match kind:
            case FileKind.PICTURE:
                yield MadeFile(name, chart, section_text(report))
            case FileKind.PAPER:
                yield MadeFile(name, section_pdf(report, chart, order.names), named=named)
            case FileKind.SHEET:
                yield MadeFile(name, spreadsheet(report, order.names), named=named)
            case FileKind.TABLE:
                yield MadeFile(name, csv_file(report))


def _of_ward(report: WardReport, order: Order) -> Iterator[MadeFile]:
    for kind in order.kinds:
        name = file_name(report, kind)
        match kind:
            case FileKind.PICTURE:
                yield MadeFile(name, ward_heat_map(report), ward_text(report))
            case FileKind.PAPER:
                yield MadeFile(name, ward_pdf(report, _heat_maps(report)))
            case FileKind.SHEET:
                yield MadeFile(name, spreadsheet(report))
            case FileKind.TABLE:
                yield MadeFile(name, csv_file(report))


def _of_survey(report: SurveyResult, order: Order) -> Iterator[MadeFile]:
    """The files of a survey; it has no table of its own, the workbook holds every number."""
    chart = b""
    if {FileKind.PICTURE, FileKind.PAPER} & set(order.kinds):
        chart = survey_chart(report.waves)
    for kind in order.kinds:
        name = file_name(report, kind)
        match kind:
            case FileKind.PICTURE:
                said = trend_text(report.waves) if report.waves else no_result(report).text
                yield MadeFile(name, chart, said)
            case FileKind.PAPER:
                yield MadeFile(name, survey_pdf(report, chart))
            case FileKind.SHEET:
                yield MadeFile(name, survey_workbook(report))


def _heat_maps(report: WardReport) -> HeatMaps:
    """The whole period in as few pictures as can be read, alike in width, the newest first."""
    weeks = len(report.weeks)
    size = math.ceil(weeks / max(math.ceil(weeks / MOST_WEEKS), 1))
    made = []
    for last in range(weeks, 0, -max(size, 1)):
        picture = ward_heat_map(report, report.weeks[max(last - size, 0) : last])
        made.append((picture, _shape(picture)))
    return made


def _shape(png: bytes) -> float:
    """Height by width, from the picture's own head."""
    width, height = struct.unpack(">II", png[16:24])
    return float(height / width)


def _bundle(report: WardReport, order: Order) -> MadeFile:
    """The files of every section in one archive, the same bytes for the same figures."""
    orders = [Order(section, order.kinds) for section in report.sections]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, files in enumerate(make_all(orders), start=1):
            for file in files:
                entry = zipfile.ZipInfo(f"{number:02d}_{file.name}", _LONG_AGO)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.content)
    return MadeFile(file_name(report, "zip"), out.getvalue())


def main() -> None:
    """Read pickled orders, write pickled files; the caller is this program's own parent."""
    os.nice(_LESS_URGENT)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the files
    orders: Sequence[Order] = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the parent
    with answer:
        pickle.dump(make_all(orders), answer)


if __name__ == "__main__":
    main()
