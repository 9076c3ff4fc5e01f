"""What is asked next: order, distinct concepts, and whose turn a question is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.course import Course, Question
from bot.core.learning.selection import pick
from bot.core.learning.state import ConceptState
from tests.core.learning.courses import answered, course, day
from tests.core.learning.schedules import Asked, faults, schedule

SMALL = course(required=2, optional=2)


def _all(_: Question) -> bool:
    return True


def _state(concept_id: str, due: int, last: str = "") -> ConceptState:
    state = answered([(0, last or f"{concept_id}-1", True, True)], concept_id)
    return ConceptState(
        concept_id, state.memory, day(due), day(0), state.last_question, 1, state.run, None
    )


def _states(**due: int) -> dict[str, ConceptState]:
    return {concept_id: _state(concept_id, number) for concept_id, number in due.items()}


def _asked(held: Course, states: dict[str, ConceptState], count: int = 3) -> list[str]:
    return [q.concept_id for q in pick(held, _all, states, day(30), count)]


def test_a_beginner_is_asked_required_concepts_first() -> None:
    assert sorted(_asked(SMALL, {}, 2)) == ["r1", "r2"]
    assert sorted(_asked(SMALL, {}, 4)) == ["o1", "o2", "r1", "r2"]


def test_one_new_concept_comes_before_all_reviews_and_further_new_ones_after_what_is_due() -> None:
    held = course(required=3, optional=1)
    first, second, third, fourth = _asked(held, _states(o1=29), 4)
    assert {first, third} < {"r1", "r2", "r3"}
    assert second == "o1"
    assert fourth in {"r1", "r2", "r3"}


def test_due_reviews_go_required_first_then_oldest_first() -> None:
    states = _states(r1=20, r2=10, o1=5, o2=1)
    assert _asked(SMALL, states, 4) == ["r2", "r1", "o2", "o1"]


def test_what_is_not_due_comes_last_and_the_nearest_first() -> None:
    states = _states(r1=90, r2=60, o1=40, o2=30)
    assert _asked(SMALL, states, 4) == ["o2", "o1", "r2", "r1"]


def test_due_means_from_that_day_on() -> None:
    states = _states(r1=31, r2=30, o1=29, o2=90)
    assert _asked(SMALL, states, 2) == ["r2", "o1"]


def test_avoided_concepts_are_left_out_and_a_small_course_gives_what_it_has() -> None:
    chosen = pick(SMALL, _all, {}, day(0), 9, avoid={"r1", "o2"})
    assert sorted(q.concept_id for q in chosen) == ["o1", "r2"]
    assert pick(Course("empty"), _all, {}, day(0), 3) == ()


def test_an_avoided_question_is_asked_only_where_its_concept_has_no_other() -> None:
    held = course(required=1, optional=0, questions=2)
    (one,) = pick(held, _all, {}, day(0), 1)
    (other,) = pick(held, _all, {}, day(0), 1, avoid={one.id})
    assert other != one
    (again,) = pick(held, lambda q: q == one, {}, day(0), 1, avoid={one.id})
    assert again == one


def test_a_concept_without_usable_questions_is_passed_over_and_the_week_is_still_full() -> None:
    chosen = pick(SMALL, lambda q: q.concept_id != "r1", {}, day(0), 3)
    assert sorted(q.concept_id for q in chosen) == ["o1", "o2", "r2"]


def test_a_person_goes_round_all_questions_of_a_concept_before_one_comes_again() -> None:
    held = course(required=1, optional=0, questions=5)
    states: dict[str, ConceptState] = {}
    order = []
    for number in range(10):
        (one,) = pick(held, _all, states, day(number), 1, seed="P1")
        order.append(one.id)
        states["r1"] = answered([(number, one.id, True, True)])
    assert len(set(order[:5])) == 5
    assert order[5:] == order[:5]


def test_a_question_that_rests_loses_its_turn_and_keeps_its_place() -> None:
    held = course(required=1, optional=0, questions=4)
    (first,) = pick(held, _all, {}, day(0), 1, seed="P1")
    states = {"r1": answered([(0, first.id, True, True)])}
    (second,) = pick(held, _all, states, day(1), 1, seed="P1")
    (instead,) = pick(held, lambda q: q != second, states, day(1), 1, seed="P1")
    assert instead not in (first, second)


def test_people_get_different_variants_and_orders_and_each_the_same_again() -> None:
    held = course(required=6, optional=6)
    chosen = {seed: pick(held, _all, {}, day(0), 3, seed=seed) for seed in map(str, range(40))}
    assert len({q[0].concept_id for q in chosen.values()}) == 6
    assert len({q.id for picked in chosen.values() for q in picked if q.concept_id == "r1"}) == 4
    assert all(pick(held, _all, {}, day(0), 3, seed=s) == chosen[s] for s in chosen)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_l2_no_concept_twice_in_a_week_and_no_variant_twice_running(seed: int) -> None:
    assert faults(schedule(seed)) == []


@pytest.mark.parametrize("later", [0, 1])
def test_the_check_of_schedules_can_fail(later: int) -> None:
    one = SMALL.concepts["r1"].questions[0]
    usable = frozenset(q.id for q in SMALL.concepts["r1"].questions)
    found = faults([Asked(0, one, usable), Asked(later, one, usable)])
    assert found[-1] == f"week {later}: r1-1 twice running"
    assert len(found) == 2 - later
    assert faults([Asked(0, one, frozenset())]) == ["week 0: r1-1 was suspended"]


@given(st.integers(0, 400), st.sampled_from(("r1", "r2")))
def test_a_review_never_waits_behind_a_later_one_of_its_kind(due: int, late: str) -> None:
    """Of two required concepts that are due, the one that has waited longer is asked."""
    other = {"r1": "r2", "r2": "r1"}[late]
    states = {late: _state(late, due + 1), other: _state(other, due)}
    today = day(due) + timedelta(days=1)
    held = course(required=2, optional=0)
    assert [q.concept_id for q in pick(held, _all, states, today, 1)] == [other]
