"""BM25 over families of ready-made terms, as postings in numpy arrays.

Robertson & Zaragoza (2009), with the idf that cannot become negative (log(1 + …)).
Each family (words, characters, readings, signs …) is scored on its own, divided by
what the question could reach in it at most, and added with a fixed weight.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Terms = Mapping[str, Mapping[str, float]]  # family → term → count

K1 = 1.2


class Bm25:
    """An index over documents given as term counts; documents are numbered from 0.

    ``weights`` says what each family counts, ``b`` how much long documents are
    held back in it (0..1).
    """

    def __init__(
        self, documents: Sequence[Terms], weights: Mapping[str, float], b: Mapping[str, float]
    ) -> None:
        self._size = len(documents)
        self._family_weights = weights
        self._vocabulary: dict[str, dict[str, int]] = {}
        rows: list[tuple[int, int, float]] = []  # term, document, damped count
        for family in weights:
            rows += self._rows(family, [d.get(family, {}) for d in documents], b[family])
        self._unknown_idf = math.log(1.0 + (self._size + 0.5) / 0.5)
        self._lay_out(rows)

    def _rows(
        self, family: str, documents: Sequence[Mapping[str, float]], b: float
    ) -> Iterator[tuple[int, int, float]]:
        first = sum(map(len, self._vocabulary.values()))
        vocabulary = self._vocabulary.setdefault(family, {})
        damping = _damping(documents, b)
        for number, document in enumerate(documents):
            damp = damping[number]
            for term, count in document.items():
                position = vocabulary.setdefault(term, first + len(vocabulary))
                yield position, number, count * (K1 + 1.0) / (count + damp)

    def _lay_out(self, rows: list[tuple[int, int, float]]) -> None:
        """Postings by term: those of term t are at ``_starts[t]:_starts[t + 1]``."""
        terms = np.array([row[0] for row in rows], dtype=np.intp)
        order = np.argsort(terms, kind="stable")
        size = sum(map(len, self._vocabulary.values()))
        holders = np.bincount(terms, minlength=size)
        idf = np.log(1.0 + (self._size - holders + 0.5) / (holders + 0.5))
        self._idf: list[float] = idf.tolist()
        self._starts = np.concatenate([[0], np.cumsum(holders)]).astype(np.intp)
        self._documents = np.array([row[1] for row in rows], dtype=np.intp)[order]
        self._values = (np.array([row[2] for row in rows], dtype=np.float64) * idf[terms])[order]

    def idf(self, family: str, term: str) -> float:
        """How much ``term`` tells; an unknown term counts as the rarest."""
        position = self._vocabulary[family].get(term)
        return self._unknown_idf if position is None else self._idf[position]

    def scores(self, question: Terms) -> Floats:
        """One score per document, at most the sum of the families' weights."""
        positions: list[int] = []
        factors: list[float] = []
        for family, weight in self._family_weights.items():
            known, mass = self._known(family, question.get(family, {}))
            scale = weight / (mass * (K1 + 1.0)) if mass else 0.0
            positions += [position for position, _ in known]
            factors += [scale * count for _, count in known]
        terms = np.array(positions, dtype=np.intp)
        begins = self._starts[terms]
        lengths = self._starts[terms + 1] - begins
        # the postings of all terms, one after the other
        skipped = np.repeat(np.cumsum(lengths) - lengths, lengths)
        rows = np.arange(int(lengths.sum())) - skipped + np.repeat(begins, lengths)
        values = self._values[rows] * np.repeat(np.array(factors, dtype=np.float64), lengths)
        totals = np.bincount(self._documents[rows], weights=values, minlength=self._size)
        return np.asarray(totals, dtype=np.float64)

    def _known(
        self, family: str, terms: Mapping[str, float]
    ) -> tuple[list[tuple[int, float]], float]:
        """Positions of the known terms, and the idf mass of all of them."""
        vocabulary, known, mass = self._vocabulary[family], [], 0.0
        for term, count in terms.items():
            position = vocabulary.get(term)
            if position is None:
                mass += self._unknown_idf * count
            else:
                mass += self._idf[position] * count
                known.append((position, count))
        return known, mass

    def contribution(self, family: str, term: str, document: int) -> float:
        """What ``term`` adds to the raw score of one document in its family."""
        position = self._vocabulary[family].get(term)
        if position is None:
            return 0.0
        begin, end = self._starts[position], self._starts[position + 1]
        place = begin + int(np.searchsorted(self._documents[begin:end], document))
        held = place < end and self._documents[place] == document
        return float(self._values[place]) if held else 0.0


def _damping(documents: Sequence[Mapping[str, float]], b: float) -> list[float]:
    """BM25's length term of every document: k1 (1 - b + b · length / mean length)."""
    lengths = [sum(document.values()) for document in documents]
    mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
    return [K1 * (1.0 - b + b * length / mean) for length in lengths]
