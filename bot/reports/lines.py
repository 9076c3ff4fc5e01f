"""Breaks Japanese text into lines that fit, by the rules of Japanese typesetting (禁則).

No line begins with a closing bracket, a full stop or a small kana, none ends with an
opening bracket, and a phone number is never torn. Pure: how wide a text is, is asked of
the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

# JIS X 4051's classes as far as they occur here, with the signs that join two numbers.
_NOT_FIRST = (
    "、。，．・：；？！ー〜～…‥）〕］｝〉》」』】｠’”％／々゛゜"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
_NOT_LAST = "（〔［｛〈《「『【｟‘“☎"  # the sign of a number stays with it
# A number keeps its unit, and these words keep together: torn, they look like mistakes.
_UNIT = "[!-~]+[年月日時分歳]?|ください|窓口|[^!-~]"
_CLUSTER = re.compile(f"[{_NOT_LAST}]*(?:{_UNIT})[{_NOT_FIRST}]*", re.DOTALL)
_TAIL = 4  # characters: a last line of one or two looks like a mistake
_BLANKS = " \u3000"


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks: ``size`` in points, ``grey`` from 0 (black) to 255 (white)."""

    size: float
    bold: bool = False
    grey: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; ``whole``: not broken unless wider than a line."""

    text: str
    style: Style
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A run of text and how far from the left edge of its line it begins (mm)."""

    x: float
    text: str
    style: Style


Line = tuple[Placed, ...]
WidthOf = Callable[[str, Style], float]


def set_lines(
    spans: Iterable[Span], width: float, width_of: WidthOf, hang: float = 0.0
) -> list[Line]:
    """The spans one behind the other in lines of at most ``width`` mm.

    Every line but the first begins ``hang`` mm further in. Blanks are dropped where a line
    begins. What is wider than a whole line is torn between characters, so that nothing
    runs over the edge.
    """
    lines: list[list[Placed]] = [[]]
    used = 0.0
    for piece, style in _pieces(spans, width - hang, width_of):
        if lines[-1] and used + width_of(piece, style) > width:
            lines.append([])
            used = hang
        text = piece if lines[-1] else piece.lstrip(_BLANKS)
        if text:
            lines[-1].append(Placed(used, text, style))
            used += width_of(text, style)
    return [_joined(line) for line in lines if line]


def clusters(text: str) -> list[str]:
    """The parts of ``text`` between which a line may end; the last has some length."""
    parts = _CLUSTER.findall(text) or ([text] if text else [])
    while len(parts) > 1 and len(parts[-1]) < _TAIL and len(parts[-2]) < _TAIL:
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts


def _pieces(spans: Iterable[Span], width: float, width_of: WidthOf) -> Iterator[tuple[str, Style]]:
    for span in spans:
        for part in _parts(span, width, width_of):
            if width_of(part, span.style) <= width:
                yield part, span.style
            else:
                yield from ((character, span.style) for character in part)


def _parts(span: Span, width: float, width_of: WidthOf) -> list[str]:
    if span.whole and width_of(span.text, span.style) <= width:
        return [span.text]
    return clusters(span.text)


def _joined(line: list[Placed]) -> Line:
    """Neighbours of one style as one run."""
    runs: list[Placed] = []
    for piece in line:
        if runs and runs[-1].style == piece.style:
            runs[-1] = Placed(runs[-1].x, runs[-1].text + piece.text, piece.style)
        else:
            runs.append(piece)
    return tuple(runs)
