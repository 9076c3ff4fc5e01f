"""Finding the signs of lexicon.yaml in a text.

Surfaces are plain strings; a table of heads says which lengths to look up where. Ages
and hours cannot be listed as strings, so a surface may hold a range in braces:
``{65-120}歳`` is found in 「84歳」 and 「八十四才」 alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.denial import speaks_of_lack
from bot.core.knowledge import LexiconEntry
from bot.core.text import normalise

_RANGE = re.compile(r"([^{}]{0,10})\{(\d{1,3})-(\d{1,3})\}([^{}]{0,10})")
_NUMBER = re.compile(r"\d{1,3}|[〇一二三四五六七八九十百]{1,6}")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_HEAD = 3  # characters by which it is seen whether a surface may begin somewhere


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
        self._holders: dict[str, list[str]] = {}  # surface → ids of entries, in order
        self._lengths: dict[str, list[int]] = {}  # head → lengths of surfaces, longest first
        self._numbers: dict[str, list[_NumberSurface]] = {"": []}  # by the character behind
        self._lacks: dict[str, bool] = {}
        for entry in entries:
            surfaces = tuple(map(normalise, entry.surfaces))
            self._lacks[entry.id] = speaks_of_lack(surfaces)
            for surface in surfaces:
                self._add(entry.id, surface)
        for holders in self._holders.values():
            holders.sort()
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def _add(self, entry_id: str, surface: str) -> None:
        numbered = _RANGE.fullmatch(surface)
        if numbered:
            before, low, high, after = numbered.groups()
            self._add_number(_NumberSurface(entry_id, before, int(low), int(high), after))
        elif surface:
            self._holders.setdefault(surface, []).append(entry_id)
            lengths = self._lengths.setdefault(surface[:_HEAD], [])
            if len(surface) not in lengths:
                lengths.append(len(surface))

    def _add_number(self, surface: _NumberSurface) -> None:
        """Under "" stand those with nothing behind the number, which fit everywhere."""
        anywhere = self._numbers[""]
        groups = [self._numbers.setdefault(surface.after[:1], [*anywhere])]
        if not surface.after:
            groups = list(self._numbers.values())
        for group in groups:
            group.append(surface)

    def find(self, text: str) -> tuple[LexiconHit, ...]:
        """Every sign in normalised ``text`` by position; one hit per entry and place."""
        ends: dict[tuple[int, str], int] = {}
        for start, end, entry_id in self._places(text):
            ends.setdefault((start, entry_id), end)
        ordered = sorted((start, end, entry_id) for (start, entry_id), end in ends.items())
        return tuple(LexiconHit(i, start, end, "", self._lacks[i]) for start, end, i in ordered)

    def signs(self, text: str) -> frozenset[str]:
        """The ids of all signs in normalised ``text``."""
        return frozenset(entry_id for _, _, entry_id in self._places(text))

    def _places(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and entry of what is found; of one start the longest first."""
        found: list[tuple[int, int, str]] = []
        for width in range(_HEAD, 0, -1):
            heads = [text[start : start + width] for start in range(len(text) - width + 1)]
            for start, head in enumerate(heads):
                for length in self._lengths.get(head, ()):
                    surface = text[start : start + length]
                    holders = self._holders.get(surface, ())
                    if holders and len(surface) == length and _whole(text, start, surface):
                        found += [(start, start + length, entry_id) for entry_id in holders]
        return [*found, *self._numbered(text)]

    def _numbered(self, text: str) -> Iterator[tuple[int, int, str]]:
        for match in _NUMBER.finditer(text):
            behind = text[match.end() : match.end() + 1]
            for surface in self._numbers.get(behind, self._numbers[""]):
                start = match.start() - len(surface.before)
                if (
                    start >= 0
                    and text.startswith(surface.before, start)
                    and text.startswith(surface.after, match.end())
                    and surface.low <= _value(match[0]) <= surface.high
                ):
                    yield start, match.end() + len(surface.after), surface.entry_id


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
