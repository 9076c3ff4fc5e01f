"""Completion figures, for those who may see them; names of the own section only, and logged.

Figures are counted from completion rows and from which concept was taken when. Whether
an answer was right is counted for the ward alone, and only where enough people answered.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.content.library import Library
from bot.core.figure_sums import added_weeks
from bot.core.figures import (
    NAME_LABELS,
    WARD_ID,
    NameKind,
    NameList,
    Period,
    SectionReport,
    SectionTotal,
    WardReport,
    WorkingTime,
)
from bot.core.office_calendar import at_tokyo, tokyo_day
from bot.core.people import Actor, Section
from bot.core.period import rule_of, whole_year
from bot.core.permissions import Action, NotPermitted, require, sections_in_reach
from bot.core.retention import fiscal_year
from bot.service.audit import list_viewed
from bot.service.counting import Counted, counted, for_the_ward, missed_concepts
from bot.service.question_standing import Standing
from bot.service.questions import unknown_topics
from bot.store import chores, feedback, figures, people
from bot.store.engine import Store, Tx
from bot.store.figures import Asked, Person, Year

SECONDS_EACH = 30
"""A question with its explanation, where the settings say nothing else."""
MOST_CORRECTIONS = 500
MOST_TOPICS = 10
AT_ONCE = 1_000  # people noted in one transaction


@dataclass(frozen=True, slots=True)
class Figures:
    """What one actor may see: the sections they lead, and the ward where the role reaches it."""

    period: Period
    as_of: date
    own: tuple[SectionReport, ...]
    ward: WardReport | None


class Statistics:
    """Figures pulled by supervisors (own section) and the training desk (ward)."""

    def __init__(
        self,
        store: Store,
        library: Library,
        seconds_each: int = SECONDS_EACH,
        standing: Standing | None = None,
    ) -> None:
        self._store = store
        self._library = library
        self._seconds = seconds_each
        self._standing = standing or Standing(store, library)

    def open_year(self, now: datetime) -> None:
        """Fix what 受講済 means in the present 年度, once; a later change waits for the next."""
        year = fiscal_year(tokyo_day(now))
        with self._store.read() as tx:
            known = figures.year_of(tx, year)
        if known is None:
            with self._store.write() as tx:
                figures.open_year(tx, year, self._proposed())

    def note_completed(self, now: datetime) -> None:
        """Note once a day who has completed the 年度, so that each look need not find it anew."""
        day = tokyo_day(now)
        with self._store.read() as tx:
            last = chores.last(tx, chores.COMPLETED)
            if last is not None and tokyo_day(last) >= day:
                return
            asked = self._asked(tx, whole_year(fiscal_year(day)), now)
            found = figures.newly_completed(tx, asked) if asked.year else ()
        for first in range(0, len(found), AT_ONCE):
            with self._store.write() as tx:
                figures.note_completed(tx, asked.year or 0, found[first : first + AT_ONCE], day)
        with self._store.write() as tx:
            chores.note(tx, chores.COMPLETED, now)

    def figures(self, actor: Actor, now: datetime, period: Period | None = None) -> Figures:
        """Everything in the actor's reach, of this 年度 unless told (NotPermitted without any)."""
        require(actor, Action.SEE_FIGURES)
        chosen = period or whole_year(fiscal_year(tokyo_day(now)))
        reach = sections_in_reach(actor, Action.SEE_FIGURES)
        with self._store.read() as tx:
            found = self._counted(tx, chosen, now, reach)
            ward = self._ward(tx, found, tokyo_day(now)) if reach is None else None
        led = sections_in_reach(actor, Action.SEE_NAMES)
        own = tuple(s for s in found.sections if led is None or s.total.section_id in led)
        return Figures(chosen, found.as_of, own, ward)

    def section(
        self, actor: Actor, section_id: str, now: datetime, period: Period | None = None
    ) -> SectionReport:
        """One section as the actor may see it; NotPermitted for one out of reach.

        Who sees the ward gets a small section only within the sum of the small ones.
        """
        found = self.figures(actor, now, period)
        shown = (*found.own, *(found.ward.sections if found.ward else ()))
        for report in shown:
            if report.total.section_id == section_id:
                return report
        raise NotPermitted(Action.SEE_FIGURES)

    def total(
        self, actor: Actor, section_id: str, now: datetime, period: Period | None = None
    ) -> SectionTotal:
        """The total of a section, or with the ward's id of the ward, as the actor may see it."""
        if section_id != WARD_ID:
            return self.section(actor, section_id, now, period).total
        ward = self.figures(actor, now, period).ward
        if ward is None:
            raise NotPermitted(Action.SEE_FIGURES)
        return ward.total

    def ward(self, actor: Actor, now: datetime, period: Period | None = None) -> WardReport:
        """The whole ward with the working time it took: what the yearly report shows."""
        found = self.figures(actor, now, period)
        if found.ward is None:
            raise NotPermitted(Action.SEE_FIGURES)
        return replace(found.ward, time=self._working_time(found.ward))

    def names(
        self,
        actor: Actor,
        section_id: str,
        kind: NameKind,
        now: datetime,
        period: Period | None = None,
    ) -> NameList:
        """Who of one's own section stands so; in the audit before anybody sees it."""
        require(actor, Action.SEE_NAMES, section_id=section_id)
        chosen = period or whole_year(fiscal_year(tokyo_day(now)))
        with self._store.write() as tx:
            section = people.section(tx, section_id)
            if section is None:
                raise NotPermitted(Action.SEE_NAMES)
            asked = self._asked(tx, chosen, now)
            found = [p for p in figures.names(tx, asked, section_id) if _stands(p) is kind]
            what = _what(section, kind)
            list_viewed(tx, actor, what, [p.staff_id for p in found], now)
        return NameList(section, kind, tuple(p.name for p in found), chosen, asked.day)

    def not_completed(
        self, tx: Tx, section_id: str, period: Period, now: datetime
    ) -> tuple[Person, ...]:
        """Who of a section has not completed the period; for the service's own rooms only."""
        people_there = figures.names(tx, self._asked(tx, period, now), section_id)
        return tuple(p for p in people_there if _stands(p) is NameKind.NOT_COMPLETED)

    def _counted(
        self, tx: Tx, period: Period, now: datetime, reach: frozenset[str] | None
    ) -> Counted:
        calendar = self._library.course.calendar
        return counted(tx, self._asked(tx, period, now), period, now, reach, calendar)

    def _asked(self, tx: Tx, period: Period, now: datetime) -> Asked:
        """By the rule of the 年度 in which the period begins; by today's where none is fixed."""
        day, number = period.upto(tokyo_day(now)), fiscal_year(period.start)
        year = figures.year_of(tx, number)
        whole = year is not None and period.start == whole_year(number).start
        rule = (year or self._proposed()).rule
        return Asked(day, period.start, day, rule, number if whole else None)

    def _year(self, tx: Tx, period: Period) -> Year:
        return figures.year_of(tx, fiscal_year(period.start)) or self._proposed()

    def _proposed(self) -> Year:
        concepts = self._library.course.concepts.values()
        return Year(rule_of(c.id for c in concepts if c.required), self._seconds)

    def _ward(self, tx: Tx, found: Counted, today: date) -> WardReport:
        overdue = self._library.knowledge.destinations.values()
        return WardReport(
            period=found.period,
            as_of=found.as_of,
            roster_note=found.roster_note,
            total=found.total,
            sections=for_the_ward(found.sections),
            missed_concepts=missed_concepts(tx, self._library.course, found.period, found.as_of),
            suspended=self._suspended(found.as_of),
            overdue=tuple(d.name for d in overdue if d.review_after < found.as_of),
            unanswered=self._unanswered(tx),
            unknown=unknown_topics(tx, self._library.knowledge, today),
            weeks=added_weeks(s.weeks for s in found.sections),
            definition=found.definition,
            paused=found.paused,
        )

    def _suspended(self, day: date) -> tuple[str, ...]:
        """The questions that rest, as the editors know them."""
        resting = self._standing.resting(day)
        return tuple(f"{one.concept}（{one.question.id}）" for one in resting)

    def _unanswered(self, tx: Tx) -> tuple[tuple[str, int], ...]:
        """Topics marked 「ちがう」 without a right desk to name, most often first."""
        lexicon = self._library.knowledge.lexicon
        rows = feedback.corrections(tx, MOST_CORRECTIONS)
        asked = Counter(
            lexicon[sign].label
            for row in rows
            if row.destination_id is None
            for sign in row.signs
            if sign in lexicon
        )
        return tuple(asked.most_common(MOST_TOPICS))

    def _working_time(self, ward: WardReport) -> WorkingTime:
        start, after = at_tokyo(ward.period.start, 0), ward.as_of + timedelta(days=1)
        with self._store.read() as tx:
            answers = figures.answers_between(tx, start, at_tokyo(after, 0))
            seconds = self._year(tx, ward.period).seconds
        return WorkingTime(answers, ward.total.members, seconds)


def _stands(person: Person) -> NameKind:
    if person.excluded:
        return NameKind.EXCLUDED
    return NameKind.COMPLETED if person.completed else NameKind.NOT_COMPLETED


def _what(section: Section, kind: NameKind) -> str:
    """How the audit calls the list, to be read by those on it."""
    return f"{section.name}の{NAME_LABELS[kind]}の方の一覧"
