"""A linear classifier over the terms of example utterances, fitted when content loads.

Multinomial logistic regression (softmax) by plain stochastic gradient descent in a
fixed order, so that the same content always gives the same weights. One concatenated
document per entry (core.bm25) is better with a few examples an entry; with dozens the
classifier is (measured: bench-referral), because it learns which words do *not* tell
neighbours apart. It is a table of weights per term and label and nothing else: what a
term adds to a label can be read off it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.vocabulary import Document, Known, Vocabulary

Floats = NDArray[np.float32]
_Vector = tuple[NDArray[np.intp], Floats]  # numbers of terms, and their values

_EPOCHS, _STEP, _SHRINK = 3, 4.0, 1e-4
_SEED = 20261122  # of the order of samples; any would do, but always the same


@dataclass(frozen=True, slots=True)
class Sample:
    """Terms of an utterance of ``label``; with ``denies``, one that is not of it."""

    terms: Document
    label: int
    denies: bool = False


class _Vectors:
    """Turns terms into unit vectors: idf within a family, fixed weights between families."""

    def __init__(
        self, samples: Sequence[Sample], vocabulary: Vocabulary, weights: Mapping[str, float]
    ) -> None:
        self._families = vocabulary.families
        self._roots = np.sqrt(list(weights.values()))
        numbers = np.concatenate([sample.terms.numbers for sample in samples])
        held_by = np.bincount(numbers, minlength=len(vocabulary))
        idf = np.log((1 + len(samples)) / (1 + held_by)) + 1
        self._idf = np.where(held_by, idf, 0.0)  # what no sample has is not known

    def of(self, documents: Sequence[Document]) -> list[_Vector]:
        """Of each document the numbers of its terms and their values, of length 1 together."""
        sizes = [len(document.numbers) for document in documents]
        owners = np.repeat(np.arange(len(documents)), sizes)
        numbers = np.concatenate([document.numbers for document in documents]).astype(np.intp)
        counts = np.concatenate([document.counts for document in documents])
        values = self.values(numbers, counts, owners, len(documents))
        ends = np.cumsum(sizes)[:-1]
        return list(zip(np.split(numbers, ends), np.split(values, ends), strict=True))

    def values(
        self,
        numbers: NDArray[np.intp],
        counts: NDArray[np.float64],
        owners: NDArray[np.intp],
        size: int,
    ) -> Floats:
        """The values of terms of ``size`` documents; ``owners`` says of which each is."""
        values = counts * self._idf[numbers]
        families = len(self._roots)
        cells = owners * families + self._families[numbers]
        lengths = _lengths(cells, values, size * families).reshape(size, families)
        values *= (self._roots / lengths).ravel()[cells]
        values /= _lengths(owners, values, size)[owners]
        return values.astype(np.float32)


def _lengths(
    owners: NDArray[np.intp], values: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """The length of each owner's vector; 1 where it is empty."""
    lengths = np.sqrt(np.bincount(owners, values * values, size))
    return np.where(lengths, lengths, 1.0)


class Classifier:
    """Fitted to ``samples`` of labels 0..``labels`` - 1 (about 0.1 ms a sample)."""

    def __init__(
        self,
        samples: Sequence[Sample],
        labels: int,
        vocabulary: Vocabulary,
        weights: Mapping[str, float],
    ) -> None:
        self._vectors = _Vectors(samples, vocabulary, weights)
        self._table: Floats = np.zeros((len(vocabulary), labels), np.float32)
        vectors = self._vectors.of([sample.terms for sample in samples])
        order = np.random.default_rng(_SEED)
        for epoch in range(_EPOCHS):
            step = _STEP * (1 - epoch / _EPOCHS)
            for number in order.permutation(len(samples)):
                self._learn(vectors[number], samples[number], step)

    def _learn(self, vector: _Vector, sample: Sample, step: float) -> None:
        numbers, values = vector
        rows = self._table.take(numbers, axis=0)
        error = _softmax(values @ rows)
        share = float(error[sample.label])
        if sample.denies:  # gradient of -log(1 - share)
            error *= -share / max(1e-6, 1.0 - share)
            error[sample.label] = share
        else:  # gradient of -log(share)
            error[sample.label] -= 1.0
        error *= step
        rows *= 1.0 - step * _SHRINK
        rows -= values[:, None] * error
        self._table[numbers] = rows

    def shares(self, question: Known) -> Floats:
        """How likely each label is; the shares add up to 1."""
        numbers = question.numbers
        values = self._vectors.values(numbers, question.counts, np.zeros_like(numbers), 1)
        return _softmax(values @ self._table[numbers])


def _softmax(scores: Floats) -> Floats:
    """Shares that add up to 1; at least one score."""
    powers: Floats = np.exp(scores - np.maximum.reduce(scores))
    powers /= np.add.reduce(powers)
    return powers


def enough(examples: Iterable[int]) -> bool:
    """Whether entries with so many examples each are better told apart by learning."""
    counts = list(examples)
    return len(counts) > 1 and sum(counts) >= _LEAST_MEAN * len(counts)


_LEAST_MEAN = 8
