"""How sure the ranking is: two small logistic models over six features.

``confidence`` is the chance that the first destination is right, ``within_three``
that a right one is among the first three. The coefficients were fitted outside the
program by maximum likelihood with an L2 penalty of 1 on (a) every example of the
shipped content, asked while held out of the index, and (b) tests/referral/heldout.jsonl
including its questions that no destination answers. They are a property of the method and
not of the content, so a ward's own content needs no new fit.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first destination; every value lies in 0..1.

    ``score`` the fused score, ``gap`` its relative distance to the second, ``covered``
    the share of the question's content words (by weight) that the destination knows,
    ``named`` likeness of a name in the text, ``support`` matched words and signs, four
    or more counting as 1, ``elsewhere`` 1 when the text names a matter of a counter
    outside this guide (lexicon ids that begin with ``elsewhere-``), else 0.
    """

    score: float
    gap: float
    covered: float
    named: float
    support: float
    elsewhere: float


# Bias, then one weight per field of Evidence. The last one is set and not fitted: it
# takes what would be a likely answer (0.9) down to below the limit of offering (0.55).
_FIRST = (-3.45, 2.78, 2.91, 0.26, 1.47, 2.23, -2.5)
_THREE = (-2.89, 2.48, 1.52, 0.69, 1.39, 3.08, -2.5)


def probabilities(evidence: Evidence) -> tuple[float, float]:
    """Chance that the first is right, and that a right one is within three (0..1)."""
    if evidence.score <= 0.0:
        return 0.0, 0.0
    first = _logistic(_FIRST, evidence)
    return first, max(first, _logistic(_THREE, evidence))


def _logistic(coefficients: tuple[float, ...], evidence: Evidence) -> float:
    bias, *weights = coefficients
    total = bias + sum(w * x for w, x in zip(weights, astuple(evidence), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
