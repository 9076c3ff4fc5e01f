"""Invented courses and answers for the tests of the learning policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.core.course import Choice, Concept, Course, Question, QuestionType
from bot.core.learning.scheduling import FsrsScheduler, Scheduler
from bot.core.learning.state import ConceptState, after_answer

FIRST = date(2026, 4, 20)
FSRS = FsrsScheduler()


def question(question_id: str, concept_id: str) -> Question:
    return Question(
        id=question_id,
        concept_id=concept_id,
        type=QuestionType.DUTY,
        stem="?",
        choices=tuple(Choice(str(i), i == 0, "!") for i in range(3)),
        explanation="!",
        rests_on=(),
        citations=(),
        assured_date=FIRST,
    )


def concept(concept_id: str, questions: int = 4, *, required: bool = False) -> Concept:
    held = tuple(question(f"{concept_id}-{n}", concept_id) for n in range(1, questions + 1))
    return Concept(concept_id, concept_id, required, held)


def course(required: int, optional: int, questions: int = 4) -> Course:
    """Concepts r1 … and o1 …, each with so many questions."""
    held = [concept(f"r{n}", questions, required=True) for n in range(1, required + 1)]
    held += [concept(f"o{n}", questions) for n in range(1, optional + 1)]
    return Course("v1", {c.id: c for c in held})


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


Answer = tuple[int, str, bool, bool]  # on which day, which question, right, sure


def answered(
    answers: Sequence[Answer], concept_id: str = "r1", scheduler: Scheduler = FSRS
) -> ConceptState:
    """The state after these answers to one concept."""
    state = None
    for number, name, right, sure in answers:
        state = after_answer(
            state,
            concept_id,
            name,
            right=right,
            confident=sure,
            day=day(number),
            scheduler=scheduler,
        )
    assert state is not None
    return state
