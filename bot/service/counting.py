"""How the reports of a period are gathered: a section's own figures, and the ward's.

Everything is counted in one reading transaction, so that a report agrees with itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.core.course import Course
from bot.core.figure_sums import added_up, added_weeks, large_weeks, small_together
from bot.core.figures import (
    LEAST_ANSWERS,
    OTHERS_ID,
    WARD_ID,
    WARD_NAME,
    MissedConcept,
    SectionReport,
    SectionTotal,
    WeekRow,
)
from bot.core.learning.course_calendar import CourseCalendar
from bot.core.learning.weeks import CompletionState, weeks_between
from bot.core.office_calendar import at_tokyo, monday_of, tokyo_day
from bot.core.period import Period
from bot.core.roster_age import roster_note
from bot.store import courses, figures, people, roster, training
from bot.store.engine import Tx
from bot.store.figures import Asked, Standing, Waiting

OPEN_FOR = timedelta(days=56)
"""As far back the planner closes weeks: an older one without a close stays as it is."""
MISSED_WITHIN = timedelta(weeks=4), timedelta(weeks=13)
"""So far back, and farther where there are fewer than PLENTY answers by then."""
PLENTY = 50_000
MOST_MISSED = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """The sections in reach, each as it is, and what is printed beside them."""

    period: Period
    as_of: date
    roster_note: str | None
    definition: str
    sections: tuple[SectionReport, ...]

    @property
    def paused(self) -> int:
        """How many people in reach have stopped their posts."""
        return sum(s.paused for s in self.sections)

    @property
    def total(self) -> SectionTotal:
        """All of them as one."""
        none = SectionTotal(WARD_ID, WARD_NAME, 0, 0, 0, 0, self.as_of)
        return added_up(WARD_ID, WARD_NAME, [none, *(s.total for s in self.sections)])


def counted(
    tx: Tx,
    asked: Asked,
    period: Period,
    now: datetime,
    section_ids: Collection[str] | None,
    calendar: CourseCalendar,
) -> Counted:
    """The figures of the sections in reach (None: all), by section id."""
    standings = {s.section_id: s for s in figures.standings(tx, asked, section_ids)}
    weeks = _week_rows(tx, period, now, section_ids, calendar)
    # Who was paused on an earlier day is not kept, so a period that is over tells of nobody.
    paused = courses.paused_counts(tx, asked.day) if asked.day == tokyo_day(now) else {}
    note = roster_note(roster.as_of(tx), tokyo_day(now))
    shown = (s for s in people.sections(tx) if s.section_id in standings or s.section_id in weeks)
    reports = tuple(
        SectionReport(
            period=period,
            as_of=asked.day,
            roster_note=note,
            total=_total(s.section_id, s.name, standings.get(s.section_id), asked.day),
            weeks=weeks.get(s.section_id, ()),
            definition=asked.rule.definition,
            paused=paused.get(s.section_id, 0),
        )
        for s in shown
    )
    return Counted(period, asked.day, note, asked.rule.definition, reports)


def _total(section_id: str, name: str, found: Standing | None, day: date) -> SectionTotal:
    one = found or Standing(section_id, 0, 0, 0)
    missing = one.members - one.completed
    return SectionTotal(section_id, name, one.members, one.completed, missing, one.excluded, day)


def for_the_ward(sections: Sequence[SectionReport]) -> tuple[SectionReport, ...]:
    """The sections as the whole ward may see them: the small ones only as one sum."""
    small = small_together([s.total for s in sections])
    shown = [s for s in sections if s.total.section_id not in small]
    together = [s for s in sections if s.total.section_id in small]
    if together:
        shown.append(_as_one(together))
    weeks = large_weeks([s.weeks for s in shown])
    return tuple(replace(s, weeks=held) for s, held in zip(shown, weeks, strict=True))


def _as_one(together: Sequence[SectionReport]) -> SectionReport:
    name = f"人数の少ない課（{len(together)}課）"
    return replace(
        together[0],
        total=added_up(OTHERS_ID, name, [s.total for s in together]),
        weeks=added_weeks(s.weeks for s in together),
        paused=sum(s.paused for s in together),
    )


def missed_concepts(tx: Tx, course: Course, period: Period, day: date) -> tuple[MissedConcept, ...]:
    """The most-missed concepts in the ward: of the period's last weeks, fewer where plenty."""
    after = at_tokyo(day + timedelta(days=1), 0)
    starts = [at_tokyo(max(period.start, day - within), 0) for within in MISSED_WITHIN]
    many = figures.answers_between(tx, starts[0], after) >= PLENTY
    rows = figures.marked(tx, starts[0] if many else starts[1], after)
    answers, missed = Counter[str](), Counter[str]()
    questions = course.questions
    for row in rows:
        if row.question_id in questions:
            concept_id = questions[row.question_id].concept_id
            answers[concept_id] += row.answers
            missed[concept_id] += row.missed
    enough = [c for c in answers if answers[c] >= LEAST_ANSWERS and missed[c]]
    worst = sorted(enough, key=lambda c: (-missed[c] / answers[c], c))[:MOST_MISSED]
    return tuple(MissedConcept(course.concepts[c].title, answers[c], missed[c]) for c in worst)


