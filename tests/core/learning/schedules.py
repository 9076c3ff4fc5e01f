"""Goal L2: one person's weeks with chance in attendance, answers and suspended questions.

The property test plays some hundred of them, ``make bench-training`` 100,000.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bot.core.course import Course, Question
from bot.core.learning.scheduling import FsrsScheduler
from bot.core.learning.selection import pick
from bot.core.learning.state import ConceptState, after_answer
from tests.core.learning.courses import course, day

FSRS = FsrsScheduler()
COURSES = (course(1, 1, 2), course(2, 2, 2), course(3, 2, 3), course(5, 3, 4))


@dataclass(frozen=True)
class Asked:
    """One question as it was asked, and what could have been asked instead."""

    week: int
    question: Question
    usable: frozenset[str]  # ids of the concept's questions that were usable


def schedule(seed: int, weeks: int = 10) -> Sequence[Asked]:
    """What one person was asked, in order; the same for the same seed."""
    chance = Random(seed)  # noqa: S311 - nothing secret hangs on it
    held = COURSES[seed % len(COURSES)]
    states: dict[str, ConceptState] = {}
    asked: list[Asked] = []
    for week in range(weeks):
        asked += _week(held, states, asked, week, chance)
    return asked


def _week(
    held: Course,
    states: dict[str, ConceptState],
    before: Sequence[Asked],
    week: int,
    chance: Random,
) -> Sequence[Asked]:
    rest = {q for q in held.questions if chance.random() < 0.15}
    last = {a.question.concept_id: a.question.id for a in before}
    today = day(7 * week)
    avoid = frozenset(last.values())
    chosen = pick(
        held, lambda q: q.id not in rest, states, today, 3, avoid=avoid, seed=str(chance.random())
    )
    for one in chosen:
        if chance.random() < 0.85:
            states[one.concept_id] = after_answer(
                states.get(one.concept_id),
                one.concept_id,
                one.id,
                right=chance.random() < 0.6,
                confident=chance.random() < 0.5,
                day=today,
                scheduler=FSRS,
            )
    return [Asked(week, q, _usable(held, q, rest)) for q in chosen]


def _usable(held: Course, one: Question, rest: set[str]) -> frozenset[str]:
    return frozenset(q.id for q in held.concepts[one.concept_id].questions) - rest


def faults(asked: Sequence[Asked]) -> Sequence[str]:
    """What is wrong with a schedule, in words."""
    found = []
    last: dict[str, Asked] = {}
    for one in asked:
        concept_id = one.question.concept_id
        before = last.get(concept_id)
        if one.question.id not in one.usable:
            found.append(f"week {one.week}: {one.question.id} was suspended")
        if before is not None and before.week == one.week:
            found.append(f"week {one.week}: {concept_id} twice")
        if before is not None and before.question == one.question and len(one.usable) > 1:
            found.append(f"week {one.week}: {one.question.id} twice running")
        last[concept_id] = one
    return found
