"""I9: included + excluded by reason = roster; groups put together; reasons below five."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.indicator.denominator import (
    OTHER,
    Denominator,
    DenominatorFault,
    reconciled,
)
from bot.core.indicator.groups import (
    PAPER_NAME,
    PAPER_TOGETHER,
    SectionSize,
    groups_with_paper,
    reporting_groups,
)

DAY = date(2027, 1, 4)
REASONS = st.sampled_from([None, None, None, "休職", "育休", "長期派遣", "当日以降の着任"])
SECTIONS = st.lists(st.integers(0, 60), min_size=1, max_size=30)


@given(st.lists(REASONS, max_size=200))
def test_i9_those_asked_and_those_left_out_are_the_roster(roster: list[str | None]) -> None:
    found = reconciled(DAY, roster)
    assert found.asked + sum(people for _, people in found.left_out) == found.roster == len(roster)
    assert found.asked == roster.count(None)
    assert found == reconciled(DAY, roster[::-1])


def test_i9_numbers_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(DenominatorFault, match="対象290人と対象外9人を足しても、名簿の300人"):
        Denominator(DAY, 300, 290, (("育休", 9),))
    with pytest.raises(DenominatorFault):
        Denominator(DAY, 300, 301, (("育休", -1),))


@given(st.lists(REASONS, max_size=60))
def test_reasons_below_five_are_one_sum_and_nobody_is_lost(roster: list[str | None]) -> None:
    found = reconciled(DAY, roster)
    shown = dict(found.shown())
    real = Counter(reason for reason in roster if reason)
    assert found.asked + sum(shown.values()) == found.roster
    for reason, people in shown.items():
        assert reason == OTHER or (people == real[reason] and people >= 5)


def test_the_other_reason_of_the_roster_is_not_shown_twice() -> None:
    found = Denominator(DAY, 20, 5, (("その他", 6), ("休職", 2), ("育休", 7)))
    assert found.shown() == (("育休", 7), ("その他", 8))


def sizes(people: list[int]) -> list[SectionSize]:
    return [SectionSize(f"s{n}", f"第{n}課", size, size // 4) for n, size in enumerate(people)]


@given(SECTIONS)
def test_groups_hold_every_section_once_and_none_is_small(people: list[int]) -> None:
    groups = reporting_groups(sizes(people))
    held = [section for group in groups for section in group.sections]
    assert sorted(held) == sorted(f"s{n}" for n in range(len(people)))
    assert sum(group.people for group in groups) == sum(people)
    assert sum(group.paper for group in groups) == sum(size // 4 for size in people)
    if len(groups) > 1:
        assert min(group.people for group in groups) >= 12
    pools = Counter[str]()
    for group in groups:
        pools[group.pool] += group.people
    if len(pools) > 1:
        assert min(pools.values()) >= 30


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 7)), min_size=1, max_size=20))
def test_whoever_is_on_paper_is_with_four_others_or_nobody_can_be(
    drawn: list[tuple[int, int]],
) -> None:
    sections = [
        SectionSize(f"s{n}", f"第{n}課", people, min(people, paper))
        for n, (people, paper) in enumerate(drawn)
    ]
    groups, apart = groups_with_paper(sections)
    paper = sum(section.paper for section in sections)
    assert sum(group.people for group in groups) == sum(section.people for section in sections)
    assert sum(group.paper for group in groups) == paper
    assert paper < 5 or all(group.paper == 0 or group.paper >= 5 for group in groups)
    assert paper >= 5 or groups == reporting_groups(s for s in sections if s.people)
    held = [section for group in groups for section in group.sections]
    assert set(held) - {PAPER_TOGETHER} <= {section.id for section in sections}
    assert (PAPER_TOGETHER in held) is bool(apart)


def test_sections_with_a_few_on_paper_hand_in_together() -> None:
    people = [(40, 3), (35, 8), (50, 4)]
    sections = [SectionSize(f"s{n}", f"第{n}課", size, p) for n, (size, p) in enumerate(people)]
    groups, apart = groups_with_paper(sections)
    assert apart == {"s0", "s2"}
    assert [(group.people, group.paper) for group in groups] == [(37, 0), (42, 15), (46, 0)]
    assert groups[1].name == f"第1課・{PAPER_NAME}"


@given(SECTIONS)
def test_groups_are_made_the_same_way_again(people: list[int]) -> None:
    assert reporting_groups(sizes(people)) == reporting_groups(sizes(people))


def test_the_smallest_joins_the_next_smallest() -> None:
    groups = reporting_groups(sizes([40, 5, 13, 8, 35]))
    assert [(g.name, g.people) for g in groups] == [
        ("第0課", 40),
        ("第1課・第3課", 13),
        ("第2課", 13),
        ("第4課", 35),
    ]
    assert [g.pool for g in groups] == ["pool-s0", "pool-s1", "pool-s1", "pool-s1"]


def test_a_ward_of_three_hundred_has_seven_or_eight_pools() -> None:
    people = [9, 14, 22, 7, 31, 18, 26, 12, 16, 24, 11, 19, 28, 21, 15, 27]
    assert sum(people) == 300
    assert len({group.pool for group in reporting_groups(sizes(people))}) in (6, 7, 8)
