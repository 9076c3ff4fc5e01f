"""What is said beside a question: 「要再確認」, and a trial that is going on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.office_calendar import tokyo_day
from bot.service.training.values import DueQuestion, Feedback, Sitting


def nothing_old(question_id: str, day: date) -> bool:
    """Where no question rests on anything past its review day."""
    return False


def nothing_announced(now: datetime) -> str | None:
    """Where there is no trial."""
    return None


@dataclass(frozen=True, slots=True)
class Remarks:
    """Two questions to others.

    ``needs_review``: whether a question is marked on a day; ``announced``: what the
    first-use card adds, None without a trial.
    """

    needs_review: Callable[[str, date], bool] = nothing_old
    announced: Callable[[datetime], str | None] = nothing_announced

    def beside(self, seen: DueQuestion, now: datetime) -> DueQuestion:
        """The question with what is said beside it."""
        told = seen.first_use
        said = self.announced(now) if told is not None else None
        if told is not None and said is not None:
            seen = replace(seen, first_use=replace(told, lines=(*told.lines, said)))
        if self.needs_review(seen.question_id, tokyo_day(now)):
            seen = replace(seen, needs_review=True)
        return seen

    def beside_all(self, feedback: Feedback, now: datetime) -> Feedback:
        """The same for the question that was answered and the next one."""
        seen, following = feedback.question, feedback.next
        beside = self.beside(seen, now), following and self.beside(following, now)
        if beside == (seen, following):
            return feedback
        return replace(feedback, question=beside[0], next=beside[1])

    def beside_next(self, sitting: Sitting, now: datetime) -> Sitting:
        """The same for まとめて受講."""
        question = sitting.question and self.beside(sitting.question, now)
        return replace(sitting, question=question)
