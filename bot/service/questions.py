"""What editors see of the questions: how they do, which rest, and which are missing.

Figures come from first attempts of the whole ward, never of a section or a person.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.content.library import Library
from bot.core.asked import AskedHow, TopicKind, band, parts
from bot.core.course import Question
from bot.core.knowledge import Knowledge
from bot.core.learning.item_statistics import ItemStatistics, item_statistics
from bot.core.learning.question_facts import ReviewedEntry
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.core.sheet import Noticed, items_of
from bot.service.question_standing import RestingQuestion, Standing
from bot.store import asked, items
from bot.store import sheet as ticks
from bot.store.engine import Store, Tx

MONTHS = 3
"""So far back candidates go, the present month included."""
MOST_CANDIDATES = 15


@dataclass(frozen=True, slots=True)
class Flagged:
    """A question with its figures and what they point at."""

    question: Question
    concept: str
    figures: ItemStatistics


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything about questions that an editor should look at.

    ``few``: 必修 concepts with fewer than two questions left. ``published`` counts the
    questions that have figures at all, ``figures`` are these by question.
    """

    day: date
    resting: tuple[RestingQuestion, ...]
    overdue: tuple[ReviewedEntry, ...]
    flagged: tuple[Flagged, ...]
    few: tuple[str, ...]
    figures: Mapping[str, ItemStatistics]
    in_use: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic for which a question may be missing.

    ``number`` is a band (「3〜5」); ``month`` the one with most (``YYYY-MM``), empty where
    months are added up. ``questions`` are those in use that have to do with it.
    """

    label: str
    number: str
    month: str
    questions: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """設問の候補, each list with the largest number first.

    ``asked`` and ``unanswered`` count people, ``duties`` times, ``left_open`` sheets in
    which an item was marked 「わからない」.
    """

    asked: tuple[Candidate, ...]
    unanswered: tuple[Candidate, ...]
    duties: tuple[Candidate, ...]
    left_open: tuple[Candidate, ...]


class Questions:
    """The editors' view; NotPermitted for all but the content's keepers."""

    def __init__(self, store: Store, library: Library, standing: Standing) -> None:
        self._store = store
        self._library = library
        self._standing = standing
        self._kept: tuple[tuple[date, str], Mapping[str, ItemStatistics]] | None = None
        self._lock = threading.Lock()

    def overview(self, actor: Actor, now: datetime) -> Overview:
        """How the questions in use stand today."""
        require(actor, Action.SEE_CONTENT_ERRORS)
        day, concepts = tokyo_day(now), self._library.course.concepts
        figures = self._figures(day)
        flagged = tuple(
            Flagged(question, concept.title, figures[question.id])
            for concept in concepts.values()
            for question in concept.questions
            if question.id in figures and figures[question.id].flags
        )
        return Overview(
            day=day,
            resting=self._standing.resting(day),
            overdue=self._standing.overdue(day),
            flagged=flagged,
            few=tuple(concept.title for concept in self._standing.few(day)),
            figures=figures,
            in_use=sum(len(concept.questions) for concept in concepts.values()),
        )

    def candidates(self, actor: Actor, now: datetime) -> Candidates:
        """Topics that were asked about or left open in the last three months."""
        require(actor, Action.SEE_CONTENT_ERRORS)
        since = _months_back(tokyo_day(now))
        with self._store.read() as tx:
            counts, left = asked.counts(tx, since), ticks.ticks(tx, since)
        by_how = {how: [c for c in counts if c.how is how] for how in AskedHow}
        unknown = Counter[str]()
        for tick in left:
            if tick.answer == Noticed.UNKNOWN:
                unknown[tick.item] += tick.count
        return Candidates(
            asked=self._topics(by_how[AskedHow.ASKED]),
            unanswered=self._topics(by_how[AskedHow.UNANSWERED]),
            duties=self._topics(by_how[AskedHow.DUTY]),
            left_open=_largest(self._left_open(unknown)),
        )

    def _figures(self, day: date) -> Mapping[str, ItemStatistics]:
        """Once a day and content: a year of a ward is a second of work."""
        course = self._library.course
        asked_for = (day, course.version)
        with self._lock:
            if self._kept is None or self._kept[0] != asked_for:
                with self._store.read() as tx:
                    attempts = items.first_attempts(tx)
                self._kept = (asked_for, item_statistics(attempts, course.questions))
            return self._kept[1]

    def _topics(self, counts: list[asked.TopicCount]) -> tuple[Candidate, ...]:
        """Each topic once, in its month with most."""
        found = []
        for one in _best(counts):
            named, number = _named(self._library.knowledge, one.topic), band(one.count)
            if named and number:
                label, entries = named
                about = Candidate(label, number, one.month, self._resting_on(entries))
                found.append((one.count, about))
        return _largest(found)

    def _left_open(self, unknown: Mapping[str, int]) -> Iterator[tuple[int, Candidate]]:
        for item in items_of(self._library.knowledge):
            number = band(unknown.get(item.id, 0))
            if number:
                entries = {*item.lead_ids, *(k.value for k in (*item.danger, *item.watch))}
                about = Candidate(item.text, number, "", self._resting_on(entries))
                yield unknown[item.id], about

    def _resting_on(self, entry_ids: Collection[str]) -> int:
        concepts = self._library.course.concepts.values()
        asked_now = (question for concept in concepts for question in concept.questions)
        return sum(any(entry in entry_ids for entry, _ in q.rests_on) for q in asked_now)


def unknown_topics(tx: Tx, knowledge: Knowledge, day: date) -> tuple[str, ...]:
    """What ended in 「分かりません」 for three people or more, with the band, most first.

    Of the last three months, for the ward's view; who asked is not known to anybody.
    """
    held = asked.counts(tx, _months_back(day))
    found = []
    for one in _best(c for c in held if c.how is AskedHow.UNANSWERED):
        named, number = _named(knowledge, one.topic), band(one.count)
        if named and number:
            found.append((-_least(one.count), f"{named[0]}（{number}人）"))
    return tuple(said for _, said in sorted(found)[:MOST_CANDIDATES])


def _best(counts: Iterable[asked.TopicCount]) -> Collection[asked.TopicCount]:
    """Each topic once, in its month with most."""
    best: dict[str, asked.TopicCount] = {}
    for one in counts:
        if one.topic not in best or best[one.topic].count < one.count:
            best[one.topic] = one
    return best.values()


def _named(knowledge: Knowledge, topic: str) -> tuple[str, Collection[str]] | None:
    """What a topic is called and the entries it has to do with; None where it is gone."""
    known = parts(topic)
    if known is None:
        return None
    kind, id_ = known
    if kind is TopicKind.ENTRY and id_ in knowledge.destinations:
        return knowledge.destinations[id_].name, (id_,)
    if kind is TopicKind.SIGN and id_ in knowledge.lexicon:
        pointed = [d.id for d in knowledge.destinations.values() if id_ in d.signs]
        return knowledge.lexicon[id_].label, pointed
    if kind is TopicKind.DUTY:
        duty = next((d for d in knowledge.duties.values() if d.kind.value == id_), None)
        return (duty.name, (id_,)) if duty else None
    return None


def _largest(
    found: Collection[tuple[int, Candidate]] | Iterator[tuple[int, Candidate]],
) -> tuple[Candidate, ...]:
    """Within a band by name, so that the order tells no number the band does not."""
    ordered = sorted(found, key=lambda one: (-_least(one[0]), one[1].label))
    return tuple(candidate for _, candidate in ordered[:MOST_CANDIDATES])


def _least(count: int) -> int:
    return next((least for least in (11, 6, 3) if count >= least), 0)


def _months_back(day: date) -> str:
    months = day.year * 12 + day.month - MONTHS
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
