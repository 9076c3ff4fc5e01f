"""The pre-test asks six 必修, and counts only what was right and sure as known."""

from __future__ import annotations

import pytest

from bot.core.learning.pretest import PretestAnswer, known_concepts, pretest_questions
from tests.core.learning.courses import answered, course, day

COURSE = course(12, 12)


def test_six_required_questions_of_different_concepts() -> None:
    asked = pretest_questions(COURSE, lambda _: True, {}, day(0), "s1")
    assert len({q.concept_id for q in asked}) == len(asked) == 6
    assert all(COURSE.concepts[q.concept_id].required for q in asked)
    assert asked == pretest_questions(COURSE, lambda _: True, {}, day(0), "s1")


def test_people_are_asked_about_different_things() -> None:
    chosen = {
        tuple(q.concept_id for q in pretest_questions(COURSE, lambda _: True, {}, day(0), who))
        for who in ("s1", "s2", "s3", "s4")
    }
    assert len(chosen) > 1


def test_what_was_never_met_comes_first() -> None:
    met = {f"r{n}": answered([(0, f"r{n}-1", True, True)], f"r{n}") for n in range(1, 7)}
    asked = pretest_questions(COURSE, lambda _: True, met, day(1), "s1")
    assert {q.concept_id for q in asked} == {f"r{n}" for n in range(7, 13)}


def test_fewer_where_there_are_fewer_and_nothing_that_rests() -> None:
    small = course(2, 5)
    assert len(pretest_questions(small, lambda _: True, {}, day(0), "s1")) == 2
    usable = [q.id for q in pretest_questions(small, lambda q: q.id != "r1-1", {}, day(0), "s1")]
    assert "r1-1" not in usable
    assert pretest_questions(small, lambda _: False, {}, day(0), "s1") == ()


@pytest.mark.parametrize(("right", "confident"), [(True, False), (False, True), (False, False)])
def test_only_right_and_sure_is_known(right: bool, confident: bool) -> None:
    sure = PretestAnswer("r1-1", right=True, confident=True)
    other = PretestAnswer("r2-1", right=right, confident=confident)
    gone = PretestAnswer("no-longer-there-1", right=True, confident=True)
    assert known_concepts(COURSE, [sure, other, gone]) == {"r1"}
