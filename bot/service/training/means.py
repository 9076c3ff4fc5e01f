"""What everything here works with: store, content, what may be asked, when it comes again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.content.library import Library
from bot.core.course import Course, Question
from bot.core.learning.scheduling import Scheduler
from bot.core.people import Actor, Staff
from bot.core.permissions import Action, NotPermitted, require
from bot.service.training.values import QuestionGone
from bot.store.engine import Store

Usable = Callable[[str, date], bool]
"""Whether a question (by id) may be asked on a day: it does not rest."""


def everything_usable(question_id: str, day: date) -> bool:
    """Where nothing is ever suspended."""
    return True


@dataclass(frozen=True, slots=True)
class Means:
    """Handed to every function of this package."""

    store: Store
    library: Library
    usable: Usable
    scheduler: Scheduler

    @property
    def course(self) -> Course:
        """The content in use."""
        return self.library.course

    def question(self, question_id: str) -> Question:
        """A question of the content in use, also a retired one (QuestionGone otherwise)."""
        question = self.course.questions.get(question_id)
        if question is None:
            raise QuestionGone(question_id)
        return question

    def may_ask(self, question_id: str, day: date) -> bool:
        """Whether the question is there and does not rest."""
        return question_id in self.course.questions and self.usable(question_id, day)


def on_roster(actor: Actor, action: Action) -> Staff:
    """The person behind the actor, who may do that (NotPermitted otherwise)."""
    require(actor, action)
    if actor.staff is None:
        raise NotPermitted(action)
    return actor.staff
