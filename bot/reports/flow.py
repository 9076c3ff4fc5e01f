"""A paper that fills itself from top to bottom: sentences, headings, tables, pictures.

Pieces are collected first and dealt to pages at the end, so that every page can carry its
number and a heading never stands alone at the foot of a page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.reports.glyphs import drawable
from bot.reports.lines import Span, Style
from bot.reports.page import MM_A_POINT, Block, Paper, height_of, rows

MARGIN, TOP, FOOT = 16.0, 14.0, 15.0  # mm
TEXT, BOLD, SMALL = Style(10), Style(10, bold=True), Style(8.5, grey=50)
_HEADING, _TITLE, _FOOTER = Style(12, bold=True), Style(17, bold=True), Style(8, grey=70)
_CELL, _CELL_HEAD = Style(9), Style(9, bold=True)
_LEADING, _TIGHT, _PAD, _GAP = 1.5, 1.3, 1.2, 1.6
_HEAD_GREY, _STRIPE = 226, 245


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width (mm), and whether it holds figures."""

    title: str
    width: float
    figures: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something of a certain height that is not torn.

    ``follows``: it keeps the piece after it on its page. ``head``: drawn above it where it
    comes first on a page.
    """

    height: float
    draw: Callable[[float], None]
    follows: bool = False
    head: _Piece | None = None


class PicturePaper(Paper):
    """A4 paper that also takes pictures."""

    def picture(self, png: bytes, x: float, y: float, width: float, description: str) -> None:
        """A picture ``width`` mm wide, with the text that stands for it."""
        self._pdf.image(io.BytesIO(png), x, y, width, alt_text=description)


class Flow:
    """Collects pieces and makes the file of them."""

    def __init__(self, title: str, day: date, footer: str, *, landscape: bool = False) -> None:
        self._paper = PicturePaper(drawable(title), day, landscape=landscape)
        self._footer = drawable(footer)
        self._pieces: list[_Piece] = []
        self.width = self._paper.width - 2 * MARGIN
        self._block(title, _TITLE, 1.2)

    def sentence(self, text: str, style: Style = TEXT) -> None:
        """A paragraph."""
        self._block(text, style, _LEADING)

    def heading(self, text: str) -> None:
        """A heading, kept with what comes after it."""
        self._block(text, _HEADING, 1.4, above=2.4, follows=True)

    def items(self, texts: Iterable[str], style: Style = TEXT) -> None:
        """Sentences with a dot before each."""
        for text in texts:
            self._block(f"・{text}", style, 1.4, hang=True)

    def picture(self, png: bytes, shape: float, description: str) -> None:
        """A picture as wide as the paper; ``shape`` is its height divided by its width."""
        width = min(self.width, (self._room - 1) / shape)

        def draw(y: float) -> None:
            self._paper.picture(png, MARGIN, y, width, description)

        self._pieces.append(_Piece(width * shape, draw))

    def table(self, columns: Sequence[Column], body: Iterable[Sequence[str]]) -> None:
        """A table whose heading is repeated on every page."""
        head = self._row(columns, [c.title for c in columns], _CELL_HEAD, _HEAD_GREY)
        for number, cells in enumerate(body):
            row = self._row(columns, cells, _CELL, _STRIPE if number % 2 else None)
            first = number == 0
            self._pieces.append(_Piece(row.height, row.draw, head=None if first else head))
            if first:
                self._pieces.insert(-1, _Piece(head.height, head.draw, follows=True))

    def new_page(self) -> None:
        """What comes next begins a page."""
        self._pieces.append(_Piece(float("inf"), lambda _: None))

    def finished(self) -> bytes:
        """Deal the pieces to pages and draw them; the file."""
        pages = self._dealt()
        for number, pieces in enumerate(pages, start=1):
            self._paper.add_page()
            y = TOP
            for piece in pieces:
                piece.draw(y)
                y += piece.height
            foot = self._paper.height - FOOT + 5
            self._paper.write(MARGIN, foot, self._footer, _FOOTER)
            right = self._paper.width - MARGIN
            self._paper.write_right(right, foot, f"{number}／{len(pages)}", _FOOTER)
        return self._paper.finished()

    @property
    def _room(self) -> float:
        return self._paper.height - TOP - FOOT

    def _dealt(self) -> list[list[_Piece]]:
        pages: list[list[_Piece]] = [[]]
        left = self._room
        for number, piece in enumerate(self._pieces):
            if piece.height == float("inf"):
                pages, left = [*pages, []], self._room
                continue
            if pages[-1] and self._needed(number) > left:
                pages, left = [*pages, []], self._room
                if piece.head is not None:
                    pages[-1].append(piece.head)
                    left -= piece.head.height
            pages[-1].append(piece)
            left -= piece.height
        return [page for page in pages if page]

    def _needed(self, number: int) -> float:
        """The height of a piece and of those it keeps with it."""
        needed = 0.0
        for piece in self._pieces[number:]:
            needed += piece.height
            if not piece.follows:
                break
        return needed

    def _block(
        self,
        text: str,
        style: Style,
        leading: float,
        *,
        above: float = 0.0,
        hang: bool = False,
        follows: bool = False,
    ) -> None:
        further = self._paper.width_of("・", style) if hang else 0.0
        lines = self._paper.lines([Span(drawable(text), style)], self.width, further)
        block = rows(lines, leading, above)

        def draw(y: float) -> None:
            self._paper.draw(block, MARGIN, y)

        self._pieces.append(_Piece(height_of(block) + _GAP, draw, follows))

    def _row(
        self, columns: Sequence[Column], cells: Sequence[str], style: Style, grey: int | None
    ) -> _Piece:
        blocks = [
            self._cell(column, cell, style) for column, cell in zip(columns, cells, strict=True)
        ]
        high = max([style.size * MM_A_POINT * _TIGHT, *map(height_of, blocks)]) + _PAD

        def draw(y: float) -> None:
            wide = sum(column.width for column in columns)
            if grey is not None:
                self._paper.box(MARGIN, y, wide, high, grey=grey)
            x = MARGIN
            for column, block in zip(columns, blocks, strict=True):
                self._draw_cell(column, block, x, y + _PAD / 2)
                x += column.width
            for edge in (y, y + high):  # the next row's grey covers the lower one
                self._paper.rule(MARGIN, edge, MARGIN + wide, edge)

        return _Piece(high, draw)

    def _cell(self, column: Column, text: str, style: Style) -> Block:
        lines = self._paper.lines([Span(drawable(text), style)], column.width - 2 * _PAD)
        return rows(lines, _TIGHT)

    def _draw_cell(self, column: Column, block: Block, x: float, y: float) -> None:
        if not column.figures:
            self._paper.draw(block, x + _PAD, y)
            return
        for row in block:
            for run in row.line:
                gap = (row.height - run.style.size * MM_A_POINT) / 2
                self._paper.write_right(x + column.width - _PAD, y + gap, run.text, run.style)
            y += row.height
