"""Random wards that answer a survey, and an attacker who sees everything that is published."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.core.indicator.groups import SectionSize, reporting_groups
from bot.core.indicator.suppression import GroupCount, GroupRow, Shown, table

Cell = tuple[int, str]
"""A wave's number and a group's id."""
Bounds = dict[Cell, tuple[int, int]]


@dataclass(frozen=True)
class Published:
    """One wave as an export shows it: the rows and the total; the rest follows."""

    wave: int
    rows: tuple[GroupRow, ...]
    yes: int


def random_waves(chance: random.Random, waves: int = 3) -> list[list[GroupCount]]:
    """A ward whose groups answer so many times; from nobody to everybody says yes."""
    sections = [
        SectionSize(f"s{n:02}", f"第{n}課", chance.choice((0, 1, 3, 6, 9, 12, 15, 20, 28, 40)))
        for n in range(chance.randint(1, 24))
    ]
    groups = reporting_groups(sections)
    told = []
    for _ in range(waves):
        response = chance.choice((0.1, 0.4, 0.6, 0.8, 0.95, 1.0))
        mood = chance.choice((0.0, 0.05, 0.5, 0.7, 0.85, 0.9, 0.97, 1.0))
        counts = []
        for group in groups:
            answered = sum(chance.random() < response for _ in range(group.people))
            own = chance.choice((mood, mood, mood, 0.0, 1.0))
            yes = sum(chance.random() < own for _ in range(answered))
            counts.append(GroupCount(group.id, group.name, group.people, answered, yes))
        told.append(counts)
    return told


def exports(waves: Sequence[Sequence[GroupCount]]) -> list[list[Published]]:
    """An export after each wave, with all waves up to then, as the reports make them."""
    first = [table(groups) for groups in waves]
    return [
        [
            Published(number, first[number], sum(g.yes for g in groups))
            for number, groups in enumerate(waves[: upto + 1])
        ]
        for upto in range(len(waves))
    ]


def recovered(seen: Iterable[Sequence[Published]]) -> list[Cell]:
    """The cells that are not shown and can be reckoned all the same.

    By linear algebra over every sum that is published, and by whole numbers between 0 and
    the answers. What the total alone says (nobody, or everybody) is left out.
    """
    published = [one for export in seen for one in export]
    equations = {_equation(one): one for one in published}
    bounds = _bounds(published)
    _tighten(bounds, list(equations))
    known = {cell for cell, (low, high) in bounds.items() if low == high}
    known |= _by_algebra(list(equations), bounds)
    hidden = {
        (one.wave, row.id)
        for one in published
        for row in one.rows
        if row.shown is not Shown.EXACT and not _said_by_total(one, row)
    }
    return sorted(hidden & known)


def _equation(one: Published) -> tuple[tuple[Cell, ...], int]:
    return tuple((one.wave, row.id) for row in one.rows), one.yes


def _said_by_total(one: Published, row: GroupRow) -> bool:
    """Whether a reader of the total and of how many answered where knows the row already."""
    others = sum(other.answered for other in one.rows) - row.answered
    return max(0, one.yes - others) == min(row.answered, one.yes)


def _bounds(published: Iterable[Published]) -> Bounds:
    """The narrowest of what any export says of each cell."""
    found: Bounds = {}
    for one in published:
        for row in one.rows:
            low, high = found.get((one.wave, row.id), (0, row.answered))
            found[one.wave, row.id] = (max(low, row.low), min(high, row.high))
    return found


def _tighten(bounds: Bounds, equations: Sequence[tuple[tuple[Cell, ...], int]]) -> None:
    """Narrow the bounds by every sum until nothing moves."""
    moved = True
    while moved:
        moved = False
        for cells, total in equations:
            low = sum(bounds[c][0] for c in cells)
            high = sum(bounds[c][1] for c in cells)
            for cell in cells:
                own = bounds[cell]
                new = (
                    max(own[0], total - (high - own[1])),
                    min(own[1], total - (low - own[0])),
                )
                if new != own:
                    assert new[0] <= new[1], "the published figures contradict each other"
                    bounds[cell], moved = new, True
                    low, high = low + new[0] - own[0], high + new[1] - own[1]


def _by_algebra(
    equations: Sequence[tuple[tuple[Cell, ...], int]], bounds: Mapping[Cell, tuple[int, int]]
) -> set[Cell]:
    """The cells that the sums alone determine, once the exact ones are put in."""
    unknown = sorted({c for cells, _ in equations for c in cells if bounds[c][0] < bounds[c][1]})
    rows = [[Fraction(c in set(cells)) for c in unknown] for cells, _ in equations]
    reduced = _reduced(rows)
    return {unknown[row.index(1)] for row in reduced if sum(value != 0 for value in row) == 1}


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The reduced row echelon form, without empty rows."""
    done: list[list[Fraction]] = []
    for row in rows:
        left = list(row)
        for pivot in done:
            at = next(i for i, value in enumerate(pivot) if value)
            if left[at]:
                factor = left[at]
                left = [a - factor * b for a, b in zip(left, pivot, strict=True)]
        first = next((i for i, value in enumerate(left) if value), None)
        if first is None:
            continue
        left = [value / left[first] for value in left]
        done = [[a - other[first] * b for a, b in zip(other, left, strict=True)] for other in done]
        done.append(left)
    return done
