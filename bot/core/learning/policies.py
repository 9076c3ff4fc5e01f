"""Ways to choose what is asked: the product's own, and what it is compared with.

Only simulations use them. 「recommended」 is not a copy: it calls what the planner calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.course import Course, Question
from bot.core.learning.memory import Grade, Memory
from bot.core.learning.scheduling import FsrsScheduler, LeitnerScheduler, Scheduler
from bot.core.learning.selection import pick
from bot.core.learning.state import ConceptState

States = Mapping[str, ConceptState]
Choose = Callable[[Course, States, date, int, str], tuple[Question, ...]]


@dataclass(frozen=True, slots=True)
class Policy:
    """What is asked and when it is due again."""

    name: str
    choose: Choose
    scheduler: Scheduler


def _recommended(
    course: Course, states: States, day: date, count: int, seed: str
) -> tuple[Question, ...]:
    return pick(course, _any, states, day, count, seed=seed)


def _once(course: Course, states: States, day: date, count: int, seed: str) -> tuple[Question, ...]:
    """Each concept once, 必修 first, as e-learning does; then nothing more."""
    met = len(states)
    open_ones = len(course.concepts) - met
    return pick(course, _any, {}, day, min(count, open_ones), avoid=states, seed=seed)


class TextbookLeitner(LeitnerScheduler):
    """Leitner's boxes as everywhere: whatever is right moves up, however sure it was."""

    def next(self, memory: Memory, grade: Grade, days: int) -> Memory:
        """The memory after a further answer."""
        return super().next(memory, Grade.SURE if grade is Grade.UNSURE else grade, days)


def _plain(
    course: Course, states: States, day: date, count: int, seed: str
) -> tuple[Question, ...]:
    """Whatever is due, oldest first; where nothing is, what is new, 必修 first."""
    ids = sorted(course.concepts, key=lambda c: _plain_place(course, states, day, c))
    return tuple(course.concepts[i].questions[0] for i in ids[:count])


def _plain_place(course: Course, states: States, day: date, concept_id: str) -> tuple[int, int]:
    state = states.get(concept_id)
    if state is None:
        return 1, 0 if course.concepts[concept_id].required else 1
    return (0 if state.due <= day else 2), state.due.toordinal()


def _any(question: Question) -> bool:
    return True


ONCE, LEITNER, RECOMMENDED, TWIN = "once", "leitner", "recommended", "recommended_leitner"


def policies() -> tuple[Policy, ...]:
    """The four that are compared."""
    fsrs, leitner = FsrsScheduler(), LeitnerScheduler()
    return (
        Policy(ONCE, _once, leitner),
        Policy(LEITNER, _plain, TextbookLeitner()),
        Policy(RECOMMENDED, _recommended, fsrs),
        Policy(TWIN, _recommended, leitner),
    )
