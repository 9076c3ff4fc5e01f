"""L12 and L13 at full size: flags of simulated questions, and 500 wards with a trial."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.learning.item_statistics import LEAST_JUDGED, Flag
from tests.core.learning import items, trials

SEED = 20261122
WARDS, STAFF = 60, 300
TRIALS = 500
MOST_FALSE = 0.02
LEAST_FOUND, MOST_INVENTED = 0.80, 0.07
BAD = (
    (items.TOO_HARD, Flag.TOO_HARD),
    (items.TOO_EASY, Flag.TOO_EASY),
    (items.FLAT, Flag.DOES_NOT_DISCRIMINATE),
    (items.UNUSED, Flag.UNUSED_CHOICE),
    (items.MISLEADING, Flag.STRONG_PREFER_WRONG),
)


def flags() -> Sequence[str]:
    """At most 2 % of sound questions flagged from 150 first attempts on; what is bad is found."""
    found = []
    for people in (LEAST_JUDGED, 250):
        flagged, judged = items.false_flags(WARDS, people, SEED)
        share = flagged / judged
        print(f"L12 n={people}: {flagged} of {judged:,} sound questions flagged ({share:.2%})")
        if share > MOST_FALSE:
            found.append(f"{share:.2%} of sound questions flagged at n={people}")
    for kind, flag in BAD:
        missed, wards = items.missed(kind, flag, 40, LEAST_JUDGED, SEED)
        print(f"L12 n={LEAST_JUDGED}: {flag} missed {missed} of {wards} times", flush=True)
    return found


def trial() -> Sequence[str]:
    """A planted effect of ten points is found in 80 % of wards, and none where there is none."""
    detected, covered, invented = trials.shares(TRIALS, STAFF, SEED)
    print(
        f"L13 {TRIALS} wards of {STAFF}: {trials.PLANTED:.0f} points found in {detected:.1%}, "
        f"in the interval in {covered:.1%}; without any found in {invented:.1%}"
    )
    found = []
    if min(detected, covered) < LEAST_FOUND:
        found.append(f"the planted effect was reproduced in {min(detected, covered):.1%}")
    if invented > MOST_INVENTED:
        found.append(f"an effect was reported where there is none in {invented:.1%}")
    return found
