"""What examples teach about danger: a second witness beside the rules of core.safety.

The rules know the signs somebody thought of; a classifier over knowledge/safety/ also
weighs the words between them. Harmless are the negatives of the kinds, safety/none.txt,
the matters of other counters and the examples of desks that no duty names first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest

from bot.core.classifier import Classifier, Sample
from bot.core.duties import DutyToReport, SafetyKind
from bot.core.knowledge import Knowledge, LifeDomain
from bot.core.vocabulary import Document, Known, Vocabulary

_KINDS = tuple(SafetyKind)
_HARMLESS = len(_KINDS)
# How likely a kind must be to be shown, and what the ranking must say of its desks: that
# one is among the nearest, or that they are this likely together.
SHOW_NEAR = 0.6
SHOW_LIKELY, DESKS_LIKELY = 0.35, 0.5
HUSH_FROM = 0.95  # what only the rules saw is not shown if it is as surely harmless

_NEAREST = 2

Kinds = tuple[SafetyKind, ...]


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely each kind is, and that there is none (0..1, together 1)."""

    kinds: Mapping[SafetyKind, float]
    harmless: float

    def doubted(self, seen: Kinds) -> Kinds:
        """The kinds that the rules have seen, unless all speaks against them."""
        return () if self.harmless > HUSH_FROM else seen

    def confirmed(
        self, seen: Kinds, duties: Mapping[SafetyKind, DutyToReport], desks: Mapping[str, float]
    ) -> Kinds:
        """The kinds to show, most urgent first: those ``seen``, and likely ones.

        ``desks`` tells how likely each destination is by the ranking.
        """
        nearest = frozenset(nlargest(_NEAREST, desks, key=desks.__getitem__))
        return tuple(
            kind
            for kind in _KINDS
            if kind in seen
            or (
                kind in duties
                and kind in self.kinds
                and self._is_shown(kind, duties[kind], nearest, desks)
            )
        )

    def _is_shown(
        self,
        kind: SafetyKind,
        duty: DutyToReport,
        nearest: frozenset[str],
        desks: Mapping[str, float],
    ) -> bool:
        share = self.kinds[kind]
        if share >= SHOW_NEAR and not nearest.isdisjoint(duty.destination_ids):
            return True
        together = sum(desks.get(desk, 0.0) for desk in duty.destination_ids)
        return share >= SHOW_LIKELY and together >= DESKS_LIKELY


_UNKNOWN = Likely({}, 0.0)


@dataclass(frozen=True, slots=True)
class Lines:
    """knowledge/safety/ of one kind as documents: what points to it, and what only sounds so."""

    duty: DutyToReport
    examples: tuple[Document, ...]
    negatives: tuple[Document, ...]


def lines_of(knowledge: Knowledge, read: Callable[[str], Document]) -> tuple[Lines, ...]:
    """The lines of every kind, each read once."""
    return tuple(
        Lines(duty, tuple(map(read, duty.examples)), tuple(map(read, duty.negatives)))
        for duty in knowledge.duties.values()
    )


class LearntDanger:
    """Made in two steps, because the vocabulary is complete only when all content is read."""

    def __init__(
        self, knowledge: Knowledge, lines: Iterable[Lines], read: Callable[[str], Document]
    ) -> None:
        self._samples = list(_samples(lines))
        self._samples += [Sample(read(text), _HARMLESS) for text in _harmless(knowledge)]
        self._classifier: Classifier | None = None

    def fit(self, vocabulary: Vocabulary, weights: Mapping[str, float]) -> None:
        """Learn from what was read; without examples of danger there is nothing to learn."""
        if any(sample.label != _HARMLESS for sample in self._samples):
            self._classifier = Classifier(self._samples, len(_KINDS) + 1, vocabulary, weights)
        self._samples = []

    def likely(self, question: Known, *, over: bool = False) -> Likely:
        """What the examples say of a question; nothing at all when there are none.

        Nor of what is said to be ``over``: words alone do not tell when something was.
        """
        if self._classifier is None or over:
            return _UNKNOWN
        *kinds, harmless = self._classifier.shares(question).tolist()
        return Likely(dict(zip(_KINDS, kinds, strict=True)), harmless)


def _samples(lines: Iterable[Lines]) -> Iterator[Sample]:
    for line in lines:
        yield from (Sample(told, _KINDS.index(line.duty.kind)) for told in line.examples)
        yield from (Sample(told, _HARMLESS) for told in line.negatives)


def _harmless(knowledge: Knowledge) -> Iterator[str]:
    yield from knowledge.harmless
    for matter in knowledge.elsewhere:
        yield from matter.examples
    first = {duty.destination_ids[0] for duty in knowledge.duties.values() if duty.destination_ids}
    for entry in knowledge.destinations.values():
        if entry.id not in first and LifeDomain.VIOLENCE not in entry.domains:
            yield from entry.examples
