"""What is known of one person's learning of one concept, and how an answer changes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.core.learning.mastery import is_mastered, lengthened
from bot.core.learning.memory import Memory, Step, grade_of
from bot.core.learning.scheduling import Scheduler

__all__ = ["ConceptState", "Memory", "Step", "after_answer", "rescheduled"]


@dataclass(frozen=True, slots=True)
class ConceptState:
    """One concept as a person knows it.

    ``due``: from this day on a review is due. ``run``: the right answers since the last
    wrong one, newest last, as many as 習得 needs. ``mastered_on``: None until 習得, and
    again after a wrong answer.
    """

    concept_id: str
    memory: Memory
    due: date
    last_day: date
    last_question: str
    answers: int
    run: tuple[Step, ...]
    mastered_on: date | None


def after_answer(
    state: ConceptState | None,
    concept_id: str,
    question_id: str,
    *,
    right: bool,
    confident: bool,
    day: date,
    scheduler: Scheduler,
) -> ConceptState:
    """The state after an answer; ``state`` is None when the concept was new.

    An answer from before the last one (a clock that was set back) counts as of that day.
    """
    grade = grade_of(right=right, confident=confident)
    if state is None:
        memory = scheduler.first(grade)
    else:
        day = max(day, state.last_day)
        memory = scheduler.next(state.memory, grade, (day - state.last_day).days)
    before = () if state is None else state.run
    run = lengthened(before, Step(question_id, day, confident)) if right else ()
    since = None if state is None else state.mastered_on
    return ConceptState(
        concept_id=concept_id,
        memory=memory,
        due=scheduler.due(memory, day),
        last_day=day,
        last_question=question_id,
        answers=1 if state is None else state.answers + 1,
        run=run,
        mastered_on=_mastered_on(since, run, day),
    )


def _mastered_on(since: date | None, run: tuple[Step, ...], day: date) -> date | None:
    """A run that went on keeps its day; a broken one loses it."""
    if not run:
        return None
    if since is not None:
        return since
    return day if is_mastered(run) else None


def rescheduled(state: ConceptState, scheduler: Scheduler) -> ConceptState:
    """The same learning as another scheduler goes on from it: only ``due`` changes."""
    return replace(state, due=scheduler.due(state.memory, state.last_day))
