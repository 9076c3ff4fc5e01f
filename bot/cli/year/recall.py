"""What people still know eight weeks after the year, under the product and other policies.

This stands in their heads, not in the ledger. Beside it stands what the same people would
know had other policies asked them as many questions on the same days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby

from bot.cli.year.ward import SETTINGS, Colleague, Ward
from bot.core.course import Course
from bot.core.learning.minds import Mind, Setting
from bot.core.learning.policies import RECOMMENDED, policies
from bot.core.learning.simulation import Person, Week, relived
from bot.core.office_calendar import week_of
from bot.store.year import PlannedPost

TEST_AFTER = timedelta(weeks=8)

RecallTable = Mapping[str, Mapping[str, Mapping[str, float]]]
"""By law, policy, and ``all`` or ``must`` (必修)."""


def recall(
    ward: Ward, course: Course, minds: Mapping[str, Mind], posts: Sequence[PlannedPost]
) -> tuple[RecallTable, Mapping[str, int]]:
    """The shares, and of how many people under each law."""
    weeks = _weeks_of(posts)
    found: dict[str, dict[str, Mapping[str, float]]] = {}
    people: dict[str, int] = {}
    for setting in SETTINGS:
        own = [p for p in ward.people if p.setting == setting and p.staff_id in weeks]
        people[setting.law] = len(own)
        if own:
            found[setting.law] = _relived(ward, course, setting, own, weeks)
            found[setting.law][RECOMMENDED] = _played(ward, course, own, minds)
    return found, people


def together(parts: Sequence[tuple[RecallTable, Mapping[str, int]]]) -> RecallTable:
    """The shares of different people as one, each by its number."""
    laws = dict.fromkeys(law for table, _ in parts for law in table)
    return {law: _law_together([(t[law], n[law]) for t, n in parts if law in t]) for law in laws}


def _law_together(
    parts: Sequence[tuple[Mapping[str, Mapping[str, float]], int]],
) -> Mapping[str, Mapping[str, float]]:
    whole = sum(people for _, people in parts)
    first, _ = parts[0]
    return {
        policy: {
            what: round(sum(table[policy][what] * n for table, n in parts) / whole, 3)
            for what in shares
        }
        for policy, shares in first.items()
    }


def _weeks_of(posts: Sequence[PlannedPost]) -> Mapping[str, Sequence[Week]]:
    """Each person's weeks: when they were planned, and when each question was answered."""
    found: defaultdict[str, list[Week]] = defaultdict(list)
    for (who, _), some in groupby(posts, key=lambda post: (post.staff_id, week_of(post.day))):
        week = list(some)
        answered = tuple(day for post in week for day in post.answered.values())
        found[who].append(Week(week[0].day, answered))
    return found


def _relived(
    ward: Ward,
    course: Course,
    setting: Setting,
    people: Sequence[Colleague],
    weeks: Mapping[str, Sequence[Week]],
) -> dict[str, Mapping[str, float]]:
    same = [Person(p.number, ward.year, weeks[p.staff_id]) for p in people]
    others = [policy for policy in policies() if policy.name != RECOMMENDED]
    reached = {p.name: relived(course, p, setting, same, ward.last + TEST_AFTER) for p in others}
    return {name: {"all": one.all, "must": one.must} for name, one in reached.items()}


def _played(
    ward: Ward, course: Course, people: Sequence[Colleague], minds: Mapping[str, Mind]
) -> Mapping[str, float]:
    test = (ward.last + TEST_AFTER).toordinal()
    known = {
        (p.number, c): minds[p.staff_id].recall(c, test) for p in people for c in course.concepts
    }
    must = [share for (_, c), share in known.items() if course.concepts[c].required]
    return {"all": sum(known.values()) / len(known), "must": sum(must) / max(1, len(must))}
