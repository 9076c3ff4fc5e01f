"""What one person reads and erases of their own, and nobody else's with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.delivery import PlannedDelivery
from bot.core.learning.posts import payload_of
from bot.core.learning.taking import How
from bot.store import deliveries, figures, own, training
from bot.store.engine import Store, Tx
from bot.store.own import OwnAnswer, Taken
from tests.store.samples import DAY, NOW, QUIZ, hire

WHO, OTHER = "s0001", "s0002"


@pytest.fixture
def asked(store: Store) -> Store:
    """Two people with a post of two questions each."""
    with store.write() as tx:
        payload = payload_of(["a-1", "b-1"])
        planned = [PlannedDelivery(p.staff_id, payload) for p in hire(tx, 2)]
        deliveries.plan(tx, QUIZ, planned)
    return store


def _answer(tx: Tx, who: str, question: str, *, right: bool) -> None:
    assert training.answer_once(
        tx, QUIZ.key, who, question, 1, confident=right, is_right=right, at=NOW
    )


def test_answers_are_counted_and_listed_for_one_person(asked: Store) -> None:
    with asked.write() as tx:
        _answer(tx, WHO, "a-1", right=True)
        _answer(tx, WHO, "b-1", right=False)
        _answer(tx, OTHER, "a-1", right=True)
        assert own.answer_counts(tx, WHO) == (2, 1)
        assert own.answer_counts(tx, "nobody") == (0, 0)
        first, second = own.answers_of(tx, WHO)
    assert first == OwnAnswer(QUIZ.key, "a-1", 1, True, True, NOW)
    assert (second.question_id, second.right) == ("b-1", False)


def test_erasing_leaves_other_peoples_answers_and_what_was_taken(asked: Store) -> None:
    with asked.write() as tx:
        for who in (WHO, OTHER):
            _answer(tx, who, "a-1", right=True)
        figures.note_taken(tx, WHO, "a", DAY)
        assert own.forget_answers_of(tx, WHO) == 1
        assert own.answer_counts(tx, WHO) == (0, 0)
        assert own.answer_counts(tx, OTHER) == (1, 1)
        assert own.taken_of(tx, WHO, DAY, DAY) == (Taken("a", DAY, How.ANSWERED),)


def test_a_concept_can_be_met_in_three_ways_on_one_day(asked: Store) -> None:
    with asked.write() as tx:
        for how in How:
            assert figures.note_taken(tx, WHO, "a", DAY, how)
            assert not figures.note_taken(tx, WHO, "a", DAY, how), "once each"
        found = own.taken_of(tx, WHO, DAY, DAY)
    assert [t.how for t in found] == [How.ANSWERED, How.CATCH_UP, How.TOGETHER]


def test_what_was_taken_is_read_for_whole_days(asked: Store) -> None:
    day = timedelta(days=1)
    with asked.write() as tx:
        for n in range(4):
            figures.note_taken(tx, WHO, f"c-{n}", DAY + n * day)
        found = own.taken_of(tx, WHO, DAY + day, DAY + 2 * day)
    assert [t.concept_id for t in found] == ["c-1", "c-2"]
