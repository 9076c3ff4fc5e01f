"""The blank 気づきメモ: one sheet of A4, both sides, to fill in by hand.

Boxes are outlined and headings light grey, so that a copy or a black-and-white printer
loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.reports.lines import Style
from bot.reports.page import Paper, height_of
from bot.reports.sheet_paper import MARGIN, Part, Sheet, centred, drawn, fitted
from bot.reports.sheet_values import HOW_TO, MARKS, STOP, TITLE, FormGroup, SheetForm

MOST_PAGES = 2
_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_MARK = 14.0  # width of a column to tick, mm
_HEAD = Style(6.8)
_HEAD_LINE = 2.7
_WRITE = 8.5  # height of a line to write on
_BESIDE, _APART = 1.2, 3.0  # from a box to its text, and to the next box
_DAY, _SECTION, _WHERE = "日付　　月　　日", "所属", "気づいた所"
_HAND_OVER = "つなぐとき"
_TO_WRITE = (
    "つないだ先",
    "伝えたこと（見たこと・聞いたことだけ）",
    "相談の日時・場所（ご本人にも伝えます）",
)
_TO_TICK = (
    "了承を得た",
    "了承はない（案内だけを渡した）",
    "つなぐ先へ直接連絡した",
    "上司に伝えた",
)


def blank_sheet(form: SheetForm) -> bytes:
    """The form as a PDF; two pages unless even the smallest type needs more."""
    paper = Paper(TITLE, form.printed)
    pages = fitted(paper, _SIZES, MOST_PAGES, lambda sheet: _Form(sheet).parts(form))
    return drawn(paper, pages, form.version, form.printed)


@dataclass(frozen=True, slots=True)
class _Cells:
    """What is ticked in two columns: its height, and how to draw it at ``x``, ``y``."""

    height: float
    draw: Callable[[float, float], None]


class _Form:
    """The form's parts in one type size."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._paper = sheet.paper
        self._line = sheet.size * 0.56  # least height of a row, mm
        self._box = sheet.size * 0.34

    def parts(self, form: SheetForm) -> Iterator[Part]:
        """Danger first, then the signs, what the person wants, and the hand-over."""
        yield from self._opening(form)
        for group in form.urgent:
            yield self._urgent(group, form.ask_no_more)
        for group in form.groups:
            yield self._table(group)
        for group in form.wishes:
            yield self._ticks(group)
        yield self._hand_over()

    def _opening(self, form: SheetForm) -> Iterator[Part]:
        sheet = self._sheet
        yield sheet.part(sheet.block(TITLE, Style(20, bold=True), sheet.width))
        yield sheet.part(sheet.block(form.header, Style(sheet.size + 1.5, bold=True), sheet.width))
        yield sheet.part(sheet.block(HOW_TO, sheet.text, sheet.width))
        yield self._first_line(form.places)

    def _first_line(self, places: Sequence[str]) -> Part:
        """Day, section and where it was noticed: no field for anybody's name."""

        def draw(y: float) -> None:
            x = self._labelled(MARGIN, y, _DAY)
            x = self._labelled(x + 4, y, _SECTION)
            right = MARGIN + self._sheet.width - self._ticked_width(places)
            right -= self._paper.width_of(_WHERE, self._sheet.text)
            self._paper.rule(x + 1, y + self._line, right - 4, y + self._line)
            x = self._labelled(right, y, _WHERE)
            for place in places:
                x = self._tick(x + _APART, y, place)

        return Part(self._line + 1, draw)

    def _ticked_width(self, texts: Sequence[str]) -> float:
        """How wide boxes with these texts are, one behind the other."""
        words = sum(self._paper.width_of(text, self._sheet.text) for text in texts)
        return words + len(texts) * (self._box + _BESIDE + _APART)

    def _urgent(self, group: FormGroup, ask_no_more: str) -> Part:
        """The group that ends the sheet, in a frame."""
        sheet = self._sheet
        inner = sheet.width - 5
        head = sheet.block(f"{group.title}　{STOP}", Style(sheet.size + 1, bold=True), inner)
        head += sheet.block(ask_no_more, sheet.bold, inner)
        cells = self._cells(group.items, inner)
        height = height_of(head) + cells.height + 5

        def draw(y: float) -> None:
            sheet.frame(y, height)
            below = self._paper.draw(head, MARGIN + 2.5, y + 2, inner)
            cells.draw(MARGIN + 2.5, below + 1)

        return Part(height, draw)

    def _table(self, group: FormGroup) -> Part:
        """A heading with the four columns, and a row for each line."""
        sheet = self._sheet
        heading = sheet.heading(group.title)
        room = sheet.width - _MARK * len(MARKS) - 2
        blocks = [sheet.block(item, sheet.text, room) for item in group.items]
        heights = [max(height_of(block), self._line) + 0.9 for block in blocks]

        def draw(y: float) -> None:
            below = self._paper.draw(heading, MARGIN, y, sheet.width)
            self._heads(y, below - y)
            for block, height in zip(blocks, heights, strict=True):
                top = below + (height - height_of(block)) / 2
                self._paper.draw(block, MARGIN, top)
                self._boxes(below, height)
                below += height
                self._paper.rule(MARGIN, below, MARGIN + sheet.width, below, grey=170)

        return Part(height_of(heading) + sum(heights), draw)

    def _heads(self, y: float, height: float) -> None:
        for number, words in enumerate(MARKS):
            middle = self._column(number)
            top = y + (height - _HEAD_LINE * len(words)) / 2
            for line, word in enumerate(words):
                left = middle - self._paper.width_of(word, _HEAD) / 2
                self._paper.write(left, top + line * _HEAD_LINE, word, _HEAD)

    def _boxes(self, y: float, height: float) -> None:
        for number in range(len(MARKS)):
            left = self._column(number) - self._box / 2
            self._paper.box(left, y + (height - self._box) / 2, self._box, self._box)

    def _column(self, number: int) -> float:
        """The middle of a column to tick."""
        return MARGIN + self._sheet.width - _MARK * (len(MARKS) - number - 0.5)

    def _ticks(self, group: FormGroup) -> Part:
        return self._headed(group.title, group.items, ())

    def _hand_over(self) -> Part:
        return self._headed(_HAND_OVER, _TO_TICK, _TO_WRITE)

    def _headed(self, title: str, ticks: Sequence[str], lines: Sequence[str]) -> Part:
        """A heading, what to tick in two columns, and lines to write on."""
        heading = self._sheet.heading(title)
        cells = self._cells(ticks, self._sheet.width)

        def draw(y: float) -> None:
            below = self._paper.draw(heading, MARGIN, y, self._sheet.width) + 0.8
            cells.draw(MARGIN, below)
            below += cells.height
            for text in lines:
                x = self._labelled(MARGIN, below + _WRITE - self._line - 0.5, text)
                end = MARGIN + self._sheet.width
                self._paper.rule(x + 2, below + _WRITE, end, below + _WRITE)
                below += _WRITE

        return Part(height_of(heading) + 1.6 + cells.height + _WRITE * len(lines), draw)

    def _cells(self, texts: Sequence[str], width: float) -> _Cells:
        """Boxes with their texts in two columns, long texts in several lines."""
        inside = width / 2 - self._box - 4
        blocks = [self._sheet.block(text, self._sheet.text, inside) for text in texts]
        pairs = [blocks[i : i + 2] for i in range(0, len(blocks), 2)]
        heights = [max(*map(height_of, pair), self._line) + 0.7 for pair in pairs]

        def draw(left: float, y: float) -> None:
            for pair, height in zip(pairs, heights, strict=True):
                for column, block in enumerate(pair):
                    x = left + column * width / 2
                    # The box stands beside the first line, however many there are.
                    top = y + (block[0].height - self._box) / 2
                    self._paper.box(x, top, self._box, self._box)
                    self._paper.draw(block, x + self._box + _BESIDE, y)
                y += height

        return _Cells(sum(heights), draw)

    def _tick(self, x: float, y: float, text: str) -> float:
        """A box with its text; returns where the text ends."""
        self._paper.box(x, y + (self._line - self._box) / 2, self._box, self._box)
        return self._labelled(x + self._box + _BESIDE, y, text)

    def _labelled(self, x: float, y: float, text: str) -> float:
        style = self._sheet.text
        self._paper.write(x, y + centred(self._line, style), text, style)
        return x + self._paper.width_of(text, style)
