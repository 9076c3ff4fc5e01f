"""What somebody typed into a form of the plan, read by the readers of plan.yaml itself.

There is one set of rules: a form is a small mapping whose keys are those of the file. Only
the spelling is made plain first: full-width digits, a unit behind a number, and a day as
people write it (「10月5日」).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from bot.content.common import SHORT
from bot.content.nodes import Listing, Node, Scalar
from bot.content.plan import ACTIVITY, ENTERED, PLAN_FILE
from bot.content.schema import Bad, Key, Page, Record, Shape
from bot.core.indicator.plan import Activity, Entered, Half
from bot.core.retention import FISCAL_MONTH

Typed = Mapping[str, str | Sequence[str]]
T = TypeVar("T")

_PROGRESS = Key("progress", "進捗状況", SHORT)
_NEXT_YEAR = Key("next_year", "方向性", SHORT)
_FULL = re.compile(r"(\d{4})[年/.\-](\d{1,2})[月/.\-](\d{1,2})日?", re.ASCII)
_ERA = re.compile(r"(?:令和|[Rr])(\d{1,2}|元)[年.](\d{1,2})[月.](\d{1,2})日?", re.ASCII)
_SHORT = re.compile(r"(\d{1,2})[月/](\d{1,2})日?", re.ASCII)
_WEEKDAY = re.compile(r"\([月火水木金土日]\)$")
_REIWA = 2018  # 令和1年 is the year after
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_BETWEEN_DAYS = re.compile(r"[\n、,]")


class FieldFaults(Exception):
    """What is wrong with a form: a Japanese sentence for each field that has a mistake."""

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__("、".join(by_field))
        self.by_field = by_field


def activity_of(name: str, half: Half, typed: Typed, fiscal_year: int) -> Activity:
    """An activity from ``held`` and ``planned`` (lines of days), ``by`` and ``people``.

    Raises FieldFaults.
    """
    fields = {
        "half": half.value,
        "name": name,
        "held": days_of(_text(typed, "held"), fiscal_year),
        "planned": days_of(_text(typed, "planned"), fiscal_year),
        "by": _line(typed, "by"),
        "people": plain_number(_text(typed, "people"), "人"),
    }
    return _made(ACTIVITY, fields)


def entered_of(typed: Typed, unit: str) -> Entered:
    """A value from ``value``, ``as_of`` (an ISO date) and ``source`` (FieldFaults)."""
    fields = {
        "value": plain_number(_text(typed, "value"), unit),
        "as_of": _text(typed, "as_of"),
        "source": _line(typed, "source"),
    }
    return _made(ENTERED, fields)


def choice_of(typed: Typed) -> tuple[str, str]:
    """``progress`` and ``next_year`` as they would stand in the file (FieldFaults)."""
    fields = {"progress": _line(typed, "progress"), "next_year": _line(typed, "next_year")}
    values = _read((_PROGRESS, _NEXT_YEAR), fields)
    return values["progress"], values["next_year"]


def plain_number(text: str, unit: str) -> str:
    """「１，２３４人」 as 「1234」; what is no number stays as it was typed."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = plain.removesuffix(unicodedata.normalize("NFKC", unit)).strip()
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    return plain if plain[:1].isdigit() else text.strip()


def days_of(text: str, fiscal_year: int) -> tuple[str, ...]:
    """The days of a field, one a line, each as the file writes it where it can be read."""
    parts = (part.strip() for part in _BETWEEN_DAYS.split(unicodedata.normalize("NFKC", text)))
    return tuple(plain_day(part, fiscal_year) for part in parts if part)


def plain_day(text: str, fiscal_year: int) -> str:
    """「10月5日」, 「R8.10.5」, 「2026/10/5」 as 「2026-10-05」; anything else as it is."""
    bare = _WEEKDAY.sub("", text.replace(" ", ""))
    if match := _FULL.fullmatch(bare):
        return _iso(int(match[1]), match[2], match[3])
    if match := _ERA.fullmatch(bare):
        year = 1 if match[1] == "元" else int(match[1])
        return _iso(_REIWA + year, match[2], match[3])
    if match := _SHORT.fullmatch(bare):
        year = fiscal_year if int(match[1]) >= FISCAL_MONTH else fiscal_year + 1
        return _iso(year, match[1], match[2])
    return text


def _iso(year: int, month: str, day: str) -> str:
    return f"{year:04}-{int(month):02}-{int(day):02}"


def _text(typed: Typed, field: str) -> str:
    value = typed.get(field) or ""
    return value if isinstance(value, str) else "\n".join(value)


def _line(typed: Typed, field: str) -> str:
    return " ".join(_text(typed, field).split())


def _made(shape: Shape[T], fields: Typed) -> T:
    return shape.build(**_read(shape.keys, fields))


def _read(keys: Sequence[Key], fields: Typed) -> dict[str, Any]:
    """Each field by the reader of its key, named without the key's own word."""
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for key in keys:
        record = Record()
        values[key.target] = _value(key, fields.get(key.name, ""), Page(PLAN_FILE, record))
        if record.errors:
            faults[key.name] = "".join(f"{error.message}。" for error in record.errors)
    if faults:
        raise FieldFaults(faults)
    return values


def _value(key: Key, typed: str | Sequence[str], page: Page) -> object:
    if not typed:
        return key.default if key.optional else page.fault(1, f"{key.label}を入れてください")
    value: object | Bad = key.type.read(_node(typed), key.label, page)
    return value


def _node(typed: str | Sequence[str]) -> Node:
    if isinstance(typed, str):
        return Scalar(typed, 1)
    return Listing(tuple(Scalar(one, 1) for one in typed), 1)


def iso_or_none(text: str) -> date | None:
    """The day of an ISO date; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
