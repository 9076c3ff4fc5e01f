"""習得: three right in a row, different questions, two of them sure, over four weeks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.learning.mastery import KEPT_STEPS, is_mastered, lengthened
from bot.core.learning.memory import Step
from bot.core.learning.state import ConceptState
from tests.core.learning.courses import Answer, answered, day

SURE, UNSURE = True, False
ENOUGH: list[Answer] = [
    (0, "r1-1", True, SURE),
    (14, "r1-2", True, UNSURE),
    (28, "r1-3", True, SURE),
]


def test_three_right_in_a_row_over_four_weeks_are_enough() -> None:
    state = answered(ENOUGH)
    assert state.mastered_on == day(28)
    assert [step.question_id for step in state.run] == ["r1-1", "r1-2", "r1-3"]


@pytest.mark.parametrize(
    "answers",
    [
        ENOUGH[:2],
        [ENOUGH[0], (14, "r1-2", False, SURE), ENOUGH[2]],
        [ENOUGH[0], ENOUGH[1], (28, "r1-3", True, UNSURE)],
        [ENOUGH[0], ENOUGH[1], (27, "r1-3", True, SURE)],
        [ENOUGH[0], ENOUGH[1], (28, "r1-1", True, SURE)],
        [ENOUGH[0], (14, "r1-1", True, SURE), (28, "r1-2", True, UNSURE)],
    ],
    ids=[
        "two",
        "one of them wrong",
        "one sure",
        "27 days",
        "two different questions",
        "sure twice of the same question",
    ],
)
def test_less_is_not_enough(answers: list[Answer]) -> None:
    assert answered(answers).mastered_on is None


def test_a_run_that_is_too_short_in_time_is_completed_by_the_next_right_answer() -> None:
    early: list[Answer] = [(n, f"r1-{n}", True, SURE) for n in (1, 2, 3)]
    assert answered(early).mastered_on is None
    assert answered([*early, (40, "r1-4", True, UNSURE)]).mastered_on == day(40)


def test_a_wrong_answer_takes_it_back_and_it_has_to_be_earned_anew() -> None:
    lost = [*ENOUGH, (60, "r1-4", False, SURE)]
    assert answered(lost).mastered_on is None
    assert answered(lost).run == ()
    again: list[Answer] = [(n, f"r1-{n}", True, SURE) for n in (70, 80, 97)]
    assert answered([*lost, *again]).mastered_on is None
    assert answered([*lost, *again, (98, "r1-1", True, SURE)]).mastered_on == day(98)


def test_it_keeps_its_day_while_the_answers_stay_right() -> None:
    assert answered([*ENOUGH, (90, "r1-4", True, UNSURE)]).mastered_on == day(28)


STEPS = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from("abcd"), st.booleans()), min_size=1, max_size=40
)


@given(STEPS)
def test_of_a_long_run_only_so_much_is_kept_as_is_needed(
    given_steps: list[tuple[int, str, bool]],
) -> None:
    """With the questions going round, what is kept decides as the whole run would."""
    whole: list[Step] = []
    kept: tuple[Step, ...] = ()
    number = 0
    for place, (gap, _, sure) in enumerate(given_steps):
        number += gap
        whole.append(Step("abcd"[place % 4], day(number), sure))
        kept = lengthened(kept, whole[-1])
        assert len(kept) <= KEPT_STEPS
        assert kept[0] == whole[0]
        assert kept[-1] == whole[-1]
        if is_mastered(kept):
            assert is_mastered(tuple(whole))


@pytest.mark.parametrize(("length", "ways"), [(2, 9), (3, 27)])
def test_guessing_among_three_choices_is_right_in_a_row_as_seldom_as_written(
    length: int, ways: int
) -> None:
    """Somebody who guesses and always claims to be sure: 11 % and 3.7 %."""
    ends = [_guessed(choices) for choices in product(range(3), repeat=length)]
    assert len(ends) == ways
    assert sum(len(end.run) == length for end in ends) == 1
    assert sum(end.mastered_on is not None for end in ends) == (length == 3)


def _guessed(choices: Sequence[int]) -> ConceptState:
    return answered([(14 * n, f"r1-{n}", chosen == 0, SURE) for n, chosen in enumerate(choices)])
