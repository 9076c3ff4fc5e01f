"""「自分の記録」: what somebody learned and took part in, for their eyes only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from bot.core.course import Concept
from bot.core.learning.standing import ConceptStanding, standing_of
from bot.core.learning.state import ConceptState
from bot.core.learning.taking import How
from bot.core.office_calendar import tokyo_day, week_of
from bot.core.people import Staff
from bot.core.period import whole_year
from bot.core.retention import fiscal_year
from bot.service.training.catch_up import required_in
from bot.service.training.means import Means
from bot.service.training.values import (
    ConceptRecord,
    OwnRecord,
    TogetherRecord,
    WeekRecord,
    YearRecord,
)
from bot.store import learning, own, training
from bot.store.own import Taken

FIRST_DAY = date(2000, 1, 1)


def own_record(means: Means, staff: Staff, now: datetime) -> OwnRecord:
    """The person's own record."""
    day, who = tokyo_day(now), staff.staff_id
    year = fiscal_year(day)
    with means.store.read() as tx:
        answered, right = own.answer_counts(tx, who)
        weeks = training.completions_of(tx, who)
        states = learning.states_of(tx, who)
        taken = own.taken_of(tx, who, FIRST_DAY, day)
        required = required_in(tx, means, year)
    together = [t for t in taken if t.how is How.TOGETHER]
    talked = {week_of(t.day) for t in together}
    concepts = _concepts(means, states)
    return OwnRecord(
        name=staff.name,
        answered=answered,
        right=right,
        concepts_met=sum(c.standing is not ConceptStanding.UNSEEN for c in concepts),
        concepts_in_all=len(concepts),
        weeks=tuple(WeekRecord(w.week, w.state, w.week in talked) for w in weeks),
        concepts=concepts,
        concepts_mastered=sum(c.standing is ConceptStanding.MASTERED for c in concepts),
        concepts_due=sum(c.due is not None and c.due <= day for c in concepts),
        together=_together(means, together),
        required=_year(year, required, taken),
    )


def _concepts(means: Means, states: Mapping[str, ConceptState]) -> tuple[ConceptRecord, ...]:
    """Every concept of the course, 必修 first, in the order of the content."""
    ordered = sorted(means.course.concepts.values(), key=lambda c: not c.required)
    return tuple(_concept(c, states.get(c.id)) for c in ordered)


def _concept(concept: Concept, state: ConceptState | None) -> ConceptRecord:
    return ConceptRecord(
        concept_id=concept.id,
        title=concept.title,
        required=concept.required,
        standing=standing_of(state),
        answers=0 if state is None else state.answers,
        last_day=None if state is None else state.last_day,
        due=None if state is None else state.due,
        mastered_on=None if state is None else state.mastered_on,
    )


def _together(means: Means, talks: Iterable[Taken]) -> tuple[TogetherRecord, ...]:
    """Newest first; a concept that has left the content keeps its id for a title."""
    titles = {c.id: c.title for c in means.course.concepts.values()}
    newest = sorted(talks, key=lambda t: t.day, reverse=True)
    return tuple(
        TogetherRecord(t.day, t.concept_id, titles.get(t.concept_id, t.concept_id)) for t in newest
    )


def _year(year: int, required: frozenset[str], taken: Iterable[Taken]) -> YearRecord:
    period = whole_year(year)
    met = {t.concept_id for t in taken if period.start <= t.day <= period.end}
    return YearRecord(year, len(required & met), len(required))
