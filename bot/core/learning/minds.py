"""A synthetic member of staff: what they remember, and how they answer from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.learning.forgetting import LAWS, Trail

GUESSED = 0.25  # right answers of 100 that are guesses
SURE_WHEN_KNOWN = 0.8
SURE_WHEN_GUESSED = 0.2
SPREAD = 0.5  # of half-lives between people, and between concepts (log-normal)


@dataclass(frozen=True, slots=True)
class Setting:
    """One way in which staff may forget; ``half_life`` in days after the first meeting."""

    law: str
    half_life: int


HALF_LIVES = (14, 28, 42)
SETTINGS = tuple(Setting(law, days) for law in LAWS for days in HALF_LIVES)


class Mind:
    """One person's memory of a course; the same for the same ``seed``."""

    def __init__(self, concept_ids: Sequence[str], setting: Setting, seed: Sequence[int]) -> None:
        self._chance = np.random.default_rng(seed)
        own = self._chance.normal(0, SPREAD)
        factors = np.exp(own + self._chance.normal(0, SPREAD, len(concept_ids)))
        law = LAWS[setting.law]
        self._trails: dict[str, Trail] = {
            concept_id: law(setting.half_life * float(factor))
            for concept_id, factor in zip(concept_ids, factors, strict=True)
        }

    def answer(self, concept_id: str, day: float) -> tuple[bool, bool]:
        """Whether an answer on that day is right, and sure; the feedback is read in any case."""
        recall, guess, sureness = self._chance.random(3)
        trail = self._trails[concept_id]
        recalled = bool(recall < trail.recall(day))
        trail.practise(day, recalled=recalled)
        sure = bool(sureness < (SURE_WHEN_KNOWN if recalled else SURE_WHEN_GUESSED))
        return recalled or bool(guess < GUESSED), sure

    def recall(self, concept_id: str, day: float) -> float:
        """The chance of recalling the concept on that day, without any guess."""
        return self._trails[concept_id].recall(day)
