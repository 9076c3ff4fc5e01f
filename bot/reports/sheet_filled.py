"""A filled 気づきメモ on A4: for the hands of whoever wrote it, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.lines import Style
from bot.reports.page import Block, Paper, height_of
from bot.reports.sheet_paper import MARGIN, Part, Sheet, drawn, fitted, room_of
from bot.reports.sheet_values import TITLE, FilledSheet, Listed

MOST_PAGES = 2
_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_SEEN, _HEARD, _NOTHING = "見たこと", "聞いたこと", "（印はありません）"
_FIRST = "先にすること（一人で抱えず、すぐ上司へ）"
_BETWEEN = 6.0
_UNTORN = 0.3  # of a page: what is no longer stays together


def filled_sheet(filled: FilledSheet) -> bytes:
    """The sheet as a PDF; two pages unless even the smallest type needs more."""
    paper = Paper(TITLE, filled.printed)
    pages = fitted(paper, _SIZES, MOST_PAGES, lambda sheet: _parts(sheet, filled))
    return drawn(paper, pages, filled.version, filled.printed)


def _parts(sheet: Sheet, filled: FilledSheet) -> Iterator[Part]:
    yield sheet.part(sheet.block(TITLE, Style(20, bold=True), sheet.width))
    yield sheet.part(sheet.block(filled.header, Style(sheet.size + 1.5, bold=True), sheet.width))
    if filled.at_once:
        yield _at_once(sheet, filled)
    day = f"{filled.printed.year}年{filled.printed.month}月{filled.printed.day}日"
    yield sheet.part(sheet.block(f"{day}　気づいた所：{filled.place}", sheet.text, sheet.width))
    yield _columns(sheet, filled)
    for listed in filled.parts:
        yield from _listed(sheet, listed)


def _at_once(sheet: Sheet, filled: FilledSheet) -> Part:
    inner = sheet.width - 5
    block = sheet.block(_FIRST, Style(sheet.size + 1.5, bold=True), inner)
    for line in filled.at_once:
        block += sheet.block(line, sheet.bold, inner)
    return sheet.framed(block + sheet.block(filled.ask_no_more, sheet.bold, inner))


def _columns(sheet: Sheet, filled: FilledSheet) -> Part:
    """Fact and hearsay side by side, so that neither is taken for the other."""
    width = (sheet.width - _BETWEEN) / 2
    left = _column(sheet, _SEEN, filled.seen, width)
    right = _column(sheet, _HEARD, filled.heard, width)
    height = max(height_of(left), height_of(right))
    middle = MARGIN + width + _BETWEEN / 2

    def draw(y: float) -> None:
        sheet.paper.draw(left, MARGIN, y, width)
        sheet.paper.draw(right, MARGIN + width + _BETWEEN, y, width)
        sheet.paper.rule(middle, y, middle, y + height)

    return Part(height, draw)


def _column(sheet: Sheet, title: str, lines: tuple[str, ...], width: float) -> Block:
    block = sheet.block(title, Style(sheet.size + 1, bold=True), width)
    return block + (sheet.listed(lines, width) or sheet.block(_NOTHING, sheet.small, width))


def _listed(sheet: Sheet, listed: Listed) -> Iterator[Part]:
    """A heading with its lines; a long list may be parted behind its first line."""
    if not listed.lines:
        return
    heading = sheet.heading(listed.title)
    whole = sheet.part(heading + sheet.listed(listed.lines, sheet.width))
    if whole.height <= room_of(sheet.paper) * _UNTORN:
        yield whole
        return
    first, *others = listed.lines
    yield sheet.part(heading + sheet.listed([first], sheet.width))
    yield from (sheet.part(sheet.listed([line], sheet.width)) for line in others)