def _week_rows(
    tx: Tx,
    period: Period,
    now: datetime,
    section_ids: Collection[str] | None,
    calendar: CourseCalendar,
) -> Mapping[str, tuple[WeekRow, ...]]:
    """Each section's weeks that begin in the period, oldest first."""
    touched = weeks_between(period.start, period.upto(tokyo_day(now)))
    weeks = [w for w in touched if period.start <= monday_of(w) <= period.end]
    if not weeks:
        return {}
    limited = None if section_ids is None else frozenset(section_ids)
    cells: dict[tuple[str, str], Counter[CompletionState]] = {}
    for row in training.completion_counts(tx, weeks[0], weeks[-1], limited):
        cells.setdefault((row.section_id, row.week), Counter())[row.state] += row.count
    begun = courses.posted_weeks(tx, now - OPEN_FOR, now)
    missing = {w: _waiting(tx, w, begun.get(w), section_ids, calendar) for w in weeks}
    ids = {section for section, _ in cells} | {s for w in missing.values() if w for s in w}
    found = {
        section: tuple(
            _row(week, cells.get((section, week)), missing[week], section) for week in weeks
        )
        for section in ids
    }
    return {s: kept for s, rows in found.items() if (kept := tuple(filter(_somebody, rows)))}


def _somebody(row: WeekRow) -> bool:
    return bool(row.members or row.excluded)


def _row(
    week: str,
    cell: Counter[CompletionState] | None,
    missing: Mapping[str, Waiting] | None,
    section_id: str,
) -> WeekRow:
    states = cell or Counter()
    waiting = (missing or {}).get(section_id) or Waiting(section_id, 0, 0)
    completed, late = states[CompletionState.COMPLETED], states[CompletionState.COMPLETED_LATE]
    not_completed = states[CompletionState.NOT_COMPLETED] + waiting.members
    return WeekRow(
        week=week,
        monday=monday_of(week),
        members=completed + late + not_completed,
        completed=completed,
        late=late,
        excluded=states[CompletionState.EXCLUDED] + waiting.excluded,
        not_completed=not_completed,
        open=missing is not None,
    )


def _waiting(
    tx: Tx,
    week: str,
    begun: datetime | None,
    section_ids: Collection[str] | None,
    calendar: CourseCalendar,
) -> Mapping[str, Waiting] | None:
    """Who has no row yet in an open week, by section; None unless it is open.

    ``begun``: when its first post was due, None where nobody was posted anything.
    """
    if begun is None or training.is_closed(tx, week):
        return None
    off = calendar.sections_off(week)
    rows = figures.waiting(tx, week, tokyo_day(begun), section_ids)
    return {row.section_id: row for row in rows if row.section_id not in off}
