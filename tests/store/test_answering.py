"""What an answer needs to know is read at once, for this person and this week alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.core.delivery import DeliveryKind, DeliveryState, Occurrence, PlannedDelivery
from bot.core.learning.choices import CourseChoice
from bot.core.learning.posts import payload_of
from bot.core.learning.weeks import CompletionState
from bot.store import answering, courses, deliveries, feedback, learning, training
from bot.store.engine import Store
from bot.store.tables import delivery
from bot.store.training import GivenAnswer
from tests.store.samples import DAYS, NOW, QUIZ, WEEK, hire, learned

WHO, OTHER, NOTE = "s0001", "s0002", "note"
SECOND = replace(QUIZ, key="quiz/2026-W47/2", due_at=NOW + 2 * DAYS)
NEXT = Occurrence(
    "quiz/2026-W48/1", DeliveryKind.QUIZ, NOW + timedelta(days=7), NOW + timedelta(days=11)
)
GIVEN = GivenAnswer(1, confident=True, right=True)


@pytest.fixture
def asked(store: Store) -> Store:
    """Two people with both posts of a week and the first of the next."""
    with store.write() as tx:
        staff = hire(tx, 2)
        for post, ids in ((QUIZ, ["a-1", "b-1"]), (SECOND, ["c-1"]), (NEXT, ["d-1"])):
            planned = [PlannedDelivery(p.staff_id, payload_of(ids)) for p in staff]
            assert deliveries.plan(tx, post, planned) == 2
    return store


def _answer(store: Store, who: str, question: str, key: str = QUIZ.key) -> None:
    with store.write() as tx:
        training.answer_once(tx, key, who, question, 1, confident=True, is_right=True, at=NOW)


def _week(store: Store, who: str = WHO, concept: str = "c-1") -> answering.Week:
    with store.read() as tx:
        return answering.week_of_person(tx, who, WEEK, concept, NOTE)


def test_the_posts_of_one_week_in_their_order(asked: Store) -> None:
    held = _week(asked)
    assert [p.occurrence_key for p in held.posts] == [QUIZ.key, SECOND.key]
    assert [p.payload["questions"] for p in held.posts] == ["a-1 b-1", "c-1"]
    assert (held.state, held.told, held.easy) == (None, False, False)
    assert held.post(NEXT.key) is None
    assert _week(asked, "nobody").posts == ()


def test_answers_stand_at_their_post_and_with_their_person(asked: Store) -> None:
    _answer(asked, WHO, "a-1")
    _answer(asked, WHO, "b-1")
    _answer(asked, OTHER, "c-1", SECOND.key)
    first, second = _week(asked).posts
    assert first.answers == {"a-1": GIVEN, "b-1": GIVEN}
    assert second.answers == {}


def test_one_more_answer_is_added_without_reading_again(asked: Store) -> None:
    held = _week(asked).with_answer(QUIZ.key, "a-1", GIVEN)
    _answer(asked, WHO, "a-1")
    assert held == _week(asked)


def test_state_note_and_choice_come_along(asked: Store) -> None:
    with asked.write() as tx:
        learning.keep(tx, WHO, learned("c-1"))
        learning.keep(tx, WHO, learned("c-2"))
        learning.keep(tx, OTHER, learned("c-3"))
        feedback.tell_once(tx, WHO, NOTE)
        feedback.tell_once(tx, OTHER, "another note")
        courses.keep(tx, WHO, CourseChoice(easy=True))
    held, others = _week(asked), _week(asked, OTHER)
    assert (held.state, held.told, held.easy) == (learned("c-1"), True, True)
    assert (others.state, others.told, others.easy) == (None, False, False)
    with asked.read() as tx:
        assert answering.wants_easy(tx, WHO)
        assert not answering.wants_easy(tx, OTHER)
        assert answering.was_told(tx, WHO, NOTE)
        assert not answering.was_told(tx, OTHER, NOTE)


def test_what_is_due_by_the_occurrence_is_open_and_what_was_withdrawn_is_not(asked: Store) -> None:
    def open_(now_days: int, since_days: int = -1) -> list[str]:
        with asked.read() as tx:
            since, now = NOW + since_days * DAYS, NOW + now_days * DAYS
            return [p.occurrence_key for p in answering.open_posts(tx, WHO, since, now)]

    assert open_(0) == [QUIZ.key]
    assert open_(2) == [QUIZ.key, SECOND.key]
    assert open_(7) == [QUIZ.key, SECOND.key, NEXT.key]
    assert open_(7, since_days=0) == [SECOND.key, NEXT.key], "exactly so long ago is too long"
    with asked.write() as tx:
        which = delivery.c.occurrence_key == QUIZ.key
        tx.execute(update(delivery).where(which).values(state=DeliveryState.CANCELLED))
    assert open_(2) == [SECOND.key]
    assert [p.asked for p in _week(asked).posts] == [False, True]


@pytest.mark.parametrize("state", list(CompletionState))
def test_a_week_is_done_once_it_was_taken(asked: Store, state: CompletionState) -> None:
    with asked.write() as tx:
        training.complete(tx, WHO, WEEK, "welfare", state, NOW)
        done = answering.done_weeks(tx, WHO, WEEK)
        assert answering.done_weeks(tx, WHO, "2026-W48") == frozenset()
        assert answering.done_weeks(tx, OTHER, WEEK) == frozenset()
    taken = state in {CompletionState.COMPLETED, CompletionState.COMPLETED_LATE}
    assert done == (frozenset({WEEK}) if taken else frozenset())
