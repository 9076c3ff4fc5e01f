"""A person's own record, who takes part, and content that changes under it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.content.library import Library
from bot.core.knowledge import LifeDomain
from bot.core.learning.weeks import CompletionState
from bot.core.permissions import NotPermitted
from bot.service.training import Feedback, QuestionGone, Training, WeekRecord
from tests.content.conftest import Desk
from tests.support.service import (
    CLERK,
    DAY,
    DUE,
    EVERYBODY,
    HEALTH,
    KEY,
    NEXT_DUE,
    NEXT_WEEK,
    NURSE,
    STRANGER,
    SUPERVISOR,
    WEEK,
    SetClock,
    Someone,
    Ward,
    open_ward,
)


def _answer(ward: Ward, who: Someone, question_id: str, chosen: int, now: datetime) -> Feedback:
    actor = ward.actor(who, now)
    return ward.service.training.answer(actor, KEY, question_id, chosen, False, now)


# ------------------------------------------------------------ one's own record


def test_the_record_counts_answers_and_weeks(posted: Ward) -> None:
    training, course = posted.service.training, posted.library.course
    posted.answer(CLERK)
    posted.post(NEXT_DUE)
    posted.answer(CLERK, NEXT_DUE, right=False)
    record = training.record(posted.actor(CLERK), NEXT_DUE)
    assert (record.name, record.answered, record.right) == (CLERK.name, 2, 1)
    assert (record.concepts_met, record.concepts_in_all) == (2, len(course.concepts))
    done = CompletionState.COMPLETED
    assert record.weeks == (WeekRecord(WEEK, done), WeekRecord(NEXT_WEEK, done))


def test_everybody_reads_only_their_own(posted: Ward) -> None:
    posted.answer(CLERK)
    for who in EVERYBODY:
        record = posted.service.training.record(posted.actor(who), DUE)
        assert record.name == who.name
        assert record.answered == (1 if who is CLERK else 0)


def test_the_record_survives_a_transfer(posted: Ward) -> None:
    before = posted.answer(CLERK)
    moved = Someone(CLERK.staff_id, CLERK.name, HEALTH)
    posted.employ([moved, *EVERYBODY[1:]], DUE + DAY)
    actor = posted.actor(CLERK, DUE + DAY)
    assert actor.section_id == HEALTH
    pressed = _answer(posted, CLERK, before.question.question_id, before.chosen, DUE + DAY)
    assert pressed == replace(before, repeated=True)
    assert posted.service.training.record(actor, DUE + DAY).answered == 1


# ------------------------------------------------------------ who takes part


def test_a_stranger_may_ask_and_browse_but_not_train(posted: Ward) -> None:
    stranger = posted.actor(STRANGER)
    guide, training = posted.service.referral, posted.service.training
    assert guide.ask(stranger, "家賃が払えない", DUE).destinations
    assert guide.everything(stranger)
    assert guide.in_domain(stranger, LifeDomain.MONEY)
    question_id = posted.due(CLERK).question_id
    with pytest.raises(NotPermitted):
        training.due(stranger, DUE)
    with pytest.raises(NotPermitted):
        training.as_sent(stranger, KEY, question_id)
    with pytest.raises(NotPermitted):
        training.answer(stranger, KEY, question_id, 0, True, DUE)
    with pytest.raises(NotPermitted):
        training.record(stranger, DUE)


def test_who_left_is_a_stranger(posted: Ward) -> None:
    question_id = posted.due(CLERK).question_id
    posted.employ(EVERYBODY[1:], DUE + DAY)
    with pytest.raises(NotPermitted):
        _answer(posted, CLERK, question_id, 0, DUE + DAY)


def test_every_role_trains(posted: Ward) -> None:
    for who in EVERYBODY:
        assert posted.answer(who).state is CompletionState.COMPLETED


def test_colleagues_see_the_choices_in_their_own_order(posted: Ward) -> None:
    asked = {who: posted.due(who) for who in (SUPERVISOR, NURSE, *EVERYBODY)}
    assert len({due.question_id for due in asked.values()}) == 1
    assert len({tuple(c.index for c in due.choices) for due in asked.values()}) > 1


# ------------------------------------------------------------ content that changes


@pytest.fixture
def small(ward: Ward, desk: Desk, clock: SetClock) -> Ward:
    """The ward with that content, its post sent."""
    library = Library.open(desk.knowledge_dir, desk.quizzes_dir)
    opened = open_ward(ward.store, library, ward.service.referral, clock)
    opened.post()
    return opened


CONCEPT = "quizzes/concepts/call-first.yaml"


def test_a_question_that_was_taken_out_is_gone(small: Ward, desk: Desk) -> None:
    due, actor = small.due(CLERK), small.actor(CLERK)
    desk.replace(CONCEPT, "id: call-first-1", "id: call-first-2")
    assert small.library.reload().errors == ()
    training: Training = small.service.training
    assert training.due(actor, DUE) is None
    with pytest.raises(QuestionGone):
        training.as_sent(actor, KEY, due.question_id)
    with pytest.raises(QuestionGone):
        training.answer(actor, KEY, due.question_id, 0, True, DUE)
    assert training.record(actor, DUE).answered == 0


def test_an_answer_to_a_choice_that_was_taken_out_cannot_be_explained(
    small: Ward, desk: Desk
) -> None:
    third = "      - {text: 帰る, right: false, why: 放っておけないから}\n    explanation"
    desk.replace(CONCEPT, "    explanation", third)
    assert small.library.reload().errors == ()
    question_id = small.due(CLERK).question_id
    assert not _answer(small, CLERK, question_id, 2, DUE).right
    desk.replace(CONCEPT, third, "    explanation")
    assert small.library.reload().errors == ()
    with pytest.raises(QuestionGone):
        _answer(small, CLERK, question_id, 0, DUE)
    record = small.service.training.record(small.actor(CLERK), DUE + timedelta(days=7))
    assert (record.answered, record.right) == (1, 0)
