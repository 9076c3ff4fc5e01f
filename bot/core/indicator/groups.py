"""Sections put together before a wave opens, so that no group is small: always the same way.

Reporting groups are what a table shows; several of them form a pooling group, in which
answers wait until enough of them are together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.core.indicator.wave import THRESHOLDS, ReportingGroup, Thresholds

T = TypeVar("T")


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
