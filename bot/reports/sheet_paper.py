"""What the blank and the filled 気づきメモ share: a portrait page that is filled from the top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.reports.lines import Span, Style
from bot.reports.page import MM_A_POINT, Block, Paper, height_of, rows

MARGIN, TOP, FOOT = 12.0, 11.0, 13.0
LEADING = 1.34
SMALL_GREY = 70
_GAP = 2.0  # between parts, mm
_KEEP = "所属の決まりで保管し、区民の方に渡さず、チャットに写しません。"


@dataclass(frozen=True, slots=True)
class Part:
    """Something as wide as the page that is not torn: its height and how to draw it at ``y``."""

    height: float
    draw: Callable[[float], None]


class Sheet:
    """Turns text into parts of one type size."""

    def __init__(self, paper: Paper, size: float) -> None:
        self.paper = paper
        self.width = paper.width - 2 * MARGIN
        self.size = size
        self.text = Style(size)
        self.bold = Style(size, bold=True)
        self.small = Style(max(size - 1.5, 7), grey=SMALL_GREY)

    def block(self, text: str, style: Style, width: float, hang: float = 0.0) -> Block:
        """Text broken into lines of at most ``width`` mm."""
        return rows(self.paper.lines([Span(text, style)], width, hang), LEADING)

    def listed(self, lines: Iterable[str], width: float) -> Block:
        """Lines with a dot, what runs on standing under the first character."""
        hang = self.paper.width_of("・", self.text)
        return sum((self.block(f"・{line}", self.text, width, hang) for line in lines), ())

    def part(self, block: Block, x: float = MARGIN, above: float = 0.0) -> Part:
        """A block of text as a part."""

        def draw(y: float) -> None:
            self.paper.draw(block, x, y + above, self.width)

        return Part(height_of(block) + above, draw)

    def heading(self, text: str) -> Block:
        """A heading in a grey band."""
        style = Style(self.size + 1, bold=True)
        return rows(self.paper.lines([Span(text, style)], self.width), 1.4, band=True)

    def frame(self, y: float, height: float) -> None:
        """A frame as wide as the page: two lines close together are thick on any printer."""
        for step in (0.0, 0.5):
            self.paper.box(MARGIN + step, y + step, self.width - 2 * step, height - 2 * step)

    def framed(self, block: Block, inset: float = 2.5) -> Part:
        """A block in a frame, on white so that a copy stays readable."""
        height = height_of(block) + 2 * inset

        def draw(y: float) -> None:
            self.frame(y, height)
            self.paper.draw(block, MARGIN + inset, y + inset, self.width - 2 * inset)

        return Part(height, draw)


def dealt(parts: Iterable[Part], room: float) -> list[list[Part]]:
    """Parts on as few pages as their order allows."""
    pages: list[list[Part]] = [[]]
    left = room
    for part in parts:
        if pages[-1] and part.height > left:
            pages.append([])
            left = room
        pages[-1].append(part)
        left -= part.height + _GAP
    return pages


def room_of(paper: Paper) -> float:
    """How much of a page's height is for parts."""
    return paper.height - TOP - FOOT


def fitted(
    paper: Paper, sizes: Sequence[float], most: int, parts_of: Callable[[Sheet], Iterable[Part]]
) -> list[list[Part]]:
    """Parts in the largest type that needs at most ``most`` pages, else in the smallest."""
    pages: list[list[Part]] = []
    for size in sizes:
        pages = dealt(parts_of(Sheet(paper, size)), room_of(paper))
        if len(pages) <= most:
            break
    return pages


def drawn(paper: Paper, pages: Sequence[Sequence[Part]], version: str, printed: date) -> bytes:
    """The finished file, with the small print on every page."""
    for number, page in enumerate(pages, start=1):
        paper.add_page()
        y = TOP
        for part in page:
            part.draw(y)
            y += part.height + _GAP
        _foot(paper, f"{number}／{len(pages)}", version, printed)
    return paper.finished()


def _foot(paper: Paper, page: str, version: str, printed: date) -> None:
    y = paper.height - FOOT + 4
    small = Style(7.5, grey=SMALL_GREY)
    day = f"{printed.year}年{printed.month}月{printed.day}日"
    paper.write(MARGIN, y, _KEEP, Style(7.5, bold=True))
    paper.write_right(paper.width - MARGIN, y, f"印刷 {day}　内容の版 {version}　{page}", small)


def centred(height: float, style: Style) -> float:
    """How far down a row of ``height`` its one line of text begins."""
    return (height - style.size * MM_A_POINT) / 2
