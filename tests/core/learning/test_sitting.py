"""A sitting teaches the schedule and leaves 習得 alone."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.core.delivery import HOURS, NEVER_SENT, DeliveryKind
from bot.core.learning.scheduling import FsrsScheduler
from bot.core.learning.sitting import after_sitting, ends_at, is_sitting, key_of, occurrence_of
from bot.core.learning.state import after_answer
from tests.core.learning.courses import Answer, answered, day

FSRS = FsrsScheduler()
ANSWERS = st.lists(
    st.tuples(
        st.integers(0, 40), st.sampled_from(["r1-1", "r1-2", "r1-3"]), st.booleans(), st.booleans()
    ),
    max_size=6,
)


def _in_order(answers: list[Answer]) -> list[Answer]:
    passed, ordered = 0, []
    for days, name, right, sure in answers:
        passed += days
        ordered.append((passed, name, right, sure))
    return ordered


@given(answers=ANSWERS, right=st.booleans(), sure=st.booleans())
def test_run_and_mastery_stay_and_the_schedule_learns(
    answers: list[Answer], right: bool, sure: bool
) -> None:
    before = answered(_in_order(answers)) if answers else None
    how = {"right": right, "confident": sure, "day": day(300), "scheduler": FSRS}
    sat = after_sitting(before, "r1", "r1-4", **how)
    plain = after_answer(before, "r1", "r1-4", **how)
    assert sat.run == (before.run if before else ())
    assert sat.mastered_on == (before.mastered_on if before else None)
    assert (sat.memory, sat.due, sat.last_day) == (plain.memory, plain.due, plain.last_day)
    assert (sat.last_question, sat.answers) == ("r1-4", len(answers) + 1)


def test_sittings_alone_never_make_mastery() -> None:
    state = None
    for number in range(12):
        state = after_sitting(
            state,
            "r1",
            f"r1-{number}",
            right=True,
            confident=True,
            day=day(30 * number),
            scheduler=FSRS,
        )
    assert state is not None
    assert (state.mastered_on, state.run) == (None, ())


def test_what_was_wrong_comes_back_soon() -> None:
    wrong = after_sitting(
        None, "r1", "r1-1", right=False, confident=True, day=day(0), scheduler=FSRS
    )
    sure = after_sitting(None, "r1", "r1-1", right=True, confident=True, day=day(0), scheduler=FSRS)
    assert wrong.due < sure.due


def test_its_occurrence_is_never_open() -> None:
    held = occurrence_of(2026)
    assert (held.key, held.kind) == (key_of(2026), DeliveryKind.SITTING)
    assert held.expires_at == held.due_at == datetime(2026, 3, 31, 15, tzinfo=UTC)
    assert ends_at(2026) == occurrence_of(2027).due_at
    assert held.kind in NEVER_SENT
    assert set(HOURS) == set(DeliveryKind)
    assert is_sitting(held.key)
    assert not is_sitting("quiz/2026-W47/1")
