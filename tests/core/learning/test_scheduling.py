"""When a concept is due again, by FSRS and by its twin (goal L7: either can go on)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.learning.memory import Grade, grade_of
from bot.core.learning.scheduling import (
    BOX_DAYS,
    LONGEST_DAYS,
    FsrsScheduler,
    LeitnerScheduler,
    Scheduler,
)
from bot.core.learning.state import ConceptState, after_answer, rescheduled
from tests.core.learning.courses import answered, day

FSRS, LEITNER = FsrsScheduler(), LeitnerScheduler()
BOTH: tuple[Scheduler, ...] = (FSRS, LEITNER)
ANSWERS = st.lists(st.tuples(st.integers(0, 90), st.booleans(), st.booleans()), min_size=1)


def _played(
    gaps: list[tuple[int, bool, bool]], scheduler: Scheduler, state: ConceptState | None = None
) -> ConceptState:
    number = 0 if state is None else (state.last_day - day(0)).days
    for gap, right, sure in gaps:
        number += gap
        state = after_answer(
            state, "r1", "r1-1", right=right, confident=sure, day=day(number), scheduler=scheduler
        )
    assert state is not None
    return state


def test_grades_follow_the_answer_and_what_is_wrong_is_wrong_however_sure() -> None:
    assert grade_of(right=True, confident=True) is Grade.SURE
    assert grade_of(right=True, confident=False) is Grade.UNSURE
    assert grade_of(right=False, confident=True) is Grade.WRONG
    assert grade_of(right=False, confident=False) is Grade.WRONG


def test_fsrs_reviews_what_is_always_right_after_2_11_46_163_and_180_days() -> None:
    """The intervals that the study measured, with its cap of half a year."""
    state = answered([(0, "r1-1", True, True)])
    found = [(state.due - state.last_day).days]
    for _ in range(4):
        number = (state.due - day(0)).days
        state = after_answer(
            state,
            "r1",
            "r1-1",
            right=True,
            confident=True,
            day=day(number),
            scheduler=FSRS,
        )
        found.append((state.due - state.last_day).days)
    assert found == [2, 11, 46, 163, 180]


@given(ANSWERS)
def test_fsrs_says_what_the_library_says(gaps: list[tuple[int, bool, bool]]) -> None:
    own = fsrs.Scheduler(
        desired_retention=0.9,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=180,
        enable_fuzzing=False,
    )
    card = fsrs.Card(card_id=1)
    now = datetime(2026, 4, 20, tzinfo=UTC)
    for gap, right, sure in gaps:
        now += timedelta(days=gap)
        rating = fsrs.Rating.Again
        if right:
            rating = fsrs.Rating.Good if sure else fsrs.Rating.Hard
        card, _ = own.review_card(card, rating, now)
    state = _played(gaps, FSRS)
    assert state.memory.stability == card.stability
    assert state.memory.difficulty == card.difficulty
    assert state.due - state.last_day == card.due - now


def test_leitner_moves_up_when_right_and_sure_stays_when_unsure_and_begins_again_when_wrong() -> (
    None
):
    memory = LEITNER.first(Grade.SURE)
    boxes = [memory.box]
    for grade in (Grade.SURE, Grade.UNSURE, Grade.SURE, Grade.SURE, Grade.SURE, Grade.SURE):
        memory = LEITNER.next(memory, grade, 30)
        boxes.append(memory.box)
    assert boxes == [0, 1, 1, 2, 3, 4, 4]
    assert LEITNER.next(memory, Grade.WRONG, 30).box == 0
    due = [LEITNER.due(LEITNER.next(memory, g, 1), day(0)) for g in (Grade.WRONG, Grade.SURE)]
    assert due == [day(14), day(182)]


def test_leitners_boxes_are_2_4_8_16_and_26_weeks() -> None:
    assert [days / 7 for days in BOX_DAYS] == [2, 4, 8, 16, 26]


@pytest.mark.parametrize("scheduler", BOTH, ids=("fsrs", "leitner"))
@given(gaps=ANSWERS)
def test_a_review_is_due_within_half_a_year_and_never_on_the_day_itself(
    scheduler: Scheduler, gaps: list[tuple[int, bool, bool]]
) -> None:
    state = _played(gaps, scheduler)
    assert 1 <= (state.due - state.last_day).days <= max(LONGEST_DAYS, BOX_DAYS[-1])


@pytest.mark.parametrize("scheduler", BOTH, ids=("fsrs", "leitner"))
@given(gaps=ANSWERS, more=st.integers(0, 90))
def test_wrong_is_due_no_later_than_unsure_and_unsure_no_later_than_sure(
    scheduler: Scheduler, gaps: list[tuple[int, bool, bool]], more: int
) -> None:
    state = _played(gaps, scheduler)
    due = [_played([(more, *how)], scheduler, state).due for how in _WORSE_TO_BETTER]
    assert all(a <= b for a, b in pairwise(due))


_WORSE_TO_BETTER = ((False, True), (True, False), (True, True))


@given(ANSWERS, ANSWERS, st.booleans())
def test_l7_a_state_goes_from_one_scheduler_to_the_other_and_back(
    gaps: list[tuple[int, bool, bool]], more: list[tuple[int, bool, bool]], begin: bool
) -> None:
    first, second = BOTH if begin else BOTH[::-1]
    state = _played(gaps, first)
    moved = rescheduled(state, second)
    assert moved.due == second.due(state.memory, state.last_day)
    assert rescheduled(moved, first) == state  # nothing is lost on the way
    after = _played(more, second, moved)
    assert after.answers == len(gaps) + len(more)
    assert rescheduled(after, first).last_day == after.last_day


@given(ANSWERS)
def test_l7_leitners_boxes_are_the_same_whichever_scheduler_kept_them(
    gaps: list[tuple[int, bool, bool]],
) -> None:
    kept, own = _played(gaps, FSRS), _played(gaps, LEITNER)
    assert rescheduled(kept, LEITNER).due == own.due
    assert kept.memory.box == own.memory.box


@given(ANSWERS)
def test_l7_fsrs_first_asks_on_the_day_that_leitner_would_have(
    gaps: list[tuple[int, bool, bool]],
) -> None:
    state = _played(gaps, LEITNER)
    wanted = min(BOX_DAYS[state.memory.box], LONGEST_DAYS)
    assert (rescheduled(state, FSRS).due - state.last_day).days == wanted


def test_an_answer_on_a_clock_that_was_set_back_counts_as_of_the_day_before() -> None:
    state = answered([(10, "r1-1", True, True), (3, "r1-2", True, True)])
    assert state.last_day == day(10)
    assert state.answers == 2
