"""L2 and L4 at full size: 100,000 schedules, and 400 people under each way of forgetting."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.learning.minds import SETTINGS, Setting
from bot.core.learning.policies import LEITNER, ONCE, RECOMMENDED, policies
from bot.core.learning.simulation import Recall, simulate
from tests.core.learning.courses import course
from tests.core.learning.schedules import faults, schedule

SCHEDULES, PEOPLE = 100_000, 400
TIMES_ONCE = 2.4
BY_WEEK, MET_SHARE = 30, 0.9
COURSE = course(required=12, optional=12)


def schedules() -> Sequence[str]:
    """No concept twice in a week, no variant twice running, nothing that rests."""
    asked, found = 0, []
    for seed in range(SCHEDULES):
        played = schedule(seed)
        asked += len(played)
        found += [f"schedule {seed}, {fault}" for fault in faults(played)]
    print(f"L2: {SCHEDULES:,} schedules, {asked:,} questions, {len(found)} faults")
    return found[:20]


def recall() -> Sequence[str]:
    """What is recalled, all / 必修, and who had met everything by week 30."""
    found: list[str] = []
    for setting in SETTINGS:
        reached = {p.name: simulate(COURSE, p, setting, PEOPLE) for p in policies()}
        told = ", ".join(f"{name} {r.all:.2f}/{r.must:.2f}" for name, r in reached.items())
        met = reached[RECOMMENDED].met_share(BY_WEEK)
        print(f"L4 {setting.law} {setting.half_life} days: {told}; all met {met:.3f}", flush=True)
        found += _missed(setting, reached)
    return found


def _missed(setting: Setting, reached: dict[str, Recall]) -> Sequence[str]:
    own, once, plain = (reached[name] for name in (RECOMMENDED, ONCE, LEITNER))
    bars = {
        f"必修 under {TIMES_ONCE} times once each": own.must >= TIMES_ONCE * once.must,
        "必修 below plain Leitner": own.must >= plain.must,
        f"not all concepts met by week {BY_WEEK}": own.met_share(BY_WEEK) >= MET_SHARE,
    }
    return [f"{setting.law} {setting.half_life}: {bar}" for bar, held in bars.items() if not held]
