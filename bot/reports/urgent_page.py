"""One A4 page of urgent numbers for the door of the fridge, to be read from two metres."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.reports.lines import Span, Style
from bot.reports.page import MM_A_POINT, Paper, height_of, rows
from bot.reports.pocket_guide import KEEP, NUMBERS_OF_THE_DAY

TITLE = "急ぎの電話"
NIGHT = "夜間・休日"
ALWAYS = "24時間"
_FIRST = "いま危険があれば、先に警察・救急へ。一人で抱えず、上司に声をかけ、保健福祉課へ。"
_WHERE = "職員用です。区民の方から見えない場所に貼ってください。"
_MARGIN, _TOP, _BODY, _FOOT = 14.0, 12.0, 40.0, 24.0
_NAMES = 72.0  # width of the left column, mm
_BIGGEST, _HIGHEST_ROW = 46.0, 30.0
_GREY, _SHADE = 70, 238


@dataclass(frozen=True, slots=True)
class UrgentLine:
    """One line of the page.

    ``numbers``: the first is the one to read from afar. ``tag`` is NIGHT, ALWAYS or
    empty; ``hours`` and ``note`` (mark and date) stand small under the name.
    """

    name: str
    numbers: tuple[str, ...]
    tag: str
    hours: str
    note: str


@dataclass(frozen=True, slots=True)
class UrgentPage:
    """The numbers in the order to print them; ``thanks`` are attributions."""

    version: str
    printed: date
    lines: tuple[UrgentLine, ...]
    thanks: tuple[str, ...]


def urgent_page(page: UrgentPage) -> bytes:
    """The page as a PDF."""
    paper = Paper(TITLE, page.printed)
    paper.add_page()
    _head(paper)
    room = paper.height - _BODY - _FOOT
    height = min(_HIGHEST_ROW, room / max(len(page.lines), 1))
    for number, line in enumerate(page.lines):
        top = _BODY + number * height
        if number % 2 == 0:
            paper.box(_MARGIN - 3, top, paper.width - 2 * _MARGIN + 6, height, grey=_SHADE)
        _line(paper, line, top, height)
    _foot(paper, page)
    return paper.finished()


def _head(paper: Paper) -> None:
    paper.write(_MARGIN, _TOP, TITLE, Style(30, bold=True))
    right = paper.width - _MARGIN
    paper.write_right(right, _TOP + 6, _WHERE, Style(9.5))
    lines = paper.lines([Span(_FIRST, Style(11.5, bold=True))], paper.width - 2 * _MARGIN)
    paper.draw(rows(lines, 1.3), _MARGIN, _TOP + 14)


def _line(paper: Paper, line: UrgentLine, top: float, height: float) -> None:
    _names(paper, line, top, height)
    right = paper.width - _MARGIN
    room = right - _MARGIN - _NAMES - 2
    first, *others = line.numbers or ("区で設定",)
    big = _fitting(paper, first, room, min(_BIGGEST, height / MM_A_POINT * 0.55))
    small = Style(16, bold=True)
    below = "・".join(others)
    block = big.size * MM_A_POINT + (small.size * MM_A_POINT + 0.5 if below else 0)
    y = top + (height - block) / 2
    paper.write_right(right, y, first, big)
    if below:
        paper.write_right(right, y + big.size * MM_A_POINT + 0.5, below, small)


def _names(paper: Paper, line: UrgentLine, top: float, height: float) -> None:
    """Tag, name, hours and note, centred in the left column."""
    tag_height = 6.8 if line.tag else 0.0
    block = rows(paper.lines([Span(line.name, Style(13.5, bold=True))], _NAMES), 1.2)
    if line.tag != ALWAYS:
        block += rows(paper.lines([Span(line.hours, Style(10))], _NAMES), 1.25)
    block += rows(paper.lines([Span(line.note, Style(7, grey=_GREY))], _NAMES), 1.25)
    y = top + (height - tag_height - height_of(block)) / 2
    if line.tag:
        _tag(paper, line.tag, y)
    paper.draw(block, _MARGIN, y + tag_height)


def _tag(paper: Paper, text: str, y: float) -> None:
    """Night lines in white on black, so that they are found in the dark of an emergency."""
    night = text == NIGHT
    style = Style(10, bold=True, grey=255 if night else 0)
    width = paper.width_of(text, style) + 3
    paper.box(_MARGIN, y, width, 5.2, grey=0 if night else None)
    paper.write(_MARGIN + 1.5, y + (5.2 - style.size * MM_A_POINT) / 2, text, style)


def _fitting(paper: Paper, text: str, room: float, largest: float) -> Style:
    """The largest bold type in which a number fits."""
    wide = paper.width_of(text, Style(largest, bold=True))
    return Style(largest * min(1.0, room / wide), bold=True)


def _foot(paper: Paper, page: UrgentPage) -> None:
    y = paper.height - _FOOT + 3
    day = f"{page.printed.year}年{page.printed.month}月{page.printed.day}日"
    paper.write(_MARGIN, y, f"{NUMBERS_OF_THE_DAY}（{day}）　{KEEP}", Style(10, bold=True))
    text = f"内容の版 {page.version}　{''.join(page.thanks)}"
    lines = paper.lines([Span(text, Style(7, grey=_GREY))], paper.width - 2 * _MARGIN)
    paper.draw(rows(lines, 1.3), _MARGIN, y + 6)
