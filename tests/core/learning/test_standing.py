"""習得, 学習中, まだ: how a concept stands, and which answer made it so."""

from __future__ import annotations

from bot.core.learning.standing import (
    STANDING_LABELS,
    ConceptStanding,
    completed_by,
    completes,
    standing_of,
)
from tests.core.learning.courses import Answer, answered

TWO: list[Answer] = [(0, "r1-1", True, True), (14, "r1-2", True, True)]
THREE: list[Answer] = [*TWO, (28, "r1-3", True, False)]


def test_each_standing_has_its_word() -> None:
    assert [STANDING_LABELS[s] for s in ConceptStanding] == ["習得", "学習中", "まだ"]


def test_a_concept_is_met_then_learned_and_lost_again() -> None:
    assert standing_of(None) is ConceptStanding.UNSEEN
    assert standing_of(answered(TWO)) is ConceptStanding.LEARNING
    assert standing_of(answered(THREE)) is ConceptStanding.MASTERED
    wrong = answered([*THREE, (60, "r1-4", False, True)])
    assert standing_of(wrong) is ConceptStanding.LEARNING


def test_only_the_answer_that_completes_it_is_told() -> None:
    two, three = answered(TWO), answered(THREE)
    four = answered([*THREE, (60, "r1-4", True, True)])
    assert not completes(None, two)
    assert completes(two, three)
    assert not completes(three, four)
    assert completed_by(three, "r1-3")
    assert not completed_by(three, "r1-2")
    assert not completed_by(four, "r1-4")
    assert not completed_by(two, "r1-2")
    assert not completed_by(None, "r1-1")
