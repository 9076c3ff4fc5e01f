"""scipy's opinion of an interval: each end is just inside, and the next number is outside."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.stats import hypergeom

from bot.core.indicator.figures import Counts, interval

_TAIL = 0.025
_TIE = 1e-11  # closer to the tail than scipy reckons: exactly equal, which counts as rare


def disagreements(
    staff: int, ours: Callable[[Counts], tuple[int, int]] = interval
) -> list[tuple[int, int]]:
    """The (answered, yes) for which an interval of so many staff is not scipy's."""
    cases = [(n, y) for n in range(staff + 1) for y in range(n + 1)]
    ends = [ours(Counts(staff, n, y)) for n, y in cases]
    n, y = np.array(cases).T
    low, high = np.array(ends).T
    upper = _upper_tail(staff, n, y, low) & ~(_upper_tail(staff, n, y, low - 1) & (low > y))
    lower = _lower_tail(staff, n, y, high)
    lower &= ~(_lower_tail(staff, n, y, high + 1) & (high < staff - n + y))
    return [case for case, good in zip(cases, upper & lower, strict=True) if not good]


def _upper_tail(staff: int, n: np.ndarray, y: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Whether ``y`` or more is no rare result when ``held`` of the staff would say yes."""
    return np.asarray(hypergeom.sf(y - 1, staff, np.clip(held, 0, staff), n) > _TAIL + _TIE)


def _lower_tail(staff: int, n: np.ndarray, y: np.ndarray, held: np.ndarray) -> np.ndarray:
    return np.asarray(hypergeom.cdf(y, staff, np.clip(held, 0, staff), n) > _TAIL + _TIE)
