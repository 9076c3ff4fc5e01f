"""A person's question: due, seen in their own order, answered once."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime

import pytest

from bot.core.learning.weeks import CompletionState
from bot.service.training import Feedback, QuestionGone
from tests.support.service import (
    CLERK,
    CLOSE,
    DAY,
    DUE,
    EVERYBODY,
    HEALTH,
    HOUR,
    KEY,
    NEXT_DUE,
    NEXT_KEY,
    WEEK,
    Someone,
    Ward,
)

FORGED = [
    "",
    "x",
    "../",
    "//",
    "quiz/2026-W47/2",
    "quiz//1",
    "quiz/2026-W99/1",
    "あ|い",
    "q" * 5000,
]


def _answer(ward: Ward, who: Someone, question_id: str, chosen: int, now: datetime) -> Feedback:
    actor = ward.actor(who, now)
    return ward.service.training.answer(actor, KEY, question_id, chosen, False, now)


# ------------------------------------------------------------ what is due


def test_nothing_waits_before_the_post(ward: Ward) -> None:
    assert ward.service.training.due(ward.actor(CLERK), DUE) is None


def test_the_question_waits_with_all_its_choices(posted: Ward) -> None:
    due = posted.due(CLERK)
    question = posted.library.course.questions[due.question_id]
    assert (due.occurrence_key, due.week, due.closes_at) == (KEY, WEEK, CLOSE)
    assert due.stem == question.stem
    assert sorted(c.index for c in due.choices) == list(range(len(question.choices)))
    assert all(c.text == question.choices[c.index].text for c in due.choices)
    assert posted.due(CLERK, DUE + DAY) == due


def test_what_is_due_does_not_tell_the_right_choice(posted: Ward) -> None:
    """A reader of the message's data finds texts and places, nothing else."""
    due = posted.due(CLERK)
    assert {name for choice in due.choices for name in choice.__slots__} == {"index", "text"}
    question = posted.library.course.questions[due.question_id]
    assert question.explanation not in str(due)


def test_it_waits_whether_or_not_the_message_arrived(ward: Ward) -> None:
    ward.service.delivery.ensure_due(DUE)
    assert ward.due(CLERK).occurrence_key == KEY


def test_the_newest_waits_first_and_the_older_one_after_it(posted: Ward) -> None:
    posted.post(NEXT_DUE)
    assert posted.due(CLERK, NEXT_DUE).occurrence_key == NEXT_KEY
    posted.answer(CLERK, NEXT_DUE)
    assert posted.due(CLERK, NEXT_DUE).occurrence_key == KEY
    posted.answer(CLERK, NEXT_DUE)
    assert posted.service.training.due(posted.actor(CLERK, NEXT_DUE), NEXT_DUE) is None


def test_as_sent_is_what_is_due(posted: Ward) -> None:
    due = posted.due(CLERK)
    actor = posted.actor(CLERK)
    assert posted.service.training.as_sent(actor, KEY, due.question_id) == due


# ------------------------------------------------------------ answering


@pytest.mark.parametrize("right", [True, False])
def test_the_feedback_explains(posted: Ward, right: bool) -> None:
    feedback = posted.answer(CLERK, right=right)
    question = posted.library.course.questions[feedback.question.question_id]
    assert feedback.right is right
    assert (feedback.chosen in question.right_indexes) is right
    assert feedback.why_chosen == question.choices[feedback.chosen].why
    assert feedback.right_texts == tuple(c.text for c in question.choices if c.right)
    assert feedback.why_right == tuple(c.why for c in question.choices if c.right)
    assert feedback.explanation == question.explanation
    assert [s.title for s in feedback.sources] == [
        posted.library.knowledge.sources[c.source_id].title for c in question.citations
    ]
    assert (feedback.state, feedback.repeated) == (CompletionState.COMPLETED, False)
    assert feedback.confident
    assert feedback.channel == f"D{CLERK.account}"


def test_a_second_press_repeats_the_first_answer(posted: Ward) -> None:
    first = posted.answer(CLERK, right=False)
    question_id = first.question.question_id
    rights = posted.library.course.questions[question_id].right_indexes
    again = _answer(posted, CLERK, question_id, min(rights), DUE + HOUR)
    assert (again.chosen, again.right, again.confident) == (first.chosen, False, True)
    assert again.repeated
    record = posted.service.training.record(posted.actor(CLERK), DUE + HOUR)
    assert (record.answered, record.right) == (1, 0)


def test_presses_at_the_same_moment_count_once(posted: Ward, second: Ward) -> None:
    due = posted.due(CLERK)
    together = threading.Barrier(2)
    given: list[Feedback] = []

    def press(one: Ward, chosen: int) -> None:
        together.wait()
        given.append(_answer(one, CLERK, due.question_id, chosen, DUE))

    threads = [threading.Thread(target=press, args=(w, n)) for n, w in enumerate((posted, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(feedback.repeated for feedback in given) == [False, True]
    assert len({feedback.chosen for feedback in given}) == 1


def test_a_press_after_the_close_does_not_make_the_answer_late(posted: Ward) -> None:
    first = posted.answer(CLERK)
    posted.service.delivery.ensure_due(CLOSE)
    question_id = first.question.question_id
    pressed = _answer(posted, CLERK, question_id, first.chosen, CLOSE + DAY)
    assert pressed.state is CompletionState.COMPLETED
    assert pressed == replace(first, repeated=True)


@pytest.mark.parametrize("chosen", [-1, 5, 99, 2**31])
def test_a_choice_that_does_not_exist_is_refused(posted: Ward, chosen: int) -> None:
    with pytest.raises(QuestionGone):
        _answer(posted, CLERK, posted.due(CLERK).question_id, chosen, DUE)
    assert posted.due(CLERK).occurrence_key == KEY


@pytest.mark.parametrize("key", FORGED)
def test_a_forged_post_is_gone(posted: Ward, key: str) -> None:
    actor, question_id = posted.actor(CLERK), posted.due(CLERK).question_id
    training = posted.service.training
    with pytest.raises(QuestionGone):
        training.as_sent(actor, key, question_id)
    with pytest.raises(QuestionGone):
        training.answer(actor, key, question_id, 0, True, DUE)
    assert training.record(actor, DUE).answered == 0


def test_only_the_question_that_was_sent_can_be_answered(posted: Ward) -> None:
    """Also an existing one: whose concept comes later, or whose post was another's."""
    sent = posted.due(CLERK).question_id
    for question_id in (*(q for q in posted.library.course.questions if q != sent), "", "x|y"):
        with pytest.raises(QuestionGone):
            _answer(posted, CLERK, question_id, 0, DUE)
        with pytest.raises(QuestionGone):
            posted.service.training.as_sent(posted.actor(CLERK), KEY, question_id)


def test_who_got_no_question_cannot_answer_anothers(posted: Ward) -> None:
    newcomer = Someone("T101", "柊 あらた", HEALTH)
    posted.employ([*EVERYBODY, newcomer], DUE)
    with pytest.raises(QuestionGone):
        _answer(posted, newcomer, posted.due(CLERK).question_id, 0, DUE)
    assert posted.service.training.record(posted.actor(newcomer), DUE).weeks == ()
