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


def trend_text(weeks: Sequence[WeekRow]) -> str | None:
    """How the last closed week compares with the one before; None without two of them."""
    closed = [w for w in weeks if not w.open and w.members]
    if len(closed) < 2:
        return None
    before, last = (tenths(w.completed, w.members) for w in closed[-2:])
    if last == before:
        return "前の週と同じ率です。"
    full, rest = divmod(abs(last - before), 10)
    return f"前の週より{full}.{rest}ポイント{'上がりました' if last > before else '下がりました'}。"
