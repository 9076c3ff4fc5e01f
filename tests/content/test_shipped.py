"""The content of this repository is without a mistake, and what it must hold is there."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml

from bot.content.reader import read_course, read_knowledge
from bot.core.duties import SafetyKind
from bot.core.knowledge import DestinationKind
from bot.core.office_calendar import is_business_day

ROOT = Path(__file__).parents[2]


def test_knowledge_has_no_mistake() -> None:
    loaded = read_knowledge(ROOT / "knowledge")
    assert "\n".join(map(str, loaded.errors)) == ""
    assert loaded.value is not None
    assert len(loaded.value.destinations) == 42
    assert set(loaded.value.duties) == set(SafetyKind)
    conferences = {"tsunagaru-ba", "share-kaigi", "joint-conference", "child-protection-council"}
    assert set(loaded.value.conferences) == {*conferences, "support-planning"}
    assert all(map(loaded.value.name_of_conference, loaded.value.conferences))
    kinds = {loaded.value.destinations[id_].kind for id_ in conferences}
    assert kinds == {DestinationKind.CONFERENCE}


# Acts amended from 2027-04-01 (facts-update §1.2): what rests on them is read again before.
AMENDED = ("社会福祉法", "介護保険法", "児童福祉法", "生活困窮者自立支援法")


def test_the_first_review_dates_are_spread_over_the_year() -> None:
    knowledge = read_knowledge(ROOT / "knowledge").value
    assert knowledge is not None
    dates = [d.review_after for d in knowledge.destinations.values()]
    assert max(Counter(dates).values()) <= 3
    assert len({(day.year, day.month) for day in dates}) >= 6
    assert all(is_business_day(day) for day in dates)
    for destination in knowledge.destinations.values():
        cited = " ".join(c.cites or "" for c in destination.citations)
        if any(act in cited for act in AMENDED):
            assert destination.review_after < date(2027, 4, 1), destination.id


def test_every_desk_of_the_ward_is_a_desk() -> None:
    knowledge = read_knowledge(ROOT / "knowledge").value
    assert knowledge is not None
    ward = [d for d in knowledge.destinations.values() if d.ward_desk]
    assert "community-welfare" in {d.id for d in ward}
    assert {d.kind for d in ward} == {DestinationKind.DESK}


def test_hours_that_are_read_can_be_reckoned_with() -> None:
    knowledge = read_knowledge(ROOT / "knowledge").value
    assert knowledge is not None
    stated = {c.id for c in knowledge.contacts.values() if c.hours and not c.always_open}
    reckoned = {c.id for c in knowledge.contacts.values() if c.hours and c.schedule is not None}
    # These state no hour: 「夜間」 and 「地域の受付時間内」.
    assert stated - reckoned == {"shouni-8000", "dv-8008"}


def test_quizzes_have_no_mistake() -> None:
    loaded = read_course(ROOT / "quizzes", read_knowledge(ROOT / "knowledge").value)
    assert "\n".join(map(str, loaded.errors)) == ""
    assert loaded.value is not None
    assert loaded.value.questions


def _cost(work: Callable[[], object]) -> float:
    spent: list[float] = []
    for _ in range(3):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def test_reading_costs_little_more_than_parsing() -> None:
    """The C parser alone is the yardstick (measured: about twice its time, 0.2 s in all)."""
    files = [path.read_bytes() for path in (ROOT / "knowledge").rglob("*.yaml")]
    parsing = _cost(lambda: [yaml.load(data, Loader=yaml.CSafeLoader) for data in files])
    assert _cost(lambda: read_knowledge(ROOT / "knowledge")) <= 4 * parsing
