"""From one line a clerk typed to ranked destinations, with the reasons.

One BM25 document per destination (name, aliases, signs, examples, description) in
five families of terms, each divided by what the question could reach, added with
fixed weights; the nearest single example and a name in the text add to it. Ties are
broken by id. The ranking depends on the text and the content alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.aliases import AliasHit, AliasIndex, names_of
from bot.core.analysis import Analyser
from bot.core.bm25 import Bm25, Floats
from bot.core.confidence import Evidence, probabilities
from bot.core.duties import DutyToReport
from bot.core.knowledge import Destination, Knowledge
from bot.core.lexicon import LexiconHit
from bot.core.question import Family, Question, Reader, Terms, merged
from bot.core.reasons import Reason, reasons
from bot.core.safety import recognise

__all__ = ["Hit", "LexiconHit", "Matcher", "Ranking", "Reason"]

# Weights of the families in a score; measured by leaving examples out one at a time.
WEIGHTS: Mapping[str, float] = {
    Family.WORDS: 1.0,
    Family.SYNONYMS: 0.15,
    Family.CHARACTERS: 0.8,
    Family.SOUND: 0.3,
    Family.SIGNS: 1.0,
}
NEAREST_WEIGHT = 0.5
ALIAS_WEIGHT = 0.25
DUTY_WEIGHT = 0.3  # for the first destination of a recognised duty; less for each next
DUTY_DECAY = 0.8
# BM25's b; an entry with many signs is not long-winded.
LENGTH: Mapping[str, float] = {**dict.fromkeys(Family, 0.75), Family.SIGNS: 0.3}
_NAME_WEIGHT, _SIGN_WEIGHT = 2.0, 2.0
_FULL_SUPPORT = 4
LIKE_ENOUGH = 0.15  # a less similar example would puzzle more than explain
ELSEWHERE = "elsewhere-"  # prefix of signs of matters that no destination here answers


@dataclass(frozen=True, slots=True)
class Hit:
    """A destination in the ranking; ``score`` compares within one ranking only."""

    destination_id: str
    score: float
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best destinations, and how sure they are (probabilities 0..1)."""

    hits: tuple[Hit, ...]
    confidence: float
    within_three: float
    lexicon_hits: tuple[LexiconHit, ...]


@dataclass(frozen=True, slots=True)
class _Scored:
    total: Floats
    nearest: Floats
    single: Floats  # likeness of every example
    aliases: dict[int, AliasHit]


