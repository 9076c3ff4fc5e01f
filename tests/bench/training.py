"""``make bench-training``: goals of the training at full size, one function each.

A goal prints its figures and returns its faults, one sentence each; with words behind
(``ARGS="L2 L4"``) only those are played.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence

from tests.bench.training_policy import recall, schedules
from tests.bench.training_posts import posts
from tests.bench.training_quality import flags, trial
from tests.bench.training_year import year

Goal = Callable[[], Sequence[str]]
GOALS: Mapping[str, Goal] = {
    "L2": schedules,
    "L3": posts,
    "L4": recall,
    "year": year,
    "L12": flags,
    "L13": trial,
}


def main(wanted: Sequence[str]) -> int:
    """Play the goals that are wanted (none named: all); 1 when one is missed."""
    faults: list[str] = []
    for name, goal in GOALS.items():
        if wanted and name not in wanted:
            continue
        began = time.perf_counter()
        faults += [f"{name}: {fault}" for fault in goal()]
        print(f"{name}: {time.perf_counter() - began:.0f} s", flush=True)
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
