"""The vendored fonts, read once a process and lent to every paper.

fpdf2 (2.8.9) reads a font anew for each document, because it cuts the font down to what
the document shows; most of a page's time went there. What is read is the same each time,
so it is kept, and each paper opens only what it cuts: its outlines. The bytes of a paper
stay the same. Papers share nothing that any of them changes, so that several threads may
print at once: cutting down replaces the tables' dictionaries and leaves the old ones alone.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import SubsetMap, TTFFont

_UNUSED = ("GSUB", "meta")  # fpdf2 drops them, but not before they have been read
_WIDTHS = ("hmtx", "vmtx")
_reading = Lock()


@dataclass(frozen=True, slots=True)
class _Face:
    """What fpdf2 read of a font, its glyphs' names in order, and its tables that cost most."""

    read: TTFFont
    glyphs: tuple[str, ...]
    characters: Any
    widths: dict[str, Any]

    def opened(self, path: Path) -> TTFont:
        """The font anew, for one document to cut down."""
        font = TTFont(path, recalcTimestamp=False, lazy=True)
        font.setGlyphOrder(list(self.glyphs))
        for tag in _UNUSED:
            if tag in font:
                del font[tag]
        for tag, table in self.widths.items():
            font[tag] = copy(table)
        font["cmap"] = copy(self.characters)
        font["cmap"].tables = [copy(part) for part in self.characters.tables]
        return font


def lend(pdf: FPDF, family: str, style: str, path: Path) -> None:
    """Give a document a font, as ``pdf.add_font(family, style, path)`` does, only sooner.

    ``style``: empty or ``B``. Raises OSError if the file cannot be read.
    """
    with _reading:  # two who print first do not both read
        face = _face(family, style, path)
    font = copy(face.read)
    font.i = len(pdf.fonts) + 1
    font.desc = copy(font.desc)
    font.cw = font.cw.copy()
    font.missing_glyphs = []
    font.ttfont = face.opened(path)
    font.subset = SubsetMap(font)
    pdf.fonts[font.fontkey] = font
    if font.is_cff and font.is_cid_keyed:
        pdf._set_min_pdf_version("1.6")  # noqa: SLF001 - as add_font does


@cache
def _face(family: str, style: str, path: Path) -> _Face:
    read = TTFFont(FPDF(), path, family + style, style)
    font = read.ttfont
    characters = font["cmap"]
    characters.ensureDecompiled()
    for part in characters.tables:
        part.ttFont = None  # else each would keep the whole font
    widths = {tag: font[tag] for tag in _WIDTHS if tag in font}
    glyphs = tuple(font.getGlyphOrder())
    read.close()
    del read.ttfont, read.subset
    return _Face(read, glyphs, characters, widths)
