"""Reads quizzes/plan.yaml: what the 指標担当 keeps of 経営課題2 of the ward's plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from bot.content.common import SENTENCE, SHORT
from bot.content.fields import Day, Defines, OneOf, Text
from bot.content.lists import Entries, ListOf
from bot.content.nodes import Node, Scalar
from bot.content.schema import Bad, Entry, Key, Page, Shape, quoted
from bot.core.indicator.plan import (
    PROGRESS,
    Activity,
    Beside,
    Entered,
    Half,
    Indicator,
    Moment,
    Plan,
    SheetChoice,
)

PLAN_FILE = "plan.yaml"
UNITS = ("人", "件", "％")
_NUMBER = re.compile(r"\d{1,7}(?:\.\d{1,2})?", re.ASCII)
_VERBS = {Half.TRAINING: "実施", Half.CONFERENCE: "開催"}


class _When(StrEnum):
    """The sheets of a 年度, as the file names them."""

    SEPTEMBER = "september"
    YEAR_END = "year_end"


_MOMENTS = {_When.SEPTEMBER: Moment.SEPTEMBER, _When.YEAR_END: Moment.YEAR_END}
MOMENT_KEYS = {moment: when.value for when, moment in _MOMENTS.items()}
"""How the file names the sheets."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number of 0 or more; ``whole``: without decimals."""

    whole: bool = True

    def read(self, node: Node, label: str, page: Page) -> Fraction | Bad:
        if not isinstance(node, Scalar) or node.mistyped:
            return page.fault(node.line, f"{label}は数で書いてください")
        if _NUMBER.fullmatch(node.text) and not (self.whole and "." in node.text):
            return Fraction(node.text)
        wanted = "0以上の整数" if self.whole else "0以上の数（小数は2けたまで）"
        return page.fault(
            node.line, f"{label}の{quoted(node.text)}は使えません。{wanted}にしてください"
        )


@dataclass(frozen=True, slots=True)
class _Unit:
    """人, 件 or ％."""

    def read(self, node: Node, label: str, page: Page) -> str | Bad:
        text = Text(4).read(node, label, page)
        if isinstance(text, Bad) or text in UNITS:
            return text
        message = f"{label}の{quoted(text)}は使えません（使えるのは {'・'.join(UNITS)}）"
        return page.fault(node.line, message)


@dataclass(frozen=True, slots=True)
class PlanFile:
    """plan.yaml."""

    fiscal_year: Fraction = Fraction(0)
    activities: tuple[Entry[Activity], ...] = ()
    indicators: tuple[Entry[Indicator], ...] = ()
    sheets: tuple[Entry[SheetChoice], ...] = ()
    progress: tuple[str, ...] = PROGRESS
    next_year: str = "継続実施"

    @property
    def plan(self) -> Plan:
        """The file as a value."""
        return Plan(
            int(self.fiscal_year),
            tuple(entry.value for entry in self.activities),
            tuple(entry.value for entry in self.indicators),
            tuple(entry.value for entry in self.sheets),
            self.progress,
            self.next_year,
        )


def _activity(
    half: Half,
    name: str,
    held: tuple[date, ...],
    planned: tuple[date, ...],
    by: str,
    people: Fraction | None,
) -> Activity:
    took = None if people is None else int(people)
    return Activity(half, name, _VERBS[half], held, planned, by, took)


def _indicator(
    id_: str,
    name: str,
    target: Fraction,
    unit: str,
    by: str,
    values: tuple[Entered, ...],
    beside: tuple[Beside, ...],
) -> Indicator:
    return Indicator(id_, name, int(target), unit, by, values, beside)


def _sheet(moment: _When, progress: str, confirmed: str) -> SheetChoice:
    return SheetChoice(_MOMENTS[moment], progress, confirmed)


def _check_file(entry: Entry[PlanFile]) -> None:
    file, seen = entry.value, set[Moment]()
    for sheet in file.sheets:
        if sheet.value.progress not in file.progress:
            usable = "・".join(file.progress)
            sheet.fault("progress", f"進捗状況（progress）は {usable} のどれかにしてください")
        if sheet.value.moment in seen:
            sheet.fault("moment", "同じ時点（moment）のシートが2つあります")
        seen.add(sheet.value.moment)


ENTERED = Shape(
    Entered,
    (
        Key("value", "値", _Amount(whole=False)),
        Key("as_of", "時点", Day()),
        Key("source", "出典", SENTENCE),
    ),
)
_VALUES = Key("values", "値の一覧", ListOf(ENTERED), optional=True, default=())
_DAYS: ListOf[date] = ListOf(Day())
ACTIVITY = Shape(
    _activity,
    (
        Key("half", "研修か会議か", OneOf.all(Half)),
        Key("name", "取組の名前", SHORT),
        Key("held", "行った日", _DAYS, optional=True, default=()),
        Key("planned", "予定の日", _DAYS, optional=True, default=()),
        Key("by", "予定の時期", SHORT, optional=True, default=""),
        Key("people", "参加した人数", _Amount(), optional=True),
    ),
)
_INDICATOR = Shape(
    _indicator,
    (
        Key("id", "ID", Defines("plan_indicator"), into="id_"),
        Key("name", "指標の名前", SENTENCE),
        Key("target", "目標", _Amount()),
        Key("unit", "単位", _Unit()),
        Key("by", "いつの目標か", SHORT, optional=True, default=""),
        _VALUES,
        Key(
            "beside",
            "並べて示すもの",
            ListOf(Shape(Beside, (Key("name", "名前", SENTENCE), _VALUES))),
            optional=True,
            default=(),
        ),
    ),
)
_SHEET = Shape(
    _sheet,
    (
        Key("moment", "時点", OneOf.all(_When)),
        Key("progress", "進捗状況", SHORT),
        Key("confirmed", "確認した案のしるし", SHORT, optional=True, default=""),
    ),
)
PLAN = Shape(
    PlanFile,
    (
        Key("fiscal_year", "年度", _Amount()),
        Key("activities", "取組", Entries(ACTIVITY, least=0), optional=True, default=()),
        Key("indicators", "指標", Entries(_INDICATOR, least=0), optional=True, default=()),
        Key("sheets", "シート", Entries(_SHEET, least=0), optional=True, default=()),
        Key("progress", "選べる進捗状況", ListOf(SHORT, least=1), optional=True, default=PROGRESS),
        Key("next_year", "次の年度の方向", SHORT, optional=True, default="継続実施"),
    ),
    _check_file,
)
