"""Sentences of a report with the figures in them, so that each number has a cell behind it.

A sentence is made of a text without any digit and of figures; the workbook lists each
sentence with its figures, and a test reads both files and compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.core.figures import NO_RATE, rate_text
from bot.reports.wording import day_text

_DIGIT = re.compile(r"[0-9０-９]")
_PLACE = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True, slots=True)
class Rate:
    """A share, kept as two numbers of people."""

    part: int
    whole: int


Value = int | Fraction | Rate | date | str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in a sentence: what it is, the value for the cell, and how it is written."""

    label: str
    value: Value
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the figures in it, in their order."""

    text: str
    figures: tuple[Figure, ...] = ()


def say(text: str, /, **figures: Figure) -> Sentence:
    """A sentence with figures at its ``{places}``; a bare digit in the text is a mistake."""
    bare = _PLACE.sub("", text)
    if _DIGIT.search(bare):
        raise ValueError(f"a number without a cell: {text}")
    names = [place[1:-1] for place in _PLACE.findall(text)]
    written = {name: figure.text for name, figure in figures.items()}
    return Sentence(text.format(**written), tuple(figures[name] for name in names))


def people(label: str, number: int) -> Figure:
    """「198人」."""
    return Figure(label, number, f"{number}人")


def number(label: str, value: int, unit: str = "") -> Figure:
    """A number with its unit: 「3回」."""
    return Figure(label, value, f"{value}{unit}")


def part(label: str, name: str, count: int) -> Figure:
    """People of one kind, with its name: 「育休6人」."""
    return Figure(label, count, f"{name}{count}人")


def rate(label: str, part: int, whole: int) -> Figure:
    """「82.5％」, as the office rounds; 「－」 where nobody counts."""
    text = rate_text(part, whole)
    return Figure(label, None if text == NO_RATE else Rate(part, whole), text)


def day(label: str, value: date) -> Figure:
    """「2026年9月30日」."""
    return Figure(label, value, day_text(value))


def short_day(label: str, value: date) -> Figure:
    """「9月30日」."""
    return Figure(label, value, f"{value.month}月{value.day}日")


def words(label: str, text: str) -> Figure:
    """A name or wording that may hold digits of its own."""
    return Figure(label, text, text)


def listed(figures: Sequence[Figure]) -> tuple[str, dict[str, Figure]]:
    """Places for several figures, 「{a}、{b}」, and the figures for them."""
    names = [f"part_{letters}" for letters, _ in zip(_letters(), figures, strict=False)]
    held = dict(zip(names, figures, strict=True))
    return "、".join(f"{{{name}}}" for name in held), held


def _letters() -> Iterator[str]:
    """a, b … z, aa, ab …: names without digits."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    yield from letters
    for first in _letters():
        yield from (f"{first}{second}" for second in letters)
