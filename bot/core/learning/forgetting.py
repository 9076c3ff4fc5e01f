"""Two laws of forgetting, independent of each other and of every scheduler.

Nobody knows how staff forget such matters, so a policy has to hold under both: A, where
recall halves after each half-life and a half-life grows with every effort that succeeds,
and B, where every practice leaves a trace that fades as a power of time, the slower the
harder it was to recall (the shape of Pavlik and Anderson 2005). Only orderings between
policies mean anything, absolute figures do not (training.md §2).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

GROWTH = 3.0  # A: a success just before forgetting makes the half-life four times as long
LOSS = 0.5  # A: a failure halves it, but never below the first
DECAY = 0.5  # B: of a trace laid down when nothing was recalled any more
EASY_DECAY = 0.4  # B: how much faster one fades that was laid down without any effort
RECALLED = 1.5  # B: the weight of what was recalled; reading the feedback weighs 1


class Trail(Protocol):
    """What one person keeps of one concept; days are counted from any fixed day."""

    def recall(self, day: float) -> float:
        """The chance of recalling it on that day, before any guess: 0 to 1."""

    def practise(self, day: float, *, recalled: bool) -> None:
        """An answer with its feedback, which tells the right one in any case."""


Law = Callable[[float], Trail]  # from a first half-life in days


class Exponential:
    """Law A."""

    def __init__(self, first_half_life: float) -> None:
        self._first = self._half_life = first_half_life
        self._last: float | None = None

    def recall(self, day: float) -> float:
        """The chance of recalling it on that day."""
        return 0.0 if self._last is None else 2.0 ** (-(day - self._last) / self._half_life)

    def practise(self, day: float, *, recalled: bool) -> None:
        """Longer after an effort that succeeded, shorter after one that did not."""
        if self._last is not None and recalled:
            self._half_life *= 1 + GROWTH * (1 - self.recall(day))
        elif self._last is not None:
            self._half_life = max(self._first, LOSS * self._half_life)
        self._last = day


class Power:
    """Law B."""

    def __init__(self, first_half_life: float) -> None:
        self._first = first_half_life
        self._traces: list[tuple[float, float, float]] = []  # since, decay, weight

    def recall(self, day: float) -> float:
        """The chance of recalling it on that day."""
        strength: float = sum(
            weight * math.pow(max(day - since, 0.5) / self._first, -decay)
            for since, decay, weight in self._traces
        )
        return strength / (1 + strength)

    def practise(self, day: float, *, recalled: bool) -> None:
        """One more trace."""
        decay = DECAY + EASY_DECAY * self.recall(day)
        self._traces.append((day, decay, RECALLED if recalled else 1.0))


LAWS: dict[str, Law] = {"exponential": Exponential, "power": Power}
