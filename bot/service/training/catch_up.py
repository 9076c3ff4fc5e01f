"""まとめて受講: the 必修 of the 年度 that are still open, one after the other, at any time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.course import Question
from bot.core.learning.posts import Track, questions_of
from bot.core.learning.selection import pick
from bot.core.learning.sitting import after_sitting, ends_at, key_of, occurrence_of
from bot.core.learning.state import ConceptState
from bot.core.learning.taking import How
from bot.core.office_calendar import tokyo_day
from bot.core.people import Staff
from bot.core.period import rule_of, whole_year
from bot.core.retention import fiscal_year
from bot.service.training.answering import Press, is_usable, keep, learned
from bot.service.training.asking import LATE_DAYS, reader_of
from bot.service.training.first_use import NOTE
from bot.service.training.means import Means
from bot.service.training.showing import Place, Reader, seen_by, told
from bot.service.training.values import (
    DueQuestion,
    Feedback,
    QuestionGone,
    QuestionSuspended,
    Sitting,
)
from bot.store import answering, figures, learning, occurrences, own
from bot.store.engine import Tx
from bot.store.training import GivenAnswer

PLANNED_DAYS = 7
"""All posts of a week are planned with its first one."""


@dataclass(frozen=True, slots=True)
class Held:
    """A person's sitting as it stands: what was answered in it, what is still to come."""

    year: int
    required: frozenset[str]
    answers: Mapping[str, GivenAnswer]
    states: Mapping[str, ConceptState]
    coming: tuple[Question, ...]

    @property
    def of(self) -> int:
        """How many questions there are in all."""
        return len(self.answers) + len(self.coming)


def sitting(means: Means, staff: Staff, now: datetime) -> Sitting:
    """How the person's sitting of this 年度 stands, and its next question."""
    with means.store.read() as tx:
        held = _held(tx, means, staff, now)
        reader = reader_of(tx, staff, now)
    return Sitting(held.year, len(held.answers), held.of, _next(held, reader))


def as_sent(means: Means, staff: Staff, key: str, question_id: str, now: datetime) -> DueQuestion:
    """A question of the sitting that is to come or was answered (QuestionGone otherwise)."""
    with means.store.read() as tx:
        held = _held(tx, means, staff, now)
        reader = reader_of(tx, staff, now)
    there = {*held.answers, *(q.id for q in held.coming)}
    if key != key_of(held.year) or question_id not in there:
        raise QuestionGone(question_id)
    return seen_by(means.question(question_id), _place(held, question_id), reader)


def answer(means: Means, staff: Staff, press: Press) -> Feedback:
    """Keep an answer of the sitting; the first counts, and each concept once a sitting."""
    given, who, question = press.given, staff.staff_id, press.question
    usable = is_usable(means, press)
    with means.store.write() as tx:
        answering.one_at_a_time(tx, who)
        held = _held(tx, means, staff, press.now)
        repeated = question.id in held.answers
        if not repeated:
            _require_open(means, held, press, usable=usable)
            occurrences.note(tx, occurrence_of(held.year))
            was_told = answering.was_told(tx, who, NOTE)
            state = held.states.get(question.concept_id)
            after = learned(after_sitting, means, state, press, given)
            keep(tx, who, press, given, after, How.CATCH_UP, told=was_told)
            held = _answered(held, question, given)
        easy = answering.wants_easy(tx, who)
    reader = Reader(who, press.now, easy, new=False)
    seen = seen_by(question, _place(held, question.id), reader)
    said = told(question, seen, held.answers[question.id], means.library.knowledge)
    return replace(said, repeated=repeated, next=_next(held, reader))


def _held(tx: Tx, means: Means, staff: Staff, now: datetime) -> Held:
    day, who = tokyo_day(now), staff.staff_id
    year = fiscal_year(day)
    required = required_in(tx, means, year)
    period = whole_year(year)
    met = {t.concept_id for t in own.taken_of(tx, who, period.start, period.end)}
    states = learning.states_of(tx, who)
    others = means.course.concepts.keys() - (required - met)
    coming = pick(
        means.course,
        lambda question: means.usable(question.id, day),
        states,
        day,
        len(required),
        avoid=others | _waiting(tx, who, now),
        seed=who,
    )
    return Held(year, required, answering.answers_in(tx, who, key_of(year)), states, coming)


def required_in(tx: Tx, means: Means, year: int) -> frozenset[str]:
    """What 受講済 asks for in the 年度, also before its first tick fixed it."""
    opened = figures.year_of(tx, year)
    if opened is not None:
        return frozenset(opened.rule.concepts)
    return frozenset(rule_of(c.id for c in means.course.concepts.values() if c.required).concepts)


def _waiting(tx: Tx, staff_id: str, now: datetime) -> frozenset[str]:
    """Questions that a post of these weeks asks, also one that is planned and not due yet.

    None is asked twice where its concept has another.
    """
    since, until = now - timedelta(days=LATE_DAYS), now + timedelta(days=PLANNED_DAYS)
    posts = answering.open_posts(tx, staff_id, since, until)
    return frozenset(q for post in posts for q in questions_of(post.payload))


def _require_open(means: Means, held: Held, press: Press, *, usable: bool) -> None:
    """A 必修 of the year, live, of which nothing was answered in this sitting."""
    question = press.question
    done = {
        means.course.questions[q].concept_id for q in held.answers if q in means.course.questions
    }
    in_turn = question.concept_id in held.required - done and question.retired is None
    if press.occurrence_key != key_of(held.year) or not in_turn:
        raise QuestionGone(question.id)
    if not usable:
        raise QuestionSuspended(question.id)


def _answered(held: Held, question: Question, given: GivenAnswer) -> Held:
    rest = tuple(q for q in held.coming if q.concept_id != question.concept_id)
    return replace(held, answers={**held.answers, question.id: given}, coming=rest)


def _next(held: Held, reader: Reader) -> DueQuestion | None:
    if not held.coming:
        return None
    question = held.coming[0]
    return seen_by(question, _place(held, question.id), reader)


def _place(held: Held, question_id: str) -> Place:
    """An answered question stands last among the answered ones, any other after them."""
    number = len(held.answers) + (question_id not in held.answers)
    return Place(key_of(held.year), "", ends_at(held.year), number, held.of, Track.CATCH_UP)
