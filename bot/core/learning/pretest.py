"""The six questions with which a newcomer shows what they know already.

Right and sure counts as known, and the four-week track leaves that concept out. Right and
unsure does not: among three choices a guess is right once in three times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.course import Course, Question
from bot.core.learning.selection import pick
from bot.core.learning.state import ConceptState

QUESTIONS = 6


@dataclass(frozen=True, slots=True)
class PretestAnswer:
    """One answer to a question of a pre-test."""

    question_id: str
    right: bool
    confident: bool


def pretest_questions(
    course: Course,
    usable: Callable[[Question], bool],
    states: Mapping[str, ConceptState],
    day: date,
    seed: str,
) -> tuple[Question, ...]:
    """Six 必修 questions of different concepts, those never met first; fewer where there are."""
    others = [c.id for c in course.concepts.values() if not c.required]
    return pick(course, usable, states, day, QUESTIONS, avoid=others, seed=seed)


def known_concepts(course: Course, answers: Iterable[PretestAnswer]) -> frozenset[str]:
    """The concepts that were answered rightly and surely."""
    questions = course.questions
    return frozenset(
        questions[a.question_id].concept_id
        for a in answers
        if a.right and a.confident and a.question_id in questions
    )
