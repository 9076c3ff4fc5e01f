"""The weekly question: what is due for a person, answering it, and their own record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.content.library import Library
from bot.core.course import Question
from bot.core.delivery import Delivery, DeliveryKind
from bot.core.learning.weeks import (
    CompletionState,
    PastAnswer,
    closes_at,
    shown_order,
    state_of_answer,
    week_of_occurrence,
)
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor, Staff
from bot.core.permissions import Action, NotPermitted, require
from bot.service.cards import ShownSource, shown_sources
from bot.store import deliveries, figures, training
from bot.store.engine import Store, Tx


class QuestionGone(Exception):
    """The question or its post no longer exists (content changed, post withdrawn)."""


@dataclass(frozen=True, slots=True)
class SeenChoice:
    """A choice as one person sees it; ``index`` is its position in the file."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class DueQuestion:
    """A question as one person sees it, with its choices in their own order."""

    occurrence_key: str
    question_id: str
    week: str
    closes_at: datetime
    stem: str
    choices: tuple[SeenChoice, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person learns right after answering (or reading an answer again).

    ``repeated`` is true when they had answered before: the first answer counts.
    ``channel``/``ts`` name the message that carried the question, if it arrived.
    """

    question: DueQuestion
    chosen: int
    confident: bool
    right: bool
    why_chosen: str
    right_texts: tuple[str, ...]
    why_right: tuple[str, ...]
    explanation: str
    sources: tuple[ShownSource, ...]
    entries: tuple[str, ...]
    state: CompletionState
    repeated: bool
    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """How one of the person's weeks stands."""

    week: str
    state: CompletionState


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A person's own record: nobody else can read it."""

    name: str
    answered: int
    right: int
    concepts_met: int
    concepts_in_all: int
    weeks: tuple[WeekRecord, ...]


class Training:
    """Questions of one person; ``actor`` must be on the roster for all of it."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library

    def due(self, actor: Actor, now: datetime) -> DueQuestion | None:
        """The newest unanswered question the person has been given, if any."""
        staff = _on_roster(actor, Action.TAKE_TRAINING)
        with self._store.read() as tx:
            for delivery in deliveries.open_for(tx, staff.staff_id, DeliveryKind.QUIZ, now):
                if training.answer_of(tx, *_place(delivery)) is None:
                    question = self._library.course.questions.get(delivery.payload["question"])
                    if question is not None:
                        return seen_by(question, staff.staff_id, delivery.occurrence_key)
        return None

    def as_sent(self, actor: Actor, occurrence_key: str, question_id: str) -> DueQuestion:
        """One question planned for this very person (QuestionGone otherwise)."""
        staff = _on_roster(actor, Action.TAKE_TRAINING)
        question = self._question(question_id)
        with self._store.read() as tx:
            _own_delivery(tx, staff, occurrence_key, question_id)
        return seen_by(question, staff.staff_id, occurrence_key)

    def answer(
        self,
        actor: Actor,
        occurrence_key: str,
        question_id: str,
        chosen: int,
        confident: bool,
        now: datetime,
    ) -> Feedback:
        """Record the answer and the week's completion in one transaction.

        Only a question that was delivered to this very person can be answered; the
        first answer counts, a second press shows the same feedback again.
        """
        staff = _on_roster(actor, Action.TAKE_TRAINING)
        question = self._question(question_id)
        if not 0 <= chosen < len(question.choices):
            raise QuestionGone(question_id)
        right = chosen in question.right_indexes
        with self._store.write() as tx:
            delivery = _own_delivery(tx, staff, occurrence_key, question_id)
            week = week_of_occurrence(delivery.occurrence_key)
            new = training.answer_once(
                tx,
                occurrence_key=occurrence_key,
                staff_id=staff.staff_id,
                question_id=question_id,
                choice=chosen,
                confident=confident,
                is_right=right,
                at=now,
            )
            given = training.GivenAnswer(chosen, confident, right)
            state = _completed(tx, actor, staff, week, now) if new else None
            if new:
                figures.note_taken(tx, staff.staff_id, question.concept_id, tokyo_day(now))
            if state is None:
                given, state = _given(tx, delivery, question_id)
        return self._feedback(question, given, state, delivery, repeated=not new)

    def record(self, actor: Actor, now: datetime) -> OwnRecord:
        """The person's own record."""
        staff = _on_roster(actor, Action.SEE_OWN_RECORD)
        course = self._library.course
        with self._store.read() as tx:
            past = training.past_answers(tx, staff.staff_id)
            weeks = training.completions_of(tx, staff.staff_id)
        return OwnRecord(
            name=staff.name,
            answered=len(past),
            right=sum(a.right for a in past),
            concepts_met=len(_concepts_met(past, course.questions)),
            concepts_in_all=len(course.concepts),
            weeks=tuple(WeekRecord(w.week, w.state) for w in weeks),
        )

    def _question(self, question_id: str) -> Question:
        question = self._library.course.questions.get(question_id)
        if question is None:
            raise QuestionGone(question_id)
        return question

    def _feedback(
        self,
        question: Question,
        given: training.GivenAnswer,
        state: CompletionState,
        delivery: Delivery,
        *,
        repeated: bool,
    ) -> Feedback:
        if given.choice >= len(question.choices):
            raise QuestionGone(question.id)
        right = sorted(question.right_indexes)
        seen = seen_by(question, delivery.staff_id, delivery.occurrence_key)
        return Feedback(
            question=seen,
            chosen=given.choice,
            confident=given.confident,
            right=given.right,
            why_chosen=question.choices[given.choice].why,
            right_texts=tuple(question.choices[i].text for i in right),
            why_right=tuple(question.choices[i].why for i in right),
            explanation=question.explanation,
            sources=shown_sources(self._library.knowledge, question.citations),
            entries=tuple(dict.fromkeys(entry for entry, _ in question.rests_on)),
            state=state,
            repeated=repeated,
            channel=delivery.channel,
            ts=delivery.ts,
        )


def seen_by(question: Question, staff_id: str, occurrence_key: str) -> DueQuestion:
    """The question with its choices in the order this person sees."""
    week = week_of_occurrence(occurrence_key)
    order = shown_order(question, staff_id, occurrence_key)
    return DueQuestion(
        occurrence_key=occurrence_key,
        question_id=question.id,
        week=week,
        closes_at=closes_at(week),
        stem=question.stem,
        choices=tuple(SeenChoice(i, question.choices[i].text) for i in order),
    )


def _on_roster(actor: Actor, action: Action) -> Staff:
    require(actor, action)
    if actor.staff is None:
        raise NotPermitted(action)
    return actor.staff


def _place(delivery: Delivery) -> tuple[str, str, str]:
    return delivery.staff_id, delivery.occurrence_key, delivery.payload["question"]


def _own_delivery(tx: Tx, staff: Staff, occurrence_key: str, question_id: str) -> Delivery:
    delivery = deliveries.of_person(tx, staff.staff_id, occurrence_key)
    if delivery is None or delivery.payload.get("question") != question_id:
        raise QuestionGone(question_id)
    return delivery


def _given(
    tx: Tx, delivery: Delivery, question_id: str
) -> tuple[training.GivenAnswer, CompletionState]:
    """The answer that counts, and how its week stands since (not how it would now)."""
    staff_id, key = delivery.staff_id, delivery.occurrence_key
    answer = training.answer_of(tx, staff_id, key, question_id)
    if answer is None:
        raise QuestionGone(question_id)
    state = training.state_of(tx, staff_id, week_of_occurrence(key))
    if state is None:
        raise QuestionGone(question_id)
    return answer, state


def _completed(
    tx: Tx, actor: Actor, staff: Staff, week: str, now: datetime
) -> CompletionState | None:
    """Note the week; how it stands now, None where it stood fast already."""
    section_id = actor.section_id
    if section_id is None:
        raise NotPermitted(Action.TAKE_TRAINING)
    state = state_of_answer(week, now)
    changed = training.complete(tx, staff.staff_id, week, section_id, state, now)
    return state if changed else None


def _concepts_met(
    past: tuple[PastAnswer, ...], questions: Mapping[str, Question]
) -> frozenset[str]:
    return frozenset(
        questions[a.question_id].concept_id for a in past if a.question_id in questions
    )
