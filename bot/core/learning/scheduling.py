"""When a concept is due again: FSRS, and Leitner's boxes as its twin.

The product uses FSRS. Leitner is no setting: it serves the tests and the simulation, and
shows that nothing here hangs on one library. Each keeps what the other goes on from, so
that changing over is a pure function (``state.rescheduled``).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import fsrs

from bot.core.learning.memory import Grade, Memory

RETENTION = 0.9
LONGEST_DAYS = 180
BOX_DAYS = (14, 28, 56, 112, 182)  # 2-4-8-16-26 weeks
UNKNOWN_DIFFICULTY = 5.0  # FSRS's own for a first answer that was right and unsure is 5.1


class Scheduler(Protocol):
    """What follows from an answer."""

    def first(self, grade: Grade) -> Memory:
        """The memory after the first answer to a concept."""

    def next(self, memory: Memory, grade: Grade, days: int) -> Memory:
        """The memory after a further answer, ``days`` after the one before (0: same day)."""

    def due(self, memory: Memory, last_day: date) -> date:
        """From which day a review is due when the last answer was on ``last_day``."""


class FsrsScheduler:
    """FSRS with whole days, without its steps of minutes and without chance."""

    def __init__(self) -> None:
        self._fsrs = fsrs.Scheduler(
            desired_retention=RETENTION,
            learning_steps=(),
            relearning_steps=(),
            maximum_interval=LONGEST_DAYS,
            enable_fuzzing=False,
        )

    def first(self, grade: Grade) -> Memory:
        """The memory after the first answer to a concept."""
        return self._reviewed(fsrs.Card(card_id=_ANY), grade, 0, _box_after(None, grade))

    def next(self, memory: Memory, grade: Grade, days: int) -> Memory:
        """The memory after a further answer, ``days`` after the one before (0: same day)."""
        card = fsrs.Card(
            card_id=_ANY,
            state=fsrs.State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            last_review=_ORIGIN,
        )
        return self._reviewed(card, grade, days, _box_after(memory.box, grade))

    def due(self, memory: Memory, last_day: date) -> date:
        """From which day a review is due: at nine in ten that is the stability itself."""
        return last_day + timedelta(days=min(max(round(memory.stability), 1), LONGEST_DAYS))

    def _reviewed(self, card: fsrs.Card, grade: Grade, days: int, box: int) -> Memory:
        when = _ORIGIN + timedelta(days=max(days, 0))
        after, _ = self._fsrs.review_card(card, fsrs.Rating(int(grade)), when)
        if after.stability is None or after.difficulty is None:
            raise ValueError("FSRS gave no memory for an answer")
        return Memory(after.stability, after.difficulty, box)


_ANY = 1  # without an id a card waits a millisecond to get one from the clock
_ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)  # only differences of days count, and UTC is asked for


class LeitnerScheduler:
    """Five boxes: right and sure moves up, right and unsure stays, wrong begins again."""

    def first(self, grade: Grade) -> Memory:
        """The memory after the first answer to a concept."""
        return _in_box(_box_after(None, grade), UNKNOWN_DIFFICULTY)

    def next(self, memory: Memory, grade: Grade, days: int) -> Memory:
        """The memory after a further answer; how long it took does not matter."""
        return _in_box(_box_after(memory.box, grade), memory.difficulty)

    def due(self, memory: Memory, last_day: date) -> date:
        """From which day a review is due: when the box's weeks have passed."""
        return last_day + timedelta(days=BOX_DAYS[memory.box])


def _box_after(box: int | None, grade: Grade) -> int:
    if box is None or grade is Grade.WRONG:
        return 0
    return min(box + 1, len(BOX_DAYS) - 1) if grade is Grade.SURE else box


def _in_box(box: int, difficulty: float) -> Memory:
    """The box's days are its stability, so that FSRS would ask again on the same day."""
    return Memory(float(BOX_DAYS[box]), difficulty, box)
