"""Numbers for terms, so that counting, learning and scoring are done in arrays.

A term belongs to a family (words, characters, readings, signs …); the same string in
two families is two terms. Numbers are given in the order in which terms are met.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Document:
    """The terms of one text or several, each once, and how often they count."""

    numbers: Numbers
    counts: Floats


@dataclass(frozen=True, slots=True)
class Known:
    """The terms of a question, as far as they are known.

    ``terms``, ``numbers``, ``counts`` and ``families`` are parallel; ``places`` says where
    those of a family stand. ``unknown`` sums the counts of all other terms by family.
    """

    terms: tuple[str, ...]
    numbers: NDArray[np.intp]
    counts: Floats
    families: NDArray[np.intp]
    places: Mapping[str, slice]
    unknown: Floats


class Vocabulary:
    """The terms of one content set, by family."""

    def __init__(self, families: Iterable[str]) -> None:
        self._numbers: dict[str, dict[str, int]] = {family: {} for family in families}
        self._family_of = array("b")

    def __len__(self) -> int:
        return len(self._family_of)

    @property
    def families(self) -> NDArray[np.int8]:
        """The family of every term, numbered in the order of the constructor."""
        return np.array(self._family_of, np.int8)

    def learn(self, terms: Mapping[str, Collection[str]]) -> Numbers:
        """The numbers of ``terms`` (each once in its family); new terms get the next ones."""
        found: list[int] = []
        for family, (name, numbers) in enumerate(self._numbers.items()):
            bag = terms.get(name, ())
            for term in [term for term in bag if term not in numbers]:
                numbers[term] = len(self._family_of)
                self._family_of.append(family)
            found += map(numbers.__getitem__, bag)
        return np.array(found, np.int32)

    def number(self, family: str, term: str) -> int | None:
        """The number of one term; None when no content has it."""
        return self._numbers[family].get(term)

    def known(self, question: Mapping[str, Mapping[str, float]]) -> Known:
        """What is known of the terms of a question, given as counts by family."""
        terms: list[str] = []
        numbers: list[int] = []
        places: dict[str, slice] = {}
        for name, known in self._numbers.items():
            begin = len(terms)
            terms += [term for term in question.get(name, ()) if term in known]
            numbers += [known[term] for term in terms[begin:]]
            places[name] = slice(begin, len(terms))
        counts = [question[name][t] for name, place in places.items() for t in terms[place]]
        totals = [sum(question.get(name, {}).values()) for name in places]
        families = np.repeat(np.arange(len(places)), [p.stop - p.start for p in places.values()])
        held = np.array(counts, np.float64)
        unknown = np.array(totals, np.float64)
        unknown -= np.bincount(families, held, len(places))
        return Known(tuple(terms), np.array(numbers, np.intp), held, families, places, unknown)


def document(parts: Iterable[tuple[Numbers, float]]) -> Document:
    """One document of several texts, each counting by its weight."""
    texts = list(parts)
    if len(texts) == 1:
        [(numbers, weight)] = texts
        return Document(numbers, np.full(len(numbers), weight, np.float64))
    numbers = np.concatenate([text for text, _ in texts])
    weights = np.repeat([weight for _, weight in texts], [len(text) for text, _ in texts])
    unique, places = np.unique(numbers, return_inverse=True)
    return Document(unique, np.bincount(places, weights, len(unique)).astype(np.float64))
