"""Recognising a destination by its name, also in kana or slightly mistyped.

rapidfuzz is used for what it is good at: whether a known name sounds like a part of
the text. It never decides the ranking alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.core.analysis import Analyser
from bot.core.knowledge import Destination
from bot.core.text import normalise

_PARTS = re.compile(r"[()・、,/＝=「」\s]")
_SHORTEST, _LONGEST = 2, 24  # characters of a name that is looked for literally
_SHORTEST_READING = 5  # shorter readings sound like a part of anything
_SIMILAR = 85.0  # per cent
_SHARED_PAIRS = 0.5  # share of a name's kana pairs that must occur at all


@dataclass(frozen=True, slots=True)
class AliasHit:
    """A name of destination number ``document``; ``likeness`` 0..1 (1 = literally).

    ``start``/``end`` count in the searched text; both are 0 when only the sound fits.
    """

    document: int
    name: str
    likeness: float
    start: int = 0
    end: int = 0


class AliasIndex:
    """The names and aliases of all destinations, in their order."""

    def __init__(self, destinations: Iterable[Destination], analyser: Analyser) -> None:
        self._names: list[tuple[int, str, str]] = []  # document, as written, normalised
        self._sounds: dict[int, str] = {}
        self._heads: dict[str, list[int]] = {}
        self._pairs: dict[str, list[int]] = {}
        for document, destination in enumerate(destinations):
            for name in names_of(destination):
                self._add(document, name, analyser)

    def _add(self, document: int, name: str, analyser: Analyser) -> None:
        folded = normalise(name)
        if _SHORTEST <= len(folded) <= _LONGEST and not folded.isdigit():
            reading = analyser.reading(name)
            if len(reading) >= _SHORTEST_READING:
                self._sounds[len(self._names)] = reading
                for pair in set(_pairs(reading)):
                    self._pairs.setdefault(pair, []).append(len(self._names))
            self._heads.setdefault(folded[:_SHORTEST], []).append(len(self._names))
            self._names.append((document, name, folded))

    def find(self, text: str, reading: str) -> tuple[AliasHit, ...]:
        """The best hit per destination in folded ``text`` or in its ``reading``."""
        best: dict[int, AliasHit] = {}
        for hit in (*self._literal(text), *self._by_sound(reading)):
            kept = best.get(hit.document)
            if kept is None or (hit.likeness, len(hit.name)) > (kept.likeness, len(kept.name)):
                best[hit.document] = hit
        return tuple(best.values())

    def _literal(self, text: str) -> Iterable[AliasHit]:
        for start in range(len(text) - 1):
            for number in self._heads.get(text[start : start + _SHORTEST], ()):
                document, name, folded = self._names[number]
                if text.startswith(folded, start):
                    yield AliasHit(document, name, 1.0, start, start + len(folded))

    def _by_sound(self, reading: str) -> Iterable[AliasHit]:
        shared: Counter[int] = Counter()
        for pair in set(_pairs(reading)):
            shared.update(self._pairs.get(pair, ()))
        for number, count in shared.items():
            sound = self._sounds[number]
            if count < _SHARED_PAIRS * (len(sound) - 1) or len(sound) > len(reading) + 1:
                continue
            score = fuzz.partial_ratio(sound, reading, score_cutoff=_SIMILAR)
            if score:
                yield AliasHit(self._names[number][0], self._names[number][1], score / 101.0)


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def names_of(destination: Destination) -> tuple[str, ...]:
    """The names a clerk may use: the full name, its parts, the aliases."""
    parts = (part for part in _PARTS.split(destination.name) if len(part) > _SHORTEST)
    return tuple(dict.fromkeys((destination.name, *parts, *destination.aliases)))