class Matcher:
    """The index over one loaded content set; immutable once built."""

    def __init__(self, knowledge: Knowledge, analyser: Analyser) -> None:
        self._destinations = tuple(
            knowledge.destinations[i] for i in sorted(knowledge.destinations)
        )
        self._numbers = {d.id: number for number, d in enumerate(self._destinations)}
        self._knowledge = knowledge
        self._lexicon = knowledge.lexicon
        self._reader = Reader(analyser, knowledge.lexicon.values(), _texts(knowledge))
        self._aliases = AliasIndex(self._destinations, analyser)
        examples = [[self._reader.content(e) for e in d.examples] for d in self._destinations]
        documents = [
            self._document(destination, own)
            for destination, own in zip(self._destinations, examples, strict=True)
        ]
        self._index = Bm25(documents, WEIGHTS, LENGTH)
        # destinations that have examples, and where the examples of each begin
        self._owners = np.array([n for n, own in enumerate(examples) if own], dtype=np.intp)
        sizes = [len(examples[n]) for n in self._owners]
        self._firsts = np.cumsum([0, *sizes[:-1]], dtype=np.intp)
        self._examples = Bm25([terms for own in examples for terms in own], WEIGHTS, LENGTH)
        self._reader.finish()

    def _document(self, destination: Destination, examples: list[Terms]) -> Terms:
        read = self._reader.content
        signs: Terms = {Family.SIGNS: dict.fromkeys(destination.signs, 1.0)}
        labels = " ".join(
            self._lexicon[sign].label for sign in destination.signs if sign in self._lexicon
        )
        return merged(
            [
                *((read(name), _NAME_WEIGHT) for name in names_of(destination)),
                (read(destination.description), 1.0),
                (read(destination.eligibility_description), 1.0),
                (read(labels), 1.0),
                (signs, _SIGN_WEIGHT),
                *((terms, 1.0) for terms in examples),
            ]
        )

    def rank(self, text: str, top: int = 3) -> Ranking:
        """The ``top`` best destinations for ``text``; fewer only if fewer exist."""
        question = self._reader.question(text)
        if not self._destinations:
            return Ranking((), 0.0, 0.0, question.hits)
        scored = self._score(question, self._duties(text, question))
        order = np.argsort(-scored.total, kind="stable")  # stable: ids break ties
        first, three = probabilities(self._evidence(question, scored, order))
        hits = tuple(self._hit(question, scored, int(n)) for n in order[: max(0, top)])
        return Ranking(hits, first, three, question.hits)

    def _duties(self, text: str, question: Question) -> list[DutyToReport]:
        kinds = recognise(text, self._knowledge, question.hits)
        return [self._knowledge.duties[kind] for kind in kinds]

    def _score(self, question: Question, duties: list[DutyToReport]) -> _Scored:
        total = self._index.scores(question.terms)
        nearest, single = self._nearest(question)
        aliases = {
            hit.document: hit for hit in self._aliases.find(question.corrected, question.reading)
        }
        total += NEAREST_WEIGHT * nearest
        for document, hit in aliases.items():
            total[document] += ALIAS_WEIGHT * hit.likeness**4 * min(1.0, len(hit.name) / 4)
        for duty in duties:
            for place, destination_id in enumerate(duty.destination_ids):
                if destination_id in self._numbers:
                    total[self._numbers[destination_id]] += DUTY_WEIGHT * DUTY_DECAY**place
        return _Scored(total, nearest, single, aliases)

    def _nearest(self, question: Question) -> tuple[Floats, Floats]:
        """Likeness of the nearest example per destination, and of every example."""
        likeness = np.zeros(len(self._destinations))
        single = self._examples.scores(question.terms) / sum(WEIGHTS.values())
        if len(single):
            likeness[self._owners] = np.maximum.reduceat(single, self._firsts)
        return likeness, single

    def _nearest_example(self, scored: _Scored, number: int) -> str:
        """The example of one destination that is most like the question, "" if none is."""
        examples = self._destinations[number].examples
        if not examples or scored.nearest[number] < LIKE_ENOUGH:
            return ""
        begin = int(self._firsts[np.searchsorted(self._owners, number)])
        return examples[int(np.argmax(scored.single[begin : begin + len(examples)]))]

    def _evidence(self, question: Question, scored: _Scored, order: NDArray[np.intp]) -> Evidence:
        best = int(order[0])
        first = float(scored.total[best])
        second = float(scored.total[int(order[1])]) if len(order) > 1 else 0.0
        words = question.terms[Family.WORDS]
        known = self._telling(question, Family.WORDS, best)
        mass = sum(self._index.idf(Family.WORDS, word) for word in words) or 1.0
        supported = len(known) + len(self._telling(question, Family.SIGNS, best))
        alias = scored.aliases.get(best)
        return Evidence(
            score=min(1.0, first / sum(WEIGHTS.values())),
            gap=(first - second) / first if first > 0 else 0.0,
            covered=sum(self._index.idf(Family.WORDS, word) for word in known) / mass,
            named=alias.likeness if alias else 0.0,
            support=min(1.0, supported / _FULL_SUPPORT),
            elsewhere=float(any(s.startswith(ELSEWHERE) for s in question.matters)),
        )

    def _telling(self, question: Question, family: Family, number: int) -> dict[str, float]:
        """The question's terms that one destination holds, and what each adds."""
        added = {t: self._index.contribution(family, t, number) for t in question.terms[family]}
        return {term: weight for term, weight in added.items() if weight > 0}

    def _hit(self, question: Question, scored: _Scored, number: int) -> Hit:
        destination = self._destinations[number]
        why = reasons(
            question,
            signs=self._telling(question, Family.SIGNS, number),
            words=self._telling(question, Family.WORDS, number),
            labels={s: self._lexicon[s].label for s in question.terms[Family.SIGNS]},
            alias=scored.aliases.get(number),
            example=self._nearest_example(scored, number),
        )
        return Hit(destination.id, float(scored.total[number]), why)


def _texts(knowledge: Knowledge) -> Iterator[str]:
    """The running text of the content that is indexed."""
    for destination in knowledge.destinations.values():
        yield from names_of(destination)
        yield from (destination.description, destination.eligibility_description)
        yield from destination.examples
