"""習得: when a concept counts as learned.

Three right answers in a row to different questions, two of them sure, over four weeks at
least. Whoever guesses among three choices gets three in a row right once in 27 times
(3.7 %), two in a row once in nine (11 %): that is why it is three (training.md §2).
"""

from __future__ import annotations

from bot.core.learning.memory import Step

QUESTIONS = 3
SURE_QUESTIONS = 2
SPREAD_DAYS = 28
KEPT_STEPS = 8


def lengthened(run: tuple[Step, ...], step: Step) -> tuple[Step, ...]:
    """The run with one more right answer: its first, for the time, and its newest."""
    longer = (*run, step)
    if len(longer) <= KEPT_STEPS:
        return longer
    return (longer[0], *longer[2:])


def is_mastered(run: tuple[Step, ...]) -> bool:
    """Whether an unbroken run of right answers is enough."""
    if not run or (run[-1].day - run[0].day).days < SPREAD_DAYS:
        return False
    sure = {step.question_id for step in run if step.confident}
    return len({step.question_id for step in run}) >= QUESTIONS and len(sure) >= SURE_QUESTIONS
