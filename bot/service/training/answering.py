"""An answer: kept once, with what was learned and how the week stands, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.course import Question
from bot.core.learning.posts import questions_of
from bot.core.learning.standing import completed_by, completes
from bot.core.learning.state import ConceptState, after_answer
from bot.core.learning.taking import How
from bot.core.learning.weeks import CompletionState, state_of_answer
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor, Staff
from bot.core.permissions import Action, NotPermitted
from bot.service.training.asking import open_in, week_in
from bot.service.training.first_use import NOTE
from bot.service.training.means import Means
from bot.service.training.showing import Reader, in_post, told
from bot.service.training.values import Feedback, QuestionGone, QuestionSuspended
from bot.store import answering, feedback, figures, learning, training
from bot.store.answering import Post, Week
from bot.store.engine import Tx
from bot.store.training import GivenAnswer


@dataclass(frozen=True, slots=True)
class Press:
    """What somebody pressed: the question's place, their choice, sure or not, and when."""

    occurrence_key: str
    question: Question
    chosen: int
    confident: bool
    now: datetime

    @property
    def given(self) -> GivenAnswer:
        """The answer as it is kept (QuestionGone for a choice that does not exist)."""
        if not 0 <= self.chosen < len(self.question.choices):
            raise QuestionGone(self.question.id)
        right = self.chosen in self.question.right_indexes
        return GivenAnswer(self.chosen, self.confident, right)


def answer(means: Means, actor: Actor, staff: Staff, press: Press) -> Feedback:
    """Record the answer, what was learned and the week's completion in one transaction.

    Only a question that was delivered to this very person can be answered; the first
    answer counts, a second press shows the same feedback again.
    """
    given, week = press.given, week_in(press.occurrence_key)
    usable = is_usable(means, press)  # before the transaction: this may read for itself
    with means.store.write() as tx:
        answering.one_at_a_time(tx, staff.staff_id)
        concept_id = press.question.concept_id
        held = answering.week_of_person(tx, staff.staff_id, week, concept_id, NOTE)
        post = _asked(held, press)
        repeated = press.question.id in post.answers
        if repeated:
            mastered = completed_by(held.state, press.question.id)
        else:
            if not usable:
                raise QuestionSuspended(press.question.id)
            after = learned(after_answer, means, held.state, press, given)
            keep(tx, staff.staff_id, press, given, after, How.ANSWERED, told=held.told)
            mastered = completes(held.state, after)
            held = held.with_answer(press.occurrence_key, press.question.id, given)
        state = None if _has_open(means, held, press.now) else _stands(tx, actor, week, press)
    return replace(
        _feedback(means, staff, held, press), state=state, repeated=repeated, mastered=mastered
    )


def is_usable(means: Means, press: Press) -> bool:
    """Whether the question does not rest."""
    return means.usable(press.question.id, tokyo_day(press.now))


def keep(
    tx: Tx,
    staff_id: str,
    press: Press,
    given: GivenAnswer,
    after: ConceptState,
    how: How,
    *,
    told: bool,
) -> None:
    """Write down a first answer and all that follows from it for the person alone."""
    training.answer_once(
        tx,
        occurrence_key=press.occurrence_key,
        staff_id=staff_id,
        question_id=press.question.id,
        choice=given.choice,
        confident=given.confident,
        is_right=given.right,
        at=press.now,
    )
    learning.keep(tx, staff_id, after)
    figures.note_taken(tx, staff_id, press.question.concept_id, tokyo_day(press.now), how)
    if not told:
        feedback.tell_once(tx, staff_id, NOTE)


def _asked(held: Week, press: Press) -> Post:
    post = held.post(press.occurrence_key)
    if post is None or press.question.id not in questions_of(post.payload):
        raise QuestionGone(press.question.id)
    return post


def learned(
    rule: Callable[..., ConceptState],
    means: Means,
    state: ConceptState | None,
    press: Press,
    given: GivenAnswer,
) -> ConceptState:
    """The person's state after an answer, by ``after_answer`` or the rule of a sitting."""
    return rule(
        state,
        press.question.concept_id,
        press.question.id,
        right=given.right,
        confident=given.confident,
        day=tokyo_day(press.now),
        scheduler=means.scheduler,
    )


def _has_open(means: Means, held: Week, now: datetime) -> bool:
    """Whether the week still asks something; what rests, is gone or was withdrawn does not."""
    return any(any(open_in(means, post, now)) for post in held.posts if post.asked)


def _stands(tx: Tx, actor: Actor, week: str, press: Press) -> CompletionState | None:
    """Note that the week is done, unless it stands fast already; how it stands."""
    if actor.staff is None or actor.section_id is None:
        raise NotPermitted(Action.TAKE_TRAINING)
    state, who = state_of_answer(week, press.now), actor.staff.staff_id
    if training.complete(tx, who, week, actor.section_id, state, press.now):
        return state
    return training.state_of(tx, who, week)


def _feedback(means: Means, staff: Staff, held: Week, press: Press) -> Feedback:
    post = _asked(held, press)
    reader = Reader(staff.staff_id, press.now, held.easy, new=False)
    seen = in_post(means, post, press.question.id, reader)
    next_id = next(open_in(means, post, press.now), None)
    return replace(
        told(press.question, seen, post.answers[press.question.id], means.library.knowledge),
        channel=post.channel,
        ts=post.ts,
        next=None if next_id is None else in_post(means, post, next_id, reader),
    )
