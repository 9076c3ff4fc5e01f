"""Which questions may be asked: those whose facts stand as they were when last confirmed.

Level-triggered like everything here: ``look`` compares the content in use with what each
question was confirmed against, notes what changed and tells those concerned once, however
often and in however many processes it is called. Reading needs no call of it: ``usable``
goes by the content in use and the rows as they were at most half a minute ago.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.content.library import Library
from bot.core.course import Concept, Course, Question
from bot.core.learning.question_facts import (
    Facts,
    ReviewedEntry,
    Standings,
    changed,
    facts_of,
    name_of,
    reviewed_entries,
    stage_of,
)
from bot.core.office_calendar import next_business_day, tokyo_day
from bot.core.people import Actor
from bot.core.permissions import Action, require, sections_in_reach
from bot.service import question_notices
from bot.service.question_notices import owning
from bot.service.referral import UnknownEntry
from bot.store import people
from bot.store import question_standing as rows
from bot.store.engine import Store, Tx
from bot.store.question_standing import Confirmed

FRESH_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was last reckoned, from which content, and when by this process's own clock."""

    version: tuple[str, str]
    at: float
    standings: Standings
    since: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class RestingQuestion:
    """A question that is not asked; ``facts`` names what reads otherwise (entry, field).

    Without ``facts`` it rests because an entry was not looked at for too long.
    """

    question: Question
    concept: str
    facts: tuple[tuple[str, str], ...]
    since: date | None


