"""Simulated wards for the crossover trial: what being taught adds is planted."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from bot.core.course import Concept, Course
from bot.core.learning.trial import Effect, GivenFirst, Trial, effect, observations, planned
from tests.core.learning.items import question

START = date(2026, 4, 15)
ATTENDANCE = 0.85
PLANTED = 10.0


def course(free: int = 12, required: int = 12) -> Course:
    """So many concepts, 必修 and others."""
    ids = [*(f"must-{i}" for i in range(required)), *(f"free-{i}" for i in range(free))]
    held = {i: Concept(i, i, i.startswith("must"), (question(0),)) for i in ids}
    return Course("v", held)


def trial(key: str = "00ff") -> Trial:
    """A trial over twelve free concepts."""
    found = planned(course(), key, START)
    assert found is not None
    return found


def answers(
    held: Trial, people: int, points: float, chance: np.random.Generator
) -> list[GivenFirst]:
    """A year of first answers: people and concepts differ, and one has met another's block."""
    ability = chance.normal(0, 0.12, people)
    hardness = {c: chance.normal(0.6, 0.08) for block in held.blocks for c in block}
    given: list[GivenFirst] = []
    for number in range(people):
        name = f"s{number}"
        own, other = held.blocks[held.half(name)], held.blocks[1 - held.half(name)]
        taught = [concept for concept in own if chance.random() < ATTENDANCE]
        given += [GivenFirst(name, c, START, bool(chance.random() < 0.6)) for c in taught]
        if number % 10 == 0:  # by a 朝礼 card, say: it counts as neither from here on
            given.append(GivenFirst(name, other[0], START, right=True))
        later = held.crosses_on + timedelta(days=7)
        for concept in (*own, *other):
            if chance.random() < ATTENDANCE:
                added = points / 100 if concept in own else 0.0
                right = chance.random() < hardness[concept] + ability[number] + added
                given.append(GivenFirst(name, concept, later, bool(right)))
    return given


def found(people: int, points: float, chance: np.random.Generator) -> Effect | None:
    """What the trial reports of one simulated ward."""
    held = trial(chance.bytes(16).hex())
    return effect(observations(held, answers(held, people, points, chance)))


def shares(wards: int, people: int, seed: int) -> tuple[float, float, float]:
    """Of so many wards: how many find a planted effect, hold it, and find one where none is."""
    chance = np.random.default_rng(seed)
    detected = covered = invented = 0
    for _ in range(wards):
        planted, nothing = found(people, PLANTED, chance), found(people, 0.0, chance)
        if planted is not None:
            detected += planted.low > 0
            covered += planted.low <= PLANTED <= planted.high
        invented += nothing is not None and nothing.is_sure
    return detected / wards, covered / wards, invented / wards
