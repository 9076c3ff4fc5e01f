"""Text as the vendored fonts can draw it: nothing vanishes silently.

Libraries drop a character for which they have no glyph. Names must not lose one, so it is
shown as 〓, which printers have always put where a type is missing.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from bot.reports import fonts

MISSING = "〓"
_SELECTORS = range(0xE0100, 0xE01F0)  # they choose a variant of the kanji before them
_UNSEEN = ("Cf", "Mn")  # what joins or marks the character before it


def drawable(text: str) -> str:
    """The text on one line with 〓 for what no font has; unseen signs are left out."""
    return "".join(map(_drawn, unicodedata.normalize("NFC", text))).strip()


def undrawable(text: str) -> tuple[str, ...]:
    """The characters of which :func:`drawable` would show 〓, each once, in their order."""
    found = unicodedata.normalize("NFC", text)
    return tuple(dict.fromkeys(c for c in found if c != MISSING and _drawn(c) == MISSING))


def one_line(text: str) -> str:
    """The text without line ends, tabs and other control signs, which no cell can show."""
    return "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)


def _drawn(character: str) -> str:
    kind = unicodedata.category(character)
    if kind.startswith(("Z", "Cc")):
        return "\u3000" if character == "\u3000" else " "
    code = ord(character)
    if code in _glyphs():
        return character
    return "" if kind in _UNSEEN or code in _SELECTORS else MISSING


@cache
def _glyphs() -> frozenset[int]:
    """The code points that the fonts draw in both weights."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  # only who prints needs it

    with TTFont(fonts.REGULAR) as regular, TTFont(fonts.FALLBACK) as fallback:
        return frozenset(regular.getBestCmap()) | frozenset(fallback.getBestCmap())