class Standing:
    """Knows which questions rest, notes it, and takes an editor's confirmation."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library
        self._seen: _Seen | None = None
        self._lock = threading.Lock()

    @property
    def course(self) -> Course:
        """The course in use, for the words of what is told."""
        return self._library.course

    def usable(self, question_id: str, day: date) -> bool:
        """Whether the question may be asked on that day; for the service's own rooms."""
        return question_id in self.usable_on(day)

    def usable_on(self, day: date) -> frozenset[str]:
        """All questions that may be asked on that day: one look for many people."""
        return self._current().standings.usable_on(day)

    def needs_review(self, question_id: str, day: date) -> bool:
        """Whether it is asked with 「要再確認」: it rests on an entry past its review day."""
        return question_id in self._current().standings.overdue(day)

    def look(self, now: datetime) -> int:
        """Note what changed and tell those concerned once; how many rest since this call."""
        day = tokyo_day(now)
        current = self._facts()
        with self._store.read() as tx:
            known = rows.confirmed(tx)
        newly = 0
        if _to_write(current, known):
            with self._store.write() as tx:
                newly = self._note(tx, current, now)
        seen = self._refreshed()
        question_notices.tell_few(self._store, seen.standings.few(day), now)
        return newly

    def confirm(self, actor: Actor, question_id: str, now: datetime) -> None:
        """「設問は今の内容に合っています」: it is asked again.

        NotPermitted for all but the content's keepers, UnknownEntry for no question in use.
        """
        require(actor, Action.CONFIRM_QUESTIONS)
        facts = self._facts().get(question_id)
        if facts is None:
            raise UnknownEntry(question_id)
        with self._store.write() as tx:
            rows.confirm(tx, {question_id: facts})
        self._refreshed()

    def resting(self, day: date) -> tuple[RestingQuestion, ...]:
        """The questions in use that are not asked, in the order of the files."""
        seen = self._current()
        return tuple(self._shown(seen, id_) for id_ in seen.standings.resting(day))

    def overdue(self, day: date) -> tuple[ReviewedEntry, ...]:
        """The entries past their review day that questions rest on, the oldest first."""
        reviewed = self._current().standings.reviewed
        return tuple(entry for entry in reviewed if entry.review_after < day)

    def reviewed(self) -> tuple[ReviewedEntry, ...]:
        """All entries that questions rest on, the one to be looked at first first."""
        return self._current().standings.reviewed

    def in_turn(self, day: date) -> tuple[ReviewedEntry, ...]:
        """The entries that the monthly message of that day tells of, the first due first."""
        reviewed, post = self._current().standings.reviewed, post_day(day)
        return tuple(e for e in reviewed if stage_of(e, post, next_post_day(day)) is not None)

    def in_turn_of(self, actor: Actor, day: date) -> tuple[ReviewedEntry, ...]:
        """Those of them that the sections answer for which the person leads."""
        led = sections_in_reach(actor, Action.SEE_NAMES) or frozenset()
        with self._store.read() as tx:
            sections = [s for s in people.sections(tx) if s.section_id in led]
        return tuple(e for e in self.in_turn(day) if owning(sections, e.owner))

    def few(self, day: date) -> tuple[Concept, ...]:
        """必修 concepts with fewer than two questions left."""
        return tuple(concept for concept, _ in self._current().standings.few(day))

    def _shown(self, seen: _Seen, question_id: str) -> RestingQuestion:
        question = seen.standings.course.questions[question_id]
        knowledge = self._library.knowledge
        facts = (fact.rpartition(".") for fact in seen.standings.changed.get(question_id, ()))
        return RestingQuestion(
            question,
            seen.standings.course.concepts[question.concept_id].title,
            tuple((name_of(knowledge, entry), name) for entry, _, name in facts),
            seen.since.get(question_id),
        )

    def _current(self) -> _Seen:
        seen = self._seen
        if seen is None or seen.version != self._version() or _is_old(seen):
            return self._refreshed()
        return seen

    def _refreshed(self) -> _Seen:
        with self._lock:
            version, at = self._version(), time.monotonic()
            current = self._facts()
            with self._store.read() as tx:
                known = rows.confirmed(tx)
            course, knowledge = self._library.course, self._library.knowledge
            differing = dict(_differing(current, known))
            since = {i: on for i, row in known.items() if (on := row.suspended_on) is not None}
            standings = Standings(course, reviewed_entries(course, knowledge), differing)
            self._seen = seen = _Seen(version, at, standings, since)
        return seen

    def _version(self) -> tuple[str, str]:
        return self._library.knowledge.version, self._library.course.version

    def _facts(self) -> Mapping[str, Facts]:
        knowledge, concepts = self._library.knowledge, self._library.course.concepts
        asked = (question for concept in concepts.values() for question in concept.questions)
        return {question.id: facts_of(question, knowledge) for question in asked}

    def _note(self, tx: Tx, current: Mapping[str, Facts], now: datetime) -> int:
        """Write what differs from the rows as they are by now; whoever is second finds nothing."""
        rows.in_turn(tx)
        known = rows.confirmed(tx)
        rows.note_seen(tx, {i: facts for i, facts in current.items() if i not in known})
        differing = dict(_differing(current, known))
        rests = {i for i, row in known.items() if row.suspended_on is not None and i in current}
        newly = sorted(differing.keys() - rests)
        rows.suspend(tx, newly, tokyo_day(now))
        rows.release(tx, rests - differing.keys())
        same = current.keys() & known.keys() - differing.keys()
        rows.confirm(tx, {i: current[i] for i in same if current[i] != known[i].facts})
        if newly:
            facts, why = {i: current[i] for i in newly}, {i: differing[i] for i in newly}
            question_notices.tell_suspended(tx, self._library, facts, why, now)
        return len(newly)


def post_day(day: date) -> date:
    """The day of that month's message: its first 開庁日."""
    return next_business_day(day.replace(day=1))


def next_post_day(day: date) -> date:
    """The day of the message after it."""
    return post_day((day.replace(day=1) + timedelta(days=31)).replace(day=1))


def _differing(
    current: Mapping[str, Facts], known: Mapping[str, Confirmed]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for id_, facts in current.items():
        if id_ in known and (found := changed(known[id_].facts, facts)):
            yield id_, found


def _to_write(current: Mapping[str, Facts], known: Mapping[str, Confirmed]) -> bool:
    """Whether any row has to be made or changed."""
    differing = dict(_differing(current, known))
    return any(
        i not in known
        or (known[i].suspended_on is not None) != (i in differing)
        or (i not in differing and known[i].facts != facts)
        for i, facts in current.items()
    )


def _is_old(seen: _Seen) -> bool:
    return time.monotonic() - seen.at > FRESH_SECONDS
