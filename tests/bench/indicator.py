"""I1 and I5 at full size: every interval up to 400 staff, and 100,000 wards under attack.

``make bench-indicator``; with numbers (``ARGS="100 5000"``) up to so many staff and so many
wards. Two processes share the work where there are processors.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.core.indicator.second_opinion import disagreements
from tests.core.indicator.wards import exports, random_waves, recovered

STAFF, WARDS, HANDS, LOT = 400, 100_000, 2, 1000


def main() -> int:
    """Print a line for each; 1 when an interval differs or a cell is recovered."""
    staff, wards = (int(a) for a in sys.argv[1:3]) if len(sys.argv) > 2 else (STAFF, WARDS)
    with ProcessPoolExecutor(HANDS) as pool:
        began = time.monotonic()
        # The largest first, so that both hands end together.
        wrong = sum(pool.map(_differing, range(staff, 0, -1)))
        cases = sum((n + 1) * (n + 2) // 2 for n in range(1, staff + 1))
        print(f"I1 区間: 職員{staff}人まで{cases:,}通り、違い{wrong}件、{_since(began)}")
        began = time.monotonic()
        lots = [(seed, min(LOT, wards - seed * LOT)) for seed in range(-(-wards // LOT))]
        found, rows = 0, Counter[str]()
        for leaks, shown in pool.map(_attacked, lots):
            found += leaks
            rows += shown
        told = "、".join(f"{state} {count:,}行" for state, count in sorted(rows.items()))
        print(
            f"I5 秘匿: {wards:,}区（3回ずつ）、計算できた内訳{found}件（{told}）、{_since(began)}"
        )
    return 1 if wrong or found else 0


def _differing(staff: int) -> int:
    return len(disagreements(staff))


def _attacked(lot: tuple[int, int]) -> tuple[int, Counter[str]]:
    seed, number = lot
    chance = random.Random(seed)
    leaks, shown = 0, Counter[str]()
    for _ in range(number):
        seen = exports(random_waves(chance))
        leaks += len(recovered(seen))
        shown.update(row.shown.value for one in seen[-1] for row in one.rows)
    return leaks, shown


def _since(began: float) -> str:
    return f"{time.monotonic() - began:.0f}秒"


if __name__ == "__main__":
    sys.exit(main())
