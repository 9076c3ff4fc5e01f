"""Answers are kept once; weeks close once; what was achieved stays."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import product

import pytest

from bot.core.learning.weeks import CompletionState
from bot.store import deliveries, training
from bot.store.engine import BadValue, Store, Tx
from bot.store.training import Completion, CompletionCount, GivenAnswer
from tests.store.samples import HOUR, NOW, QUIZ, WEEK, hire, member, plan_quiz

COMPLETED = CompletionState.COMPLETED
NOT_COMPLETED = CompletionState.NOT_COMPLETED
LATE = CompletionState.COMPLETED_LATE
EXCLUDED = CompletionState.EXCLUDED


def _answer(tx: Tx, choice: int = 1, question: str = "q-1", who: int = 1) -> bool:
    staff_id = f"s{who:04d}"
    at = NOW + choice * HOUR
    return training.answer_once(
        tx, QUIZ.key, staff_id, question, choice, confident=True, is_right=choice == 1, at=at
    )


def test_the_first_answer_stays(store: Store) -> None:
    plan_quiz(store, 1)
    with store.write() as tx:
        assert training.answer_of(tx, "s0001", QUIZ.key, "q-1") is None
        assert _answer(tx, choice=1)
        assert not _answer(tx, choice=2)
        assert _answer(tx, choice=2, question="q-2")
        given = training.answer_of(tx, "s0001", QUIZ.key, "q-1")
    assert given == GivenAnswer(choice=1, confident=True, right=True)


def test_of_eight_simultaneous_answers_one_counts(store: Store) -> None:
    plan_quiz(store, 1)
    together = threading.Barrier(8)

    def answer(choice: int) -> bool:
        together.wait()
        with store.write() as tx:
            return _answer(tx, choice)

    with ThreadPoolExecutor(8) as threads:
        accepted = list(threads.map(answer, range(8)))
    with store.read() as tx:
        given = training.answer_of(tx, "s0001", QUIZ.key, "q-1")
    assert sum(accepted) == 1
    assert given is not None
    assert given.choice == accepted.index(True)


def test_an_answer_needs_an_occurrence(store: Store) -> None:
    with store.write() as tx:
        hire(tx, 1)
    with pytest.raises(BadValue), store.write() as tx:
        _answer(tx)


def _complete(tx: Tx, state: CompletionState, at: datetime = NOW, section: str = "welfare") -> bool:
    return training.complete(tx, "s0001", WEEK, section, state, at)


RULE = {
    COMPLETED: frozenset[CompletionState](),
    LATE: frozenset({COMPLETED}),
    NOT_COMPLETED: frozenset(CompletionState),
    EXCLUDED: frozenset(CompletionState),
}


@pytest.mark.parametrize(("old", "new"), list(product(CompletionState, CompletionState)))
def test_what_was_achieved_is_never_taken_back(
    store: Store, old: CompletionState, new: CompletionState
) -> None:
    with store.write() as tx:
        hire(tx, 1)
        assert _complete(tx, old)
        changed = _complete(tx, new, NOW + HOUR, "tax")
        (stands,) = training.completions_of(tx, "s0001")
    assert changed == (new in RULE[old])
    at = NOW + HOUR if changed else NOW
    assert stands == Completion(WEEK, "welfare", new if changed else old, at)


def test_closing_marks_those_without_a_row(store: Store) -> None:
    with store.write() as tx:
        hire(tx, 3)
        _complete(tx, COMPLETED)
        assert not training.is_closed(tx, WEEK)
        assert training.close_week(tx, WEEK, [member(3), member(1), member(2)], NOW) == 2
        assert training.is_closed(tx, WEEK)
        assert not training.is_closed(tx, "2026-W48")
        training.complete(tx, "s0003", WEEK, "welfare", LATE, NOW + HOUR)
        counts = training.completion_counts(tx, WEEK, WEEK, None)
    assert counts == (
        CompletionCount(WEEK, "welfare", COMPLETED, 1),
        CompletionCount(WEEK, "welfare", LATE, 1),
        CompletionCount(WEEK, "welfare", NOT_COMPLETED, 1),
    )


def test_a_closed_week_does_not_change_with_the_roster(store: Store) -> None:
    with store.write() as tx:
        hire(tx, 2)
        assert training.close_week(tx, WEEK, [member(1)], NOW) == 1
        assert training.close_week(tx, WEEK, [member(1), member(2)], NOW) == 0
        assert training.completions_of(tx, "s0002") == ()


def test_of_eight_that_close_a_week_one_does(store: Store) -> None:
    with store.write() as tx:
        hire(tx, 20)
    everybody = [member(n) for n in range(1, 21)]
    together = threading.Barrier(8)

    def close(turn: int) -> int:
        together.wait()
        with store.write() as tx:
            return training.close_week(tx, WEEK, everybody[::-1] if turn % 2 else everybody, NOW)

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(close, range(8))) == [0] * 7 + [20]


def test_figures_are_limited_to_weeks_and_sections(store: Store) -> None:
    weeks = ("2025-W52", "2026-W01", "2026-W53", "2027-W01")
    with store.write() as tx:
        hire(tx, 3)
        for week in weeks:
            training.close_week(tx, week, [member(1), member(2), member(3, "tax")], NOW)
        whole = training.completion_counts(tx, "2026-W01", "2026-W53", None)
        tax = training.completion_counts(tx, weeks[0], weeks[-1], frozenset({"tax"}))
        none = training.completion_counts(tx, weeks[0], weeks[-1], frozenset())
    assert whole == tuple(
        CompletionCount(week, section, NOT_COMPLETED, number)
        for week in weeks[1:3]
        for section, number in (("tax", 1), ("welfare", 2))
    )
    assert [(c.week, c.count) for c in tax] == [(week, 1) for week in weeks]
    assert none == ()


def test_who_took_the_training_includes_the_late(store: Store) -> None:
    with store.write() as tx:
        hire(tx, 4)
        for who, state in zip(
            ("s0001", "s0002", "s0003"), (COMPLETED, LATE, EXCLUDED), strict=True
        ):
            training.complete(tx, who, WEEK, "welfare", state, NOW)
        training.complete(tx, "s0004", WEEK, "tax", COMPLETED, NOW)
        assert training.completed_staff(tx, WEEK, "welfare") == {"s0001", "s0002"}
        assert training.completed_staff(tx, "2026-W48", "welfare") == frozenset()


def test_the_answer_and_its_completion_stand_or_fall_together(store: Store) -> None:
    plan_quiz(store, 1)
    with pytest.raises(BadValue), store.write() as tx:
        _answer_in_no_section(tx)
    with store.read() as tx:
        assert training.answer_of(tx, "s0001", QUIZ.key, "q-1") is None
        assert deliveries.has_occurrence(tx, QUIZ.key)


def _answer_in_no_section(tx: Tx) -> None:
    assert _answer(tx)
    training.complete(tx, "s0001", WEEK, "no-such-section", COMPLETED, NOW)
