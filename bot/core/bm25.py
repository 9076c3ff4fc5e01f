"""BM25 over families of ready-made terms, as postings in numpy arrays.

Robertson & Zaragoza (2009), with the idf that cannot become negative (log(1 + …)).
Each family (words, characters, readings, signs …) is scored on its own, divided by
what the question could reach in it at most, and added with a fixed weight.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.core.vocabulary import Document, Floats, Known, Vocabulary

K1 = 1.2


class Bm25:
    """An index over documents of one vocabulary; documents are numbered from 0.

    ``weights`` says what each family counts, in the vocabulary's order; ``b`` how much
    long documents are held back in it (0..1).
    """

    def __init__(
        self,
        documents: Sequence[Document],
        vocabulary: Vocabulary,
        weights: Mapping[str, float],
        b: Mapping[str, float],
    ) -> None:
        self._size = len(documents)
        self._weights = np.array(list(weights.values()))
        self._vocabulary = vocabulary
        self._unknown_idf = math.log(1.0 + (self._size + 0.5) / 0.5)
        sizes = [len(document.numbers) for document in documents]
        self._lay_out(
            np.concatenate([np.empty(0, np.intp), *(d.numbers for d in documents)]).astype(np.intp),
            np.repeat(np.arange(self._size), sizes),
            np.concatenate([np.empty(0), *(document.counts for document in documents)]),
            np.array([b[family] for family in weights]),
        )

    def _lay_out(
        self, terms: NDArray[np.intp], holders: NDArray[np.intp], counts: Floats, b: Floats
    ) -> None:
        """Postings by term: those of term t are at ``_starts[t]:_starts[t + 1]``."""
        held_by = np.bincount(terms, minlength=len(self._vocabulary))
        self._idf = np.log(1.0 + (self._size - held_by + 0.5) / (held_by + 0.5))
        self._starts = np.concatenate([[0], np.cumsum(held_by)]).astype(np.intp)
        families = self._vocabulary.families[terms]
        damping = _damping(holders * len(b) + families, counts, self._size, b)
        values = counts * (K1 + 1.0) / (counts + damping) * self._idf[terms]
        order = np.argsort(terms, kind="stable")
        self._documents = holders[order]
        self._values = values[order]
        # Ascending, as postings lie by term and then by document.
        self._keys = terms[order] * self._size + self._documents

    def idf(self, family: str, term: str) -> float:
        """How much ``term`` tells; an unknown term counts as the rarest."""
        number = self._vocabulary.number(family, term)
        return self._unknown_idf if number is None else float(self._idf[number])

    def scores(self, question: Known) -> Floats:
        """One score per document, at most the sum of the families' weights."""
        masses = self._unknown_idf * question.unknown + np.bincount(
            question.families,
            question.counts * self._idf[question.numbers],
            len(question.unknown),
        )
        masses[masses <= 0.0] = np.inf  # nothing was asked: nothing is reached
        factors = question.counts * (self._weights / (masses * (K1 + 1.0)))[question.families]
        begins = self._starts[question.numbers]
        lengths = self._starts[question.numbers + 1] - begins
        # the postings of all terms, one after the other
        skipped = np.cumsum(lengths) - lengths
        rows = np.arange(int(lengths.sum())) + np.repeat(begins - skipped, lengths)
        values = self._values[rows] * np.repeat(factors, lengths)
        totals = np.bincount(self._documents[rows], weights=values, minlength=self._size)
        return np.asarray(totals, dtype=np.float64)

    def contributions(
        self, question: Known, family: str, documents: Sequence[int]
    ) -> list[dict[str, float]]:
        """For each document the terms it holds, and what each adds to its raw score."""
        place = question.places[family]
        wanted = question.numbers[place] * self._size + np.array(documents, np.intp)[:, None]
        found = np.searchsorted(self._keys, wanted)
        found[found == len(self._keys)] = 0
        values = np.where(self._keys[found] == wanted, self._values[found], 0.0).tolist()
        terms = question.terms[place]
        return [{t: v for t, v in zip(terms, row, strict=True) if v} for row in values]


def _damping(cells: NDArray[np.intp], counts: Floats, size: int, b: Floats) -> Floats:
    """BM25's length term of every posting: k1 (1 - b + b · length / mean length).

    ``cells`` tell the document (of ``size``) and family of a posting.
    """
    lengths = np.bincount(cells, counts, size * len(b)).reshape(size, len(b))
    means = lengths.mean(axis=0) if size else np.ones(len(b))
    means[means == 0.0] = 1.0
    return np.asarray((K1 * (1.0 - b + b * lengths / means)).ravel()[cells])


def best(totals: Floats, count: int) -> NDArray[np.intp]:
    """The places of the ``count`` highest, best first (as ids are in order, they break ties)."""
    least = np.partition(totals, -count)[-count] if count < len(totals) else -np.inf
    reached = np.flatnonzero(totals >= least)
    return reached[np.argsort(-totals[reached], kind="stable")][:count]
