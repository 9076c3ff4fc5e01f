"""A4 paper to draw on: the vendored fonts, lines of text, boxes, and the finished bytes.

All lengths are millimetres from the top left corner, all type sizes points. The same
drawing with the same date gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.core.clock import TOKYO
from bot.reports import fonts
from bot.reports.lines import Line, Span, Style, set_lines

A4_SHORT, A4_LONG = 210.0, 297.0
MM_A_POINT = 25.4 / 72
_TEXT, _FALLBACK = "text", "fallback"
_CREATOR = "気づきナビ"
_BAND, _OVER = 226, 1.2  # how grey a heading's band is, and how far it reaches over the text


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a block: its runs, how high it stands and the space above it (mm).

    ``band``: a grey band behind it, as wide as the block, for headings.
    """

    line: Line
    height: float
    above: float = 0.0
    band: bool = False


Block = tuple[Row, ...]


class Paper:
    """Pages of A4 in one direction."""

    def __init__(self, title: str, day: date, *, landscape: bool = False) -> None:
        self.width = A4_LONG if landscape else A4_SHORT
        self.height = A4_SHORT if landscape else A4_LONG
        # Loaded by whoever prints: it would double the time the program takes to start.
        from fpdf import FPDF

        from bot.reports.faces import lend

        self._pdf = FPDF("landscape" if landscape else "portrait", "mm", "A4")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._name(title, day)
        lend(self._pdf, _TEXT, "", fonts.REGULAR)
        lend(self._pdf, _TEXT, "B", fonts.BOLD)
        lend(self._pdf, _FALLBACK, "", fonts.FALLBACK)
        self._pdf.set_fallback_fonts([_FALLBACK], exact_match=False)
        self._widths: dict[tuple[str, Style], float] = {}

    def _name(self, title: str, day: date) -> None:
        self._pdf.set_title(title)
        self._pdf.set_creator(_CREATOR)
        self._pdf.set_lang("ja")
        # Without a fixed moment every printing would differ.
        self._pdf.set_creation_date(datetime.combine(day, time(), tzinfo=TOKYO))

    def add_page(self) -> None:
        """Begin a new page."""
        self._pdf.add_page()

    def width_of(self, text: str, style: Style) -> float:
        """How wide a text is; may be asked before there is a page."""
        known = self._widths.get((text, style))
        if known is None:
            self._use(style)
            known = self._widths[text, style] = float(self._pdf.get_string_width(text))
        return known

    def lines(self, spans: Iterable[Span], width: float, hang: float = 0.0) -> list[Line]:
        """Text broken into lines of at most ``width``, all but the first ``hang`` further in."""
        return set_lines(spans, width, self.width_of, hang)

    def write(self, x: float, y: float, text: str, style: Style) -> None:
        """One line of text whose box, as high as the type, begins at ``x``, ``y``."""
        self._use(style)
        self._pdf.set_xy(x, y)
        self._pdf.cell(None, style.size * MM_A_POINT, text, new_x="LEFT", new_y="TOP")

    def write_right(self, right: float, y: float, text: str, style: Style) -> None:
        """One line of text that ends at ``right``."""
        self.write(right - self.width_of(text, style), y, text, style)

    def draw(self, block: Block, x: float, y: float, width: float = 0.0) -> float:
        """Draw rows below each other from ``y``; returns where the next may begin.

        ``width``: how wide the bands of headings are.
        """
        for row in block:
            y += row.above
            if row.band:
                self.box(x - _OVER, y, width + 2 * _OVER, row.height, grey=_BAND)
            for run in row.line:
                gap = (row.height - run.style.size * MM_A_POINT) / 2
                self.write(x + run.x, y + gap, run.text, run.style)
            y += row.height
        return y

    def box(
        self, x: float, y: float, width: float, height: float, *, grey: int | None = None
    ) -> None:
        """A rectangle: filled with a grey, or else outlined."""
        if grey is None:
            self._pdf.set_draw_color(0)
            self._pdf.rect(x, y, width, height)
        else:
            self._pdf.set_fill_color(grey)
            self._pdf.rect(x, y, width, height, style="F")

    def rule(self, x: float, y: float, x2: float, y2: float, *, grey: int = 120) -> None:
        """A thin straight line."""
        self._pdf.set_draw_color(grey)
        self._pdf.set_line_width(0.2)
        self._pdf.line(x, y, x2, y2)

    def finished(self) -> bytes:
        """The file."""
        return bytes(self._pdf.output())

    def _use(self, style: Style) -> None:
        self._pdf.set_font(_TEXT, "B" if style.bold else "", style.size)
        # Said again for every run: where one began with a rare kanji, fpdf2 (2.8.9) believes the
        # font to be set that is gone with that run, and draws the next in another font's glyphs.
        self._pdf.current_font_is_set_on_page = False
        self._pdf.set_text_color(style.grey)


def rows(lines: Iterable[Line], leading: float, above: float = 0.0, *, band: bool = False) -> Block:
    """Lines as rows, ``leading`` times their largest type high; ``above`` the first, mm."""
    made = []
    for number, line in enumerate(lines):
        height = max(run.style.size for run in line) * MM_A_POINT * leading
        made.append(Row(line, height, 0.0 if number else above, band))
    return tuple(made)


def height_of(block: Block) -> float:
    """How much room a block needs."""
    return sum(row.above + row.height for row in block)
