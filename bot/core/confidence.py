"""How sure the ranking is: two small logistic models over six features.

``confidence`` is the chance that the first destination is right, ``within_three``
that a right one is among the first three. The coefficients were fitted outside the
program by maximum likelihood with an L2 penalty on (a) every example of the shipped
content, asked while held out of the index, the matters of other counters included, and
(b) tests/referral/heldout*.jsonl. They are a property of the method and not of the
content, so a ward's own content needs no new fit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first destination.

    ``score``: its document score (0..1). ``likely``, ``three``, ``elsewhere``: log-odds
    that it is the entry meant, that one of the first three is, and that it is a matter
    of another counter. ``covered``: the share of the question's content words (by
    weight) that it knows (0..1). ``support``: matched words and signs, four or more
    counting as 1.
    """

    score: float
    likely: float
    three: float
    covered: float
    support: float
    elsewhere: float


# Bias, then one weight per field of Evidence.
_FIRST = (-1.58, -1.47, 0.79, -0.07, 1.30, 1.22, -0.11)
_THREE = (-1.75, -2.67, -0.20, 0.85, 1.79, 1.37, -0.24)
_values = attrgetter(*Evidence.__slots__)
_FAINT = 1e-4  # shares below it all count as nothing


def log_odds(share: float) -> float:
    """The log-odds of a share, between about -9 and 9."""
    return math.log((share + _FAINT) / (1.0 - share + _FAINT))


def probabilities(evidence: Evidence) -> tuple[float, float]:
    """Chance that the first is right, and that a right one is within three (0..1)."""
    if evidence.score <= 0.0:
        return 0.0, 0.0
    first = _logistic(_FIRST, evidence)
    return first, max(first, _logistic(_THREE, evidence))


def _logistic(coefficients: tuple[float, ...], evidence: Evidence) -> float:
    bias, *weights = coefficients
    total = bias + sum(w * x for w, x in zip(weights, _values(evidence), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
