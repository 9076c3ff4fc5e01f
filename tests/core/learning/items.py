"""Simulated wards for the figures about questions: what they are is known, so errors count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot.core.course import Choice, Question, QuestionType
from bot.core.learning.item_statistics import FirstAttempt, Flag, ItemStatistics, item_statistics

Floats = NDArray[np.float64]
QUESTIONS = 60
ANSWERED = 0.6
"""Of a year's questions a person answers so many: everybody others."""


@dataclass(frozen=True)
class Kind:
    """How a question is built: its facility, slope over ability, and first distractor's part."""

    facility: float
    slope: float = 1.0
    first_part: float = 0.5
    strong_first: bool = False  # the strong fall for the first distractor, the weak for the other


TOO_HARD, TOO_EASY = Kind(0.18), Kind(0.99)
FLAT, UNUSED = Kind(0.6, slope=-0.3), Kind(0.6, first_part=0.01)
MISLEADING = Kind(0.5, slope=0.9, strong_first=True)


def good(chance: np.random.Generator) -> Kind:
    """A sound question: neither hard nor easy, telling, both distractors chosen by some."""
    facility = chance.uniform(0.45, 0.75)
    least = 0.12 / (1 - facility)
    return Kind(facility, chance.uniform(0.8, 1.5), chance.uniform(least, 1 - least))


def question(number: int) -> Question:
    """Three choices, the first one right."""
    choices = tuple(Choice(text, text == "a", "") for text in "abc")
    kind = QuestionType.SIGN
    return Question(f"q{number}", "c", kind, "", choices, "", (), (), date(2026, 4, 1))


def ward(kinds: list[Kind], people: int, chance: np.random.Generator) -> list[FirstAttempt]:
    """What people of all abilities answer at first; each question by exactly ``people``."""
    everybody = round(people / ANSWERED)
    ability = chance.normal(size=everybody)
    attempts = []
    for number, kind in enumerate(kinds):
        chances = _chances(kind, ability)
        who = chance.permutation(everybody)[:people]
        rights = chance.random(everybody) < chances
        firsts = chance.random(everybody) < _first_part(kind, ability)
        attempts += [
            FirstAttempt(int(p), f"q{number}", 0 if rights[p] else 1 if firsts[p] else 2, rights[p])
            for p in who
        ]
    return attempts


def _chances(kind: Kind, ability: Floats) -> Floats:
    low, high = -9.0, 9.0
    for _ in range(40):
        middle = (low + high) / 2
        found = _logistic(kind.slope * ability + middle)
        low, high = (middle, high) if found.mean() < kind.facility else (low, middle)
    return _logistic(kind.slope * ability + (low + high) / 2)


def _first_part(kind: Kind, ability: Floats) -> Floats:
    if kind.strong_first:
        return _logistic(5 * ability - 0.5)
    return np.full(len(ability), kind.first_part)


def _logistic(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-x))


def figures(
    kinds: list[Kind], people: int, chance: np.random.Generator
) -> Mapping[str, ItemStatistics]:
    """The figures of a simulated ward."""
    questions = {f"q{i}": question(i) for i in range(len(kinds))}
    return item_statistics(ward(kinds, people, chance), questions)


def false_flags(wards: int, people: int, seed: int) -> tuple[int, int]:
    """How many of so many good questions are flagged in ``wards`` wards."""
    chance = np.random.default_rng(seed)
    flagged = judged = 0
    for _ in range(wards):
        found = figures([good(chance) for _ in range(QUESTIONS)], people, chance)
        flagged += sum(bool(item.flags) for item in found.values())
        judged += len(found)
    return flagged, judged


def missed(kind: Kind, flag: Flag, wards: int, people: int, seed: int) -> tuple[int, int]:
    """How often a bad question among good ones is not flagged for what it is."""
    chance = np.random.default_rng(seed)
    found = [
        figures([kind, *(good(chance) for _ in range(30))], people, chance) for _ in range(wards)
    ]
    return sum(flag not in one["q0"].flags for one in found), wards
