"""Completion figures, read from the completion rows only, for those who may see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.learning import CompletionState, weekly_post
from bot.core.office_calendar import monday_of, tokyo_day, week_of
from bot.core.people import Actor, Section
from bot.core.permissions import Action, require, sections_in_reach
from bot.store import deliveries, people, training
from bot.store.engine import Store, Tx

WEEKS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class WeekFigure:
    """One week of one section (or of the ward).

    ``members`` is the denominator: everyone counted in that week, without 対象外.
    ``completed`` includes neither late answers nor excluded people. ``open`` means
    the week has not closed and the count still moves; it counts whom the close will.
    """

    week: str
    monday: date
    members: int
    completed: int
    late: int
    excluded: int
    open: bool

    @property
    def not_completed(self) -> int:
        """未受講: neither in time nor late."""
        return self.members - self.completed - self.late


@dataclass(frozen=True, slots=True)
class SectionFigures:
    """A section's weeks, newest first."""

    section: Section
    weeks: tuple[WeekFigure, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one actor may see; ``ward`` only where the role reaches the whole ward."""

    as_of: datetime
    sections: tuple[SectionFigures, ...]
    ward: tuple[WeekFigure, ...] | None


class Statistics:
    """Figures pulled by supervisors (own section) and the training desk (ward)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def figures(self, actor: Actor, now: datetime) -> Figures:
        """The last eight weeks in the actor's reach (NotPermitted without any)."""
        require(actor, Action.SEE_FIGURES)
        reach = sections_in_reach(actor, Action.SEE_FIGURES)
        today = tokyo_day(now)
        weeks = _weeks_back_from(today)
        with self._store.read() as tx:
            counts = training.completion_counts(tx, weeks[-1], weeks[0], reach)
            pending = {week: _pending(tx, week) for week in weeks}
            here = {m.section_id for m in people.members(tx, today)}
            sections = tuple(
                s for s in people.sections(tx) if reach is None or s.section_id in reach
            )
        table = _Table(counts, pending)
        shown = tuple(
            SectionFigures(s, table.rows([s.section_id], weeks))
            for s in sections
            if s.section_id in here or table.has(s.section_id)
        )
        ids = [s.section_id for s in sections]
        return Figures(now, shown, table.rows(ids, weeks) if reach is None else None)


def _pending(tx: Tx, week: str) -> Counter[str] | None:
    """Members by section who have no row yet in an open week; None unless it is open."""
    post = weekly_post(week)
    if post is None or not deliveries.has_occurrence(tx, post.key) or training.is_closed(tx, week):
        return None
    counted = training.counted_staff(tx, week)
    members = people.members(tx, tokyo_day(post.due_at))
    return Counter(m.section_id for m in members if m.staff.staff_id not in counted)


def _weeks_back_from(today: date) -> tuple[str, ...]:
    monday = monday_of(week_of(today))
    return tuple(week_of(monday - timedelta(days=7 * i)) for i in range(WEEKS_SHOWN))


class _Table:
    """Completion counts by week and section, with who is still missing in open weeks."""

    def __init__(
        self,
        counts: Iterable[training.CompletionCount],
        pending: Mapping[str, Counter[str] | None],
    ) -> None:
        self._pending = pending
        self._counts: Counter[tuple[str, str, CompletionState]] = Counter()
        for row in counts:
            self._counts[row.week, row.section_id, row.state] += row.count

    def has(self, section_id: str) -> bool:
        """Whether anybody is counted in the section in the weeks read."""
        missing = (p for p in self._pending.values() if p is not None)
        return any(key[1] == section_id for key in self._counts) or any(
            section_id in of_week for of_week in missing
        )

    def rows(self, section_ids: Iterable[str], weeks: Iterable[str]) -> tuple[WeekFigure, ...]:
        """The sections added up, one row a week that had a post."""
        ids = tuple(section_ids)
        rows = (self._row(ids, week) for week in weeks)
        return tuple(row for row in rows if row.members or row.excluded)

    def _row(self, ids: tuple[str, ...], week: str) -> WeekFigure:
        states = {s: sum(self._counts[week, i, s] for i in ids) for s in CompletionState}
        excluded = states[CompletionState.EXCLUDED]
        pending = self._pending[week]
        missing = sum(pending[i] for i in ids) if pending is not None else 0
        return WeekFigure(
            week=week,
            monday=monday_of(week),
            members=sum(states.values()) - excluded + missing,
            completed=states[CompletionState.COMPLETED],
            late=states[CompletionState.COMPLETED_LATE],
            excluded=excluded,
            open=pending is not None,
        )
