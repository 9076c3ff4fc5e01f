"""Which rows of a table of groups may be shown, so that nobody's answer follows from it.

Known to every reader: how many answered in each group, and the yes of the whole. A row is
shown as it is, as a band (nearly all, or nearly nobody), or not at all. Rows with few answers
are hidden; so is the next smallest beside them; and as long as a row that is not exact could
be reckoned from the total and the others, or nearly so, the next smallest is hidden, too.
Which row is next depends on the number of answers alone, never on what was answered.

There is one table of a wave, for every reader and every export: two tables of one wave could
be subtracted from each other. It is made at the close (``shown_only``), and what it hides is
kept nowhere from then on, so that nobody can make another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.indicator.wave import THRESHOLDS, Thresholds

LEAST_SPREAD = 2
"""From the smallest to the largest possible yes of a row that is not exact, in people."""


class Shown(StrEnum):
    """How a row is shown."""

    EXACT = "exact"
    BAND = "band"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class GroupCount:
    """A group as it was counted: people asked, answers, and yes."""

    id: str
    name: str
    staff: int
    answered: int
    yes: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as everybody may see it; its yes lies between ``low`` and ``high`` (people).

    EXACT: the two are the same. HIDDEN: they are 0 and ``answered`` and say nothing.
    """

    id: str
    name: str
    staff: int
    answered: int
    shown: Shown
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Sum:
    """People who answered, and how many of them said yes, from ``low`` to ``high``.

    Both are the same while a wave is open; afterwards they say what may be shown.
    """

    people: int
    low: int
    high: int
    shown: Shown = Shown.EXACT


def shown_only(sums: Mapping[str, Sum], thresholds: Thresholds = THRESHOLDS) -> dict[str, Sum]:
    """Exact sums, reduced to what may be shown of them."""
    groups = [GroupCount(name, name, s.people, s.people, s.low) for name, s in sums.items()]
    rows = table(groups, thresholds)
    return {row.id: Sum(row.answered, row.low, row.high, row.shown) for row in rows}


def table(
    groups: Sequence[GroupCount], thresholds: Thresholds = THRESHOLDS
) -> tuple[GroupRow, ...]:
    """The rows to show, in the order of the groups."""
    rows = {group.id: _first(group, thresholds) for group in groups}
    yes = {group.id: group.yes for group in groups}
    by_size = sorted(groups, key=lambda g: (g.answered, g.id))
    for group in by_size:
        if safe(tuple(rows.values()), sum(yes.values()), thresholds):
            break
        if rows[group.id].shown is Shown.EXACT:
            rows[group.id] = _hidden(group)
    else:
        if not safe(tuple(rows.values()), sum(yes.values()), thresholds):
            return tuple(map(_hidden, groups))
    return tuple(rows.values())


def safe(rows: Sequence[GroupRow], yes: int, thresholds: Thresholds = THRESHOLDS) -> bool:
    """Whether no row that is not exact can be reckoned, or nearly, from the others and the total.

    Of hidden rows there are two or more, with ``shown_from`` answers or more together.
    """
    hidden = [row for row in rows if row.shown is Shown.HIDDEN and row.answered]
    together = sum(row.answered for row in hidden)
    if hidden and (len(hidden) < 2 or together < thresholds.shown_from):
        return False
    loose = [row for row in rows if row.low < row.high]
    return all(
        high - low >= min(LEAST_SPREAD, row.answered)
        for row, (low, high) in zip(loose, possible(loose, yes - _exact(rows)), strict=True)
    )


def possible(rows: Sequence[GroupRow], yes: int) -> tuple[tuple[int, int], ...]:
    """The smallest and largest yes of each row when all together have ``yes``."""
    low, high = sum(row.low for row in rows), sum(row.high for row in rows)
    return tuple(
        (max(row.low, yes - (high - row.high)), min(row.high, yes - (low - row.low)))
        for row in rows
    )


def _exact(rows: Iterable[GroupRow]) -> int:
    return sum(row.low for row in rows if row.low == row.high)


def _first(group: GroupCount, thresholds: Thresholds) -> GroupRow:
    """The row as it would be without any other."""
    if group.answered < thresholds.shown_from:
        return _hidden(group)
    row = GroupRow(
        group.id, group.name, group.staff, group.answered, Shown.EXACT, group.yes, group.yes
    )
    # A band of one or two answers would be no band.
    edge = max(LEAST_SPREAD, group.answered * (100 - thresholds.near_all) // 100)
    if group.yes >= group.answered - edge:
        return replace(row, shown=Shown.BAND, low=group.answered - edge, high=group.answered)
    if group.yes <= edge:
        return replace(row, shown=Shown.BAND, low=0, high=edge)
    return row


def _hidden(group: GroupCount) -> GroupRow:
    return GroupRow(
        group.id, group.name, group.staff, group.answered, Shown.HIDDEN, 0, group.answered
    )
