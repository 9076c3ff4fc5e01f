"""Completion figures of several sections as one, and how one week follows another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.figures import SectionTotal, WeekRow, tenths

LEAST_SHOWN = 5


def added_up(section_id: str, name: str, totals: Sequence[SectionTotal]) -> SectionTotal:
    """Several sections as one; they must stand at the same day."""
    return SectionTotal(
        section_id,
        name,
        sum(t.members for t in totals),
        sum(t.completed for t in totals),
        sum(t.not_completed for t in totals),
        sum(t.excluded for t in totals),
        totals[0].as_of,
    )


def added_weeks(reports: Iterable[Sequence[WeekRow]]) -> tuple[WeekRow, ...]:
    """The weeks of several sections as one, oldest first."""
    by_week: dict[str, list[WeekRow]] = {}
    for weeks in reports:
        for row in weeks:
            by_week.setdefault(row.week, []).append(row)
    return tuple(_one_week(rows) for _, rows in sorted(by_week.items()))


def _one_week(rows: Sequence[WeekRow]) -> WeekRow:
    return WeekRow(
        rows[0].week,
        rows[0].monday,
        sum(r.members for r in rows),
        sum(r.completed for r in rows),
        sum(r.late for r in rows),
        sum(r.excluded for r in rows),
        sum(r.not_completed for r in rows),
        any(r.open for r in rows),
    )


def small_together(totals: Sequence[SectionTotal]) -> frozenset[str]:
    """The sections shown only as one sum, because one alone would speak of single people.

    Those with fewer than LEAST_SHOWN in 対象, and then the next smallest, until the sum has
    at least two sections and LEAST_SHOWN people: what is left out of the ward's total is
    then never one section. Sections without anybody count as small.
    """
    by_size = sorted(totals, key=lambda t: (t.members, t.section_id))
    small = [t for t in by_size if t.members < LEAST_SHOWN]
    if not small:
        return frozenset()
    rest = by_size[len(small) :]
    while rest and (len(small) < 2 or sum(t.members for t in small) < LEAST_SHOWN):
        small.append(rest.pop(0))
    return frozenset(t.section_id for t in small)


def large_weeks(rows: Sequence[Sequence[WeekRow]]) -> tuple[tuple[WeekRow, ...], ...]:
    """The weeks of each row of the ward's table without those that tell of few people.

    In a week a row may be small that is not small today. The ward's own week is shown, so
    that, as with the totals, the next smallest goes with it until what is missing in that
    week is at least two rows and LEAST_SHOWN people.
    """
    sizes: dict[str, list[tuple[int, int]]] = {}
    for number, weeks in enumerate(rows):
        for week in weeks:
            if week.members:
                sizes.setdefault(week.week, []).append((week.members, number))
    hidden = {(number, week) for week, held in sizes.items() for number in _too_small(held)}
    return tuple(
        tuple(week for week in weeks if (number, week.week) not in hidden)
        for number, weeks in enumerate(rows)
    )


def _too_small(sizes: Iterable[tuple[int, int]]) -> Sequence[int]:
    by_size = sorted(sizes)
    small = [one for one in by_size if one[0] < LEAST_SHOWN]
    rest = by_size[len(small) :]
    while small and rest and (len(small) < 2 or sum(n for n, _ in small) < LEAST_SHOWN):
        small.append(rest.pop(0))
    return [number for _, number in small]


def trend_text(weeks: Sequence[WeekRow]) -> str | None:
    """How the last closed week compares with the one before; None without two of them."""
    closed = [w for w in weeks if not w.open and w.members]
    if len(closed) < 2:
        return None
    before, last = (tenths(w.completed, w.members) for w in closed[-2:])
    if last == before:
        return "週の受講の率は、前の週と同じです。"
    full, rest = divmod(abs(last - before), 10)
    moved = "上がりました" if last > before else "下がりました"
    return f"週の受講の率は、前の週より{full}.{rest}ポイント{moved}。"
