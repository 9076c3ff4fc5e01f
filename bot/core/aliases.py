"""Recognising a destination by its name, also in kana or slightly mistyped.

rapidfuzz is used for what it is good at: whether a known name sounds like a part of
the text. It never decides the ranking alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
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
        self._holders: dict[str, list[tuple[int, str]]] = {}  # normalised → document, as written
        self._lengths: dict[str, set[int]] = {}  # head → lengths of normalised names
        self._sounds: list[tuple[int, str, str]] = []  # document, as written, reading
        for document, destination in enumerate(destinations):
            for name in names_of(destination):
                self._add(document, name, analyser)
        self._pairs = _holders_of_pairs([reading for _, _, reading in self._sounds])
        self._sound_lengths = np.array([len(reading) for _, _, reading in self._sounds], np.intp)

    def _add(self, document: int, name: str, analyser: Analyser) -> None:
        folded = normalise(name)
        if _SHORTEST <= len(folded) <= _LONGEST and not folded.isdigit():
            reading = analyser.reading(name)
            if len(reading) >= _SHORTEST_READING:
                self._sounds.append((document, name, reading))
            self._lengths.setdefault(folded[:_SHORTEST], set()).add(len(folded))
            self._holders.setdefault(folded, []).append((document, name))

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
            for length in self._lengths.get(text[start : start + _SHORTEST], ()):
                end = start + length
                for document, name in self._holders.get(text[start:end], ()):
                    if end <= len(text):
                        yield AliasHit(document, name, 1.0, start, end)

    def _by_sound(self, reading: str) -> Iterable[AliasHit]:
        heard = [self._pairs[pair] for pair in set(_pairs(reading)) if pair in self._pairs]
        if not heard:
            return
        shared = np.bincount(np.concatenate(heard), minlength=len(self._sounds))
        lengths = self._sound_lengths
        alike = (shared >= _SHARED_PAIRS * (lengths - 1)) & (lengths <= len(reading) + 1)
        for number in np.flatnonzero(alike & (shared > 0)).tolist():
            document, name, sound = self._sounds[number]
            score = fuzz.partial_ratio(sound, reading, score_cutoff=_SIMILAR)
            if score:
                yield AliasHit(document, name, score / 101.0)


def _holders_of_pairs(readings: Iterable[str]) -> dict[str, NDArray[np.intp]]:
    """For each pair of kana the numbers of the readings that hold it."""
    holders: dict[str, list[int]] = {}
    for number, reading in enumerate(readings):
        for pair in set(_pairs(reading)):
            holders.setdefault(pair, []).append(number)
    return {pair: np.array(numbers, np.intp) for pair, numbers in holders.items()}


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def names_of(destination: Destination) -> tuple[str, ...]:
    """The names a clerk may use: the full name, its parts, the aliases."""
    parts = (part for part in _PARTS.split(destination.name) if len(part) > _SHORTEST)
    return tuple(dict.fromkeys((destination.name, *parts, *destination.aliases)))
