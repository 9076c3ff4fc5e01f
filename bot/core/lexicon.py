"""Finding the signs of lexicon.yaml in a text.

Surfaces are plain strings; one trie-like table finds all of them in one pass. Ages
and hours cannot be listed as strings, so a surface may hold a range in braces:
``{65-120}歳`` is found in 「84歳」 and 「八十四才」 alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.denial import speaks_of_lack
from bot.core.knowledge import LexiconEntry
from bot.core.text import normalise

_RANGE = re.compile(r"([^{}]{0,10})\{(\d{1,3})-(\d{1,3})\}([^{}]{0,10})")
_NUMBER = re.compile(r"\d{1,3}|[〇一二三四五六七八九十百]{1,6}")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_HEAD = 2  # surfaces are grouped by their first two characters


@dataclass(frozen=True, slots=True)
class LexiconHit:
    """A sign found in a text; ``start``/``end`` count in the normalised text.

    ``asked`` are the asker's own characters. ``lack``: a sign of something lacking.
    """

    entry_id: str
    start: int
    end: int
    asked: str = ""
    lack: bool = False


@dataclass(frozen=True, slots=True)
class _NumberSurface:
    entry_id: str
    before: str
    low: int
    high: int
    after: str


class LexiconIndex:
    """All surfaces of a lexicon, ready to be looked for in normalised text."""

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        self._heads: dict[str, list[tuple[str, str]]] = {}
        self._numbers: list[_NumberSurface] = []
        self._lacks: dict[str, bool] = {}
        for entry in entries:
            self._lacks[entry.id] = speaks_of_lack(map(normalise, entry.surfaces))
            for surface in entry.surfaces:
                self._add(entry.id, surface)
        for group in self._heads.values():
            group.sort(key=lambda item: (-len(item[0]), item[1]))

    def _add(self, entry_id: str, surface: str) -> None:
        numbered = _RANGE.fullmatch(normalise(surface))
        if numbered:
            before, low, high, after = numbered.groups()
            self._numbers.append(_NumberSurface(entry_id, before, int(low), int(high), after))
        elif plain := normalise(surface):
            self._heads.setdefault(plain[:_HEAD], []).append((plain, entry_id))

    def find(self, text: str) -> tuple[LexiconHit, ...]:
        """Every sign in normalised ``text`` by position; one hit per entry and place."""
        hits: dict[tuple[int, str], LexiconHit] = {}
        for start in range(len(text)):
            for head in (text[start : start + _HEAD], text[start]):
                for surface, entry_id in self._heads.get(head, ()):
                    if text.startswith(surface, start) and _whole(text, start, surface):
                        hit = self._hit(entry_id, start, start + len(surface))
                        hits.setdefault((start, entry_id), hit)
        for hit in self._numbered(text):
            hits.setdefault((hit.start, hit.entry_id), hit)
        return tuple(sorted(hits.values(), key=lambda hit: (hit.start, hit.end, hit.entry_id)))

    def _numbered(self, text: str) -> Iterable[LexiconHit]:
        if not self._numbers:
            return
        for match in _NUMBER.finditer(text):
            value = _value(match[0])
            for surface in self._numbers:
                start = match.start() - len(surface.before)
                if (
                    surface.low <= value <= surface.high
                    and start >= 0
                    and text.startswith(surface.before, start)
                    and text.startswith(surface.after, match.end())
                ):
                    yield self._hit(surface.entry_id, start, match.end() + len(surface.after))

    def _hit(self, entry_id: str, start: int, end: int) -> LexiconHit:
        return LexiconHit(entry_id, start, end, lack=self._lacks[entry_id])


def _whole(text: str, start: int, surface: str) -> bool:
    """No number of the surface is cut out of a longer one (「1歳」 in 「81歳」)."""
    end = start + len(surface)
    cut_before = surface[0].isdigit() and start > 0 and text[start - 1].isdigit()
    return not cut_before and not (surface[-1].isdigit() and text[end : end + 1].isdigit())


def _value(written: str) -> int:
    """The number behind Arabic or Chinese numerals up to 999 (「八〇」 = 80)."""
    if written.isdigit() and written.isascii():
        return int(written)
    if not set(written) & set("十百"):
        return int("".join(str(_DIGITS[c]) for c in written))
    total = current = 0
    for character in written:
        if character in _DIGITS:
            current = _DIGITS[character]
        else:
            total += max(current, 1) * (10 if character == "十" else 100)
            current = 0
    return total + current
