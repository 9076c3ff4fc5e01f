"""Sections put together before a wave opens, so that no group is small: always the same way.

Reporting groups are what a table shows; several of them form a pooling group, in which
answers wait until enough of them are together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.core.indicator.wave import THRESHOLDS, ReportingGroup, Thresholds

T = TypeVar("T")
PAPER_TOGETHER = "paper-together"
PAPER_NAME = "紙でお願いした方（少人数の課の合同）"


@dataclass(frozen=True, slots=True)
class SectionSize:
    """A section and how many of its people are asked, ``paper`` of them on paper."""

    id: str
    name: str
    people: int
    paper: int = 0


def reporting_groups(
    sections: Iterable[SectionSize], thresholds: Thresholds = THRESHOLDS
) -> tuple[ReportingGroup, ...]:
    """The groups of a wave, in the order of their first section.

    Each has at least ``group_from`` people and its pooling group at least ``pool_from``; where
    the whole ward has fewer, all of it is one group. Sections without anybody join the
    smallest group, so that whoever comes later has a place.
    """
    parts = merged(tuple(sections), thresholds.group_from, lambda section: section.people)
    pools = merged(parts, thresholds.pool_from, _people)
    pool_of = {part: f"pool-{pool[0][0].id}" for pool in pools for part in pool}
    return tuple(_group(part, pool_of[part]) for part in parts)


def groups_with_paper(
    sections: Sequence[SectionSize], thresholds: Thresholds = THRESHOLDS
) -> tuple[tuple[ReportingGroup, ...], frozenset[str]]:
    """The groups of a wave, and the sections whose people on paper are counted apart.

    Paper forms are entered in lots of ``paper_lot``, so that a group with fewer people on
    paper could never hand one in. Those people of all such groups are taken together, as if
    they were a section. Where the whole ward has fewer, nothing helps and nothing is changed.
    """
    apart: frozenset[str] = frozenset()
    least = thresholds.paper_lot
    by_paper = sorted((one for one in sections if one.paper), key=lambda one: one.paper)
    while True:
        groups = reporting_groups(_taken_apart(sections, apart), thresholds)
        small = {s for group in groups if 0 < group.paper < least for s in group.sections}
        if not small or sum(one.paper for one in by_paper) < least:
            return groups, apart
        left = [one.id for one in by_paper if one.id not in apart]
        # Where those taken apart are too few themselves, the next smallest comes to them.
        apart |= small.intersection(left) or frozenset(left[:1])


def _taken_apart(sections: Sequence[SectionSize], apart: Collection[str]) -> list[SectionSize]:
    """The sections without their people on paper where they are in ``apart``, and those."""
    kept = [
        replace(one, people=one.people - one.paper, paper=0) if one.id in apart else one
        for one in sections
    ]
    together = sum(one.paper for one in sections if one.id in apart)
    paper = [SectionSize(PAPER_TOGETHER, PAPER_NAME, together, together)] if together else []
    return [*(one for one in kept if one.people), *paper]


def merged(atoms: Sequence[T], least: int, size: Callable[[T], int]) -> list[tuple[T, ...]]:
    """The atoms together, the smallest joined with the next smallest until each has ``least``.

    Of equals the one that stands first is the smaller. Atoms keep their order within what
    they are joined to, and so do the joint ones among themselves.
    """
    items: list[tuple[int, ...]] = [(number,) for number in range(len(atoms))]

    def weight(item: tuple[int, ...]) -> tuple[int, int]:
        return sum(size(atoms[number]) for number in item), item[0]

    while len(items) > 1:
        first, second = sorted(items, key=weight)[:2]
        if weight(first)[0] >= least:
            break
        rest = [item for item in items if item not in (first, second)]
        items = [*rest, tuple(sorted((*first, *second)))]
    return [tuple(atoms[number] for number in item) for item in sorted(items)]


def _people(part: tuple[SectionSize, ...]) -> int:
    return sum(section.people for section in part)


def _group(part: tuple[SectionSize, ...], pool: str) -> ReportingGroup:
    return ReportingGroup(
        id=f"group-{part[0].id}",
        name="・".join(section.name for section in part),
        sections=tuple(section.id for section in part),
        people=_people(part),
        pool=pool,
        paper=sum(section.paper for section in part),
    )
