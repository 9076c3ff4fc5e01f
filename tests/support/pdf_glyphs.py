"""What a PDF really draws: each character with the outline that is embedded for it.

Text that can be copied out of a PDF says nothing of what is seen: a viewer draws the glyph
a run of bytes names in an embedded font. Here those glyphs are taken out and drawn.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw
from pypdf import PdfReader

Value = TypeVar("Value")
PIXELS = 64
_STEPS = 8


@dataclass(frozen=True)
class Drawn:
    """One character as it is drawn: which, and its picture."""

    character: str
    picture: bytes

    @property
    def ink(self) -> int:
        """How many points of the picture are black."""
        return sum(byte.bit_count() for byte in self.picture)


def drawn_characters(pdf: bytes) -> list[Drawn]:
    """Every character of the first page in the order in which it is drawn."""
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    fonts = {name: _Font(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    return [fonts[name].drawn(code) for name, codes in _shown(page) for code in codes]


def of_font(file: Path, character: str) -> Drawn:
    """The character as a font of ours has it: what is to be seen."""
    font = _opened(file)
    em = font["head"].unitsPerEm
    return _drawn(font.getGlyphSet(), font.getBestCmap()[ord(character)], character, em)


@cache
def _opened(file: Path) -> TTFont:
    return TTFont(file)


def _shown(page: Any) -> Iterator[tuple[str, list[int]]]:
    """The runs of codes with the font that is set for each."""
    font = ""
    for operands, operator in page.get_contents().operations:
        if operator == b"Tf":
            font = str(operands[0])
        elif operator in (b"Tj", b"TJ"):
            listed = operands[0] if operator == b"TJ" else [operands[0]]
            for one in listed:
                raw = getattr(one, "original_bytes", one if isinstance(one, bytes) else b"")
                if raw:
                    yield font, [int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2)]


class _Font:
    """A composite font of a page: its program, and which character each code is."""

    def __init__(self, font: Any) -> None:
        below = font["/DescendantFonts"][0].get_object()
        inside = below["/FontDescriptor"].get_object()
        self._characters = _table(font["/ToUnicode"].get_object().get_data(), _text)
        if "/FontFile2" in inside:
            font_file = TTFont(io.BytesIO(inside["/FontFile2"].get_object().get_data()))
            numbers = below["/CIDToGIDMap"].get_object().get_data()
            order = font_file.getGlyphOrder()
            self._glyphs, self._em = font_file.getGlyphSet(), font_file["head"].unitsPerEm
            self._name = lambda code: order[int.from_bytes(numbers[2 * code : 2 * code + 2])]
        else:
            fonts = CFFFontSet()
            fonts.decompile(io.BytesIO(inside["/FontFile3"].get_object().get_data()), None)
            top = fonts[fonts.fontNames[0]]
            ids = _table(font["/Encoding"].get_object().get_data(), int)
            self._glyphs, self._em = top.CharStrings, 1000
            self._name = lambda code: f"cid{ids[code]:05d}"

    def drawn(self, code: int) -> Drawn:
        """What a code draws."""
        character = self._characters[code]
        return _drawn(self._glyphs, self._name(code), character, self._em)


def _text(value: str) -> str:
    return bytes.fromhex(value.strip("<>")).decode("utf-16-be")


def _table(table: bytes, read: Callable[[str], Value]) -> dict[int, Value]:
    """The lines 「<0001> value」 of a character map."""
    lines = re.findall(r"^<([0-9A-F]{4})> (\S+)$", table.decode("latin-1"), re.MULTILINE)
    return {int(code, 16): read(value) for code, value in lines if value != "<FFFF>"}


def _drawn(glyphs: Any, name: str, character: str, em: int) -> Drawn:
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return Drawn(character, _picture(pen.value, em))


def _picture(outline: list[Any], em: int) -> bytes:
    """The outline filled, white where an inner contour takes ink away again (even-odd)."""
    picture = Image.new("1", (PIXELS, PIXELS))
    for contour in _contours(outline):
        layer = Image.new("1", (PIXELS, PIXELS))
        scale = PIXELS / em
        points = [(x * scale, PIXELS * 0.88 - y * scale) for x, y in contour]
        if len(points) > 2:
            ImageDraw.Draw(layer).polygon(points, fill=1)
        picture = ImageChops.logical_xor(picture, layer)
    return picture.tobytes()


def _contours(outline: list[Any]) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    for command, operands in outline:
        match command:
            case "moveTo":
                points = [operands[0]]
            case "lineTo":
                points.append(operands[0])
            case "qCurveTo":
                points += _quadratic(points[-1], operands)
            case "curveTo":
                points += _cubic(points[-1], *operands)
            case _:
                yield points


def _quadratic(start: Any, operands: Any) -> list[tuple[float, float]]:
    """A run of quadratic curves with implied points between their handles."""
    found: list[tuple[float, float]] = []
    *handles, end = operands
    for number, handle in enumerate(handles):
        after = handles[number + 1] if number + 1 < len(handles) else None
        stop = (
            end if after is None else tuple((a + b) / 2 for a, b in zip(handle, after, strict=True))
        )
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            weights = ((1 - t) ** 2, 2 * t * (1 - t), t * t)
            found.append(_mixed(weights, (start, handle, stop)))
        start = stop
    return found


def _cubic(start: Any, one: Any, two: Any, end: Any) -> list[tuple[float, float]]:
    found = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        found.append(_mixed(weights, (start, one, two, end)))
    return found


def _mixed(weights: Any, points: Any) -> tuple[float, float]:
    x = sum(w * p[0] for w, p in zip(weights, points, strict=True))
    return x, sum(w * p[1] for w, p in zip(weights, points, strict=True))
