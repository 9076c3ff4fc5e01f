"""From one line a clerk typed to ranked destinations, with the reasons.

One BM25 document per destination (name, aliases, signs, examples, description) in
five families of terms, each divided by what the question could reach, added with
fixed weights; a classifier over the examples (where there are enough), a name in the
text and a recognised duty add to it. The matters of other counters compete and are
never named. Ties are broken by id. The ranking depends on text and content alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.core.aliases import AliasHit, AliasIndex, names_of
from bot.core.analysis import Analyser, OneQuestion
from bot.core.bm25 import Bm25, best
from bot.core.classifier import Classifier, Sample, enough
from bot.core.confidence import Evidence, log_odds, probabilities
from bot.core.danger import LearntDanger, Lines, lines_of
from bot.core.duties import SafetyKind
from bot.core.knowledge import Destination, Knowledge, OtherMatter
from bot.core.question import Family, Question, Reader
from bot.core.ranking import Hit, Ranking
from bot.core.reasons import Reason, reasons
from bot.core.safety import Rules, is_over
from bot.core.vocabulary import Document, Floats, Known, Numbers, document

# Weights of the families in a document's score and in an utterance for learning;
# measured on held-out examples (make bench-referral).
WEIGHTS: Mapping[str, float] = {
    Family.WORDS: 1.0,
    Family.SYNONYMS: 0.15,
    Family.CHARACTERS: 0.8,
    Family.SOUND: 0.3,
    Family.SIGNS: 1.0,
}
LEARNT_WEIGHTS: Mapping[str, float] = {
    Family.WORDS: 1.0,
    Family.SYNONYMS: 0.3,
    Family.CHARACTERS: 1.5,
    Family.SOUND: 0.6,
    Family.SIGNS: 1.0,
}
LEARNT_SHARE = 0.5  # of a log-likelihood beside a document's score
ALIAS_WEIGHT = 0.25
DUTY_WEIGHT = 0.6  # for the first destination of a recognised duty; less for each next
DUTY_DECAY = 0.8
# BM25's b; an entry with many signs is not long-winded.
LENGTH: Mapping[str, float] = {**dict.fromkeys(Family, 0.75), Family.SIGNS: 0.3}
_NAME_WEIGHT, _SIGN_WEIGHT = 2.0, 2.0
_FULL_SUPPORT = 4
_FAINT = 1e-9  # no likelihood is nothing

_Entry = Destination | OtherMatter


@dataclass(frozen=True, slots=True)
class _Scored:
    """Scores of all entries: destinations by id, then the matters of other counters."""

    known: Known  # the question's terms that any entry has
    document: Floats
    total: Floats
    shares: Floats  # how likely each entry is; they add up to 1
    aliases: dict[int, AliasHit]


class Matcher:
    """The index over one loaded content set; immutable once built."""

    def __init__(self, knowledge: Knowledge, analyser: Analyser) -> None:
        self._destinations = tuple(
            knowledge.destinations[i] for i in sorted(knowledge.destinations)
        )
        self._numbers = {d.id: number for number, d in enumerate(self._destinations)}
        self._analyser = analyser
        self._knowledge = knowledge
        self._lexicon = knowledge.lexicon
        self._reader = Reader(analyser, knowledge.lexicon.values(), _texts(knowledge))
        self._aliases = AliasIndex(self._destinations, analyser)
        entries: list[_Entry] = [*self._destinations, *knowledge.elsewhere]
        examples = [[self._reader.content(text) for text in e.examples] for e in entries]
        documents = [self._document(e, own) for e, own in zip(entries, examples, strict=True)]
        lines = lines_of(knowledge, self._read)
        samples = self._samples(examples, lines) if enough(map(len, examples)) else []
        self._rules = Rules(knowledge.duties)
        self._danger = LearntDanger(knowledge, lines, self._read)
        self._vocabulary = self._reader.finish()
        self._index = Bm25(documents, self._vocabulary, WEIGHTS, LENGTH)
        self._classifier = (
            Classifier(samples, len(entries), self._vocabulary, LEARNT_WEIGHTS) if samples else None
        )
        self._danger.fit(self._vocabulary, LEARNT_WEIGHTS)

    def _read(self, text: str) -> Document:
        return document([(self._reader.content(text), 1.0)])

    def _document(self, entry: _Entry, examples: list[Numbers]) -> Document:
        read = self._reader.content
        card = [(read(entry.label), 1.0)] if isinstance(entry, OtherMatter) else self._card(entry)
        return document([*card, *((terms, 1.0) for terms in examples)])

    def _card(self, destination: Destination) -> Iterator[tuple[Numbers, float]]:
        """What a destination's card says, and what each part counts."""
        read = self._reader.content
        known = (self._lexicon[sign] for sign in destination.signs if sign in self._lexicon)
        for name in names_of(destination):
            yield read(name), _NAME_WEIGHT
        yield read(destination.description), 1.0
        yield read(destination.eligibility_description), 1.0
        yield read(" ".join(entry.label for entry in known)), 1.0
        yield self._reader.signs(destination.signs), _SIGN_WEIGHT

    def _samples(self, examples: list[list[Numbers]], lines: Iterable[Lines]) -> list[Sample]:
        """What the classifier learns from: examples, cards, and what only sounds alike.

        Who speaks of danger is meant for the first desk of its kind.
        """
        samples = [Sample(document([(e, 1.0)]), n) for n, own in enumerate(examples) for e in own]
        for number, destination in enumerate(self._destinations):
            samples.append(Sample(document(self._card(destination)), number))
            samples += [Sample(self._read(t), number, denies=True) for t in destination.negatives]
        for line in lines:
            desk = next((d for d in line.duty.destination_ids if d in self._numbers), None)
            if desk is not None:
                number = self._numbers[desk]
                samples += [Sample(told, number) for told in line.examples]
                samples += [Sample(told, number, denies=True) for told in line.negatives]
        return samples

    def for_one_question(self) -> OneQuestion:
        """An analyser for all that is done with one question."""
        return OneQuestion(self._analyser)

    def rank(
        self,
        text: str,
        top: int = 3,
        analyser: OneQuestion | None = None,
        explained: int | None = None,
    ) -> Ranking:
        """The ``top`` best destinations for ``text``; fewer only if fewer exist.

        Those behind the first ``explained`` come without reasons (None: all have them).
        """
        question = self._reader.question(text, analyser)
        known = self._vocabulary.known(question.terms)
        scored = self._score(question, known)
        duties = self._duties(text, question, scored)
        if not self._destinations:
            return Ranking((), 0.0, 0.0, question.hits, duties=duties)
        scored = self._urged(scored, duties)
        order = best(scored.total[: len(self._destinations)], max(3, top))
        shown = order[: max(0, top)].tolist()
        why = self._why(question, scored, shown[:explained])
        hits = (
            Hit(self._destinations[n].id, float(scored.total[n]), why.get(n, ())) for n in shown
        )
        first, three = probabilities(self._evidence(question, scored, order))
        return Ranking(tuple(hits), first, three, question.hits, self._elsewhere(scored), duties)

    def _score(self, question: Question, known: Known) -> _Scored:
        scores = self._index.scores(known)
        total = scores.copy()
        found = self._aliases.find(question.corrected, question.reading)
        aliases = {hit.document: hit for hit in found}
        for number, hit in aliases.items():
            total[number] += ALIAS_WEIGHT * hit.likeness**4 * min(1.0, len(hit.name) / 4)
        if self._classifier:
            total += LEARNT_SHARE * np.log(self._classifier.shares(known) + _FAINT)
        return _Scored(known, scores, total, _shares(total), aliases)

    def _duties(self, text: str, question: Question, scored: _Scored) -> tuple[SafetyKind, ...]:
        """The kinds of danger that rules, examples and ranking speak for together."""
        danger = self._danger.likely(scored.known, over=is_over(text))
        seen = danger.doubted(self._rules.recognise(text, question.hits))
        desks = dict(zip(self._numbers, scored.shares.tolist(), strict=False))
        return danger.confirmed(seen, self._knowledge.duties, desks)

    def _urged(self, scored: _Scored, kinds: tuple[SafetyKind, ...]) -> _Scored:
        """The same scores with the desks of the recognised kinds in front."""
        if not kinds:
            return scored
        total = scored.total.copy()
        for kind in kinds:
            for place, desk in enumerate(self._knowledge.duties[kind].destination_ids):
                if desk in self._numbers:
                    total[self._numbers[desk]] += DUTY_WEIGHT * DUTY_DECAY**place
        return replace(scored, total=total, shares=_shares(total))

    def _elsewhere(self, scored: _Scored) -> OtherMatter | None:
        """The likeliest matter of another counter, if it is likelier than any destination."""
        place = int(np.argmax(scored.shares)) - len(self._destinations)
        return self._knowledge.elsewhere[place] if place >= 0 else None

    def _evidence(self, question: Question, scored: _Scored, order: NDArray[np.intp]) -> Evidence:
        number = int(order[0])
        words = question.terms[Family.WORDS]
        [known] = self._index.contributions(scored.known, Family.WORDS, [number])
        [signs] = self._index.contributions(scored.known, Family.SIGNS, [number])
        mass = sum(self._index.idf(Family.WORDS, word) for word in words) or 1.0
        supported = len(known) + len(signs)
        others = scored.shares[len(self._destinations) :]
        return Evidence(
            score=min(1.0, float(scored.document[number]) / sum(WEIGHTS.values())),
            likely=log_odds(float(scored.shares[number])),
            three=log_odds(float(scored.shares[order[:3]].sum())),
            covered=sum(self._index.idf(Family.WORDS, word) for word in known) / mass,
            support=min(1.0, supported / _FULL_SUPPORT),
            elsewhere=log_odds(float(others.sum())),
        )

    def _why(
        self, question: Question, scored: _Scored, shown: list[int]
    ) -> dict[int, tuple[Reason, ...]]:
        """The reasons for each destination that is shown."""
        labels = {s: self._lexicon[s].label for s in question.terms[Family.SIGNS]}
        signs = self._index.contributions(scored.known, Family.SIGNS, shown)
        words = self._index.contributions(scored.known, Family.WORDS, shown)
        return {
            number: reasons(
                question,
                signs=signs[place],
                words=words[place],
                labels=labels,
                alias=scored.aliases.get(number),
            )
            for place, number in enumerate(shown)
        }


def _shares(total: Floats) -> Floats:
    """Scores as shares that add up to 1."""
    odds = np.exp((total - total.max(initial=0.0)) / LEARNT_SHARE)
    return np.asarray(odds / (odds.sum() or 1.0))


def _texts(knowledge: Knowledge) -> Iterator[str]:
    """The running text of the content that is indexed."""
    for destination in knowledge.destinations.values():
        yield from names_of(destination)
        yield from (destination.description, destination.eligibility_description)
        yield from destination.examples
    for matter in knowledge.elsewhere:
        yield from matter.examples
