"""What a question rests on, and whether it may be asked: pure comparison of content.

A question names the facts (entry and field) it rests on. As long as they read as they did
when somebody last confirmed the question, it goes on; where one reads otherwise it rests
until an editor has looked. An entry past its review day is only old, not wrong: its
questions go on for sixty days, marked 「要再確認」, and rest after that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cached_property

from bot.core.citation import Citation
from bot.core.conferences import Conference
from bot.core.course import Concept, Course, Question
from bot.core.duties import DutyToReport, SafetyKind
from bot.core.knowledge import Contact, Destination, Knowledge

GRACE = timedelta(days=60)
LEAST_USABLE = 2
LEAST_CONCEPTS = 6
"""Below so many concepts weeks would soon be the same or empty: what is only old goes on."""
# Where to call, walk and when: nobody's question is wrong because a number changed.
PRACTICAL = frozenset(
    {"phones", "hours", "schedule", "contact_ids", "always_open", "after_hours", "note"}
)
_Entry = Destination | Contact | Conference | DutyToReport
_Reviewed = Destination | Conference | DutyToReport

Facts = Mapping[str, str]
"""「entry.field」 → the digest of what stands there."""


def entries(knowledge: Knowledge, entry_id: str) -> tuple[_Entry, ...]:
    """Everything that goes by this id: a conference may be a destination as well."""
    held: Iterator[_Entry | None] = iter(
        (
            knowledge.destinations.get(entry_id),
            knowledge.contacts.get(entry_id),
            knowledge.conferences.get(entry_id),
            _duty(knowledge, entry_id),
        )
    )
    return tuple(entry for entry in held if entry is not None)


def facts_of(question: Question, knowledge: Knowledge) -> Facts:
    """What the question rests on, as it stands now; practical fields are left out."""
    return {
        f"{entry_id}.{name}": _digest([getattr(e, name) for e in held if hasattr(e, name)])
        for entry_id, name in question.rests_on
        if name not in PRACTICAL
        for held in [entries(knowledge, entry_id)]
    }


def changed(confirmed: Facts, now: Facts) -> tuple[str, ...]:
    """The facts that read otherwise; one that is cited since, or no more, is none of them."""
    return tuple(sorted(fact for fact in now if confirmed.get(fact, now[fact]) != now[fact]))


def name_of(knowledge: Knowledge, entry_id: str) -> str:
    """What staff call an entry; its id where it is gone."""
    for entry in entries(knowledge, entry_id):
        if entry.name:
            return entry.name
    return entry_id


@dataclass(frozen=True, slots=True)
class ReviewedEntry:
    """An entry that questions rest on; ``owner`` is a post, empty where it has none."""

    entry_id: str
    name: str
    owner: str
    review_after: date
    question_ids: tuple[str, ...]

    @property
    def rests_from(self) -> date:
        """The first day on which its questions are not asked any more."""
        return self.review_after + GRACE + timedelta(days=1)


class Stage(Enum):
    """What the owner of an entry is told: its review day lies so many days ahead or back."""

    SOON = -30
    NOW = 0
    LATE = 30


def stage_of(entry: ReviewedEntry, post: date, next_post: date) -> Stage | None:
    """What the monthly message of ``post`` says of an entry; None: it is not its turn.

    Told is what falls between this message and the next one, so that nobody hears of a
    day when it is over. Where two fall into one month it is the later one.
    """
    for stage in reversed(Stage):
        if post <= entry.review_after + timedelta(days=stage.value) < next_post:
            return stage
    return None


def reviewed_entries(course: Course, knowledge: Knowledge) -> tuple[ReviewedEntry, ...]:
    """The entries that questions in use rest on, the one to be looked at first first."""
    resting: dict[str, list[str]] = {}
    for question in _asked(course):
        for entry_id in dict.fromkeys(entry for entry, _ in question.rests_on):
            resting.setdefault(entry_id, []).append(question.id)
    found = []
    for entry_id, ids in resting.items():
        held = [e for e in entries(knowledge, entry_id) if isinstance(e, _Reviewed)]
        if held:
            owner = next((e.owner for e in held if isinstance(e, Destination)), "")
            first = min(e.review_after for e in held)
            name = name_of(knowledge, entry_id)
            found.append(ReviewedEntry(entry_id, name, owner, first, tuple(ids)))
    return tuple(sorted(found, key=lambda e: (e.review_after, e.entry_id)))


@dataclass(frozen=True)
class Standings:
    """How all questions in use stand.

    ``changed``: the facts of a question that read otherwise than when it was confirmed.
    """

    course: Course
    reviewed: tuple[ReviewedEntry, ...]
    changed: Mapping[str, tuple[str, ...]]
    _usable: dict[date, frozenset[str]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def review_after(self) -> Mapping[str, date]:
        """For each question the earliest review day of what it rests on."""
        found: dict[str, date] = {}
        for entry in self.reviewed:  # in the order of their days
            for question_id in entry.question_ids:
                found.setdefault(question_id, entry.review_after)
        return found

    def overdue(self, day: date) -> frozenset[str]:
        """Questions that rest on an entry past its review day: shown with 「要再確認」."""
        return frozenset(q for q, after in self.review_after.items() if after < day)

    def usable_on(self, day: date) -> frozenset[str]:
        """The questions that may be asked on that day.

        Where that would leave too few concepts, those that are only old are asked all the
        same: no week is ever empty because nobody had the time to look.
        """
        if day not in self._usable:
            self._usable[day] = self._reckoned(day)
        return self._usable[day]

    def _reckoned(self, day: date) -> frozenset[str]:
        right = [q for q in _asked(self.course) if q.id not in self.changed]
        old = {q for q, after in self.review_after.items() if after + GRACE < day}
        fresh = [q for q in right if q.id not in old]
        enough = len({q.concept_id for q in fresh}) >= min(LEAST_CONCEPTS, _concepts(right))
        return frozenset(q.id for q in (fresh if enough else right))

    def resting(self, day: date) -> tuple[str, ...]:
        """The questions in use that are not asked on that day, in the order of the files."""
        usable = self.usable_on(day)
        return tuple(q.id for q in _asked(self.course) if q.id not in usable)

    def few(self, day: date) -> tuple[tuple[Concept, frozenset[str]], ...]:
        """必修 concepts that lost questions and have fewer than two left, with these."""
        usable = self.usable_on(day)
        found = []
        for concept in self.course.concepts.values():
            left = frozenset(q.id for q in concept.questions) & usable
            if concept.required and len(left) < min(LEAST_USABLE, len(concept.questions)):
                found.append((concept, left))
        return tuple(found)


def _asked(course: Course) -> Iterator[Question]:
    for concept in course.concepts.values():
        yield from concept.questions


def _concepts(questions: list[Question]) -> int:
    return len({question.concept_id for question in questions})


def _duty(knowledge: Knowledge, entry_id: str) -> DutyToReport | None:
    known = {kind.value: kind for kind in SafetyKind}
    return knowledge.duties.get(known[entry_id]) if entry_id in known else None


def _digest(values: list[object]) -> str:
    told = json.dumps([_plain(v) for v in values], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    """A value in a form that a new line or another source does not change."""
    plain: object = str(value)
    if value is None or isinstance(value, (bool, int)):
        plain = value
    elif isinstance(value, Enum):
        plain = value.value
    elif isinstance(value, str):
        plain = " ".join(value.split())
    elif isinstance(value, Citation):
        plain = value.cites
    elif is_dataclass(value) and not isinstance(value, type):
        plain = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    elif isinstance(value, (tuple, list)):
        plain = [_plain(each) for each in value]
    elif isinstance(value, (set, frozenset)):
        plain = sorted(str(_plain(each)) for each in value)
    return plain
