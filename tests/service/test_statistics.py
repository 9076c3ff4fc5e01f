"""Figures: who sees which, what they count, and that the close changes none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.core.figures import OTHERS_ID, WARD_ID, NameKind, SectionReport, WardReport, WeekRow
from bot.core.learning.weeks import CompletionState
from bot.core.people import Actor, ExclusionReason
from bot.core.period import Rule, chosen_dates, first_half, whole_year
from bot.core.permissions import NotPermitted
from bot.service.statistics import Figures
from bot.store import figures, training
from bot.store.figures import Year
from bot.store.tables import exclusion
from tests.support.service import (
    ADMIN,
    CLERK,
    CLOSE,
    COUNTER,
    DAY,
    DESK,
    DUE,
    EDITOR,
    EVERYBODY,
    HEAD,
    HEALTH,
    HOUR,
    KEY,
    MINUTE,
    NEXT_DUE,
    NEXT_WEEK,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    WEEK,
    Someone,
    Ward,
)

# The table of permissions is asked before the database, whichever that is.
on_one_engine = pytest.mark.parametrize("engine_name", ["sqlite"])

IN_DESK = [who for who in EVERYBODY if who.section == DESK]
IN_HEALTH = [who for who in EVERYBODY if who.section == HEALTH]
TODAY = DUE.date()
BOTH = ("danger", "duty")


def _figures(ward: Ward, who: Someone = TRAINER, now: datetime = DUE) -> Figures:
    return ward.service.statistics.figures(ward.actor(who, now), now)


def _own(ward: Ward, who: Someone = SUPERVISOR, now: datetime = DUE) -> SectionReport:
    (report,) = _figures(ward, who, now).own
    return report


def _ward(ward: Ward, now: datetime = DUE) -> WardReport:
    report = _figures(ward, TRAINER, now).ward
    assert report is not None
    return report


def _ward_row(ward: Ward, now: datetime = DUE, week: str = WEEK) -> WeekRow:
    return next(row for row in _ward(ward, now).weeks if row.week == week)


def _section_row(ward: Ward, who: Someone, now: datetime = DUE) -> WeekRow:
    """The week as the supervisor of a section sees it."""
    return next(row for row in _own(ward, who, now).weeks if row.week == WEEK)


def _fix_rule(ward: Ward, concepts: Sequence[str] = BOTH, year: int = 2026) -> None:
    with ward.store.write() as tx:
        figures.open_year(tx, year, Year(Rule(tuple(concepts)), 30))


def _took(ward: Ward, who: Someone, *concepts: str, day: date = TODAY) -> None:
    with ward.store.write() as tx:
        for concept in concepts:
            figures.note_taken(tx, who.staff_id, concept, day)


# ------------------------------------------------------------ who sees which


@pytest.mark.parametrize(("who", "section"), [(SUPERVISOR, DESK), (HEAD, HEALTH)])
def test_a_supervisor_sees_the_own_section_only(posted: Ward, who: Someone, section: str) -> None:
    posted.finish(CLERK)
    posted.finish(NURSE)
    found = _figures(posted, who)
    assert [s.total.section_name for s in found.own] == [section]
    assert found.ward is None
    members = IN_DESK if section == DESK else IN_HEALTH
    (row,) = found.own[0].weeks
    assert (row.members, row.completed) == (len(members), 1)
    assert found.own[0].total.members == len(members)


@pytest.mark.parametrize("who", [TRAINER, COUNTER])
def test_the_training_desk_sees_the_ward(posted: Ward, who: Someone) -> None:
    found = _figures(posted, who)
    assert found.own == ()
    assert found.ward is not None
    assert found.ward.total.members == len(EVERYBODY)
    assert (found.as_of, found.ward.as_of) == (TODAY, TODAY)


@on_one_engine
@pytest.mark.parametrize("who", [CLERK, NURSE, EDITOR, ADMIN, STRANGER])
def test_nobody_else_sees_any(posted: Ward, who: Someone | str) -> None:
    with pytest.raises(NotPermitted):
        posted.service.statistics.figures(posted.actor(who), DUE)


@on_one_engine
def test_who_is_no_longer_a_supervisor_sees_none(posted: Ward) -> None:
    plain = Someone(SUPERVISOR.staff_id, SUPERVISOR.name, DESK)
    posted.employ([CLERK, plain, *EVERYBODY[2:]], DUE + DAY)
    with pytest.raises(NotPermitted):
        _figures(posted, SUPERVISOR, DUE + DAY)


@on_one_engine
@pytest.mark.parametrize("section", [HEALTH, WARD_ID, OTHERS_ID, "ない課", ""])
def test_a_supervisor_gets_no_other_section_by_its_id(posted: Ward, section: str) -> None:
    with pytest.raises(NotPermitted):
        posted.service.statistics.section(posted.actor(SUPERVISOR), section, DUE)
    with pytest.raises(NotPermitted):
        posted.service.statistics.total(posted.actor(SUPERVISOR), section, DUE)


def test_small_sections_are_one_sum_for_the_ward(posted: Ward) -> None:
    """The counter has two people: it would speak of single persons, so the next one joins it."""
    (together,) = _ward(posted).sections
    assert together.total.section_id == OTHERS_ID
    assert together.total.members == len(EVERYBODY)
    with pytest.raises(NotPermitted):
        posted.service.statistics.section(posted.actor(TRAINER), DESK, DUE)


def test_large_sections_stand_alone_for_the_ward(posted: Ward) -> None:
    more = [Someone(f"T10{n}", f"職員{n}", DESK) for n in range(3)]
    posted.employ([*EVERYBODY, *more], DUE + DAY)
    shown = _ward(posted, DUE + DAY).sections
    assert [s.total.section_id for s in shown] == sorted([DESK, HEALTH])
    found = posted.service.statistics.section(posted.actor(TRAINER), DESK, DUE + DAY)
    assert found.total.members == len(IN_DESK) + len(more)


# ------------------------------------------------------------ 受講済 of a period


def test_completed_is_who_met_every_required_concept_right_or_wrong(ward: Ward) -> None:
    _fix_rule(ward)
    _took(ward, CLERK, *BOTH)
    _took(ward, SUPERVISOR, BOTH[0])
    total = _own(ward).total
    assert (total.members, total.completed, total.not_completed) == (2, 1, 1)
    assert total.sentence == (
        f"{DESK}　対象2人／受講済1人（50.0％）／未受講1人／対象外0人（11月16日時点）"
    )


def test_an_answer_counts_though_it_is_wrong(posted: Ward) -> None:
    question = posted.library.course.questions[posted.due(CLERK).question_id]
    _fix_rule(posted, [question.concept_id])
    assert _own(posted).total.completed == 0
    posted.answer(CLERK, right=False)
    assert _own(posted).total.completed == 1


@pytest.mark.parametrize(
    ("first", "last", "completed"),
    [
        ("2026-05-01", "2026-06-30", 1),
        ("2026-05-02", "2026-06-30", 0),
        ("2026-05-01", "2026-06-29", 0),
    ],
)
def test_only_what_lies_in_the_period_counts(
    ward: Ward, first: str, last: str, completed: int
) -> None:
    _fix_rule(ward)
    _took(ward, CLERK, BOTH[0], day=date(2026, 5, 1))
    _took(ward, CLERK, BOTH[1], day=date(2026, 6, 30))
    period = chosen_dates(date.fromisoformat(first), date.fromisoformat(last))
    found = ward.service.statistics.figures(ward.actor(SUPERVISOR), DUE, period)
    assert found.own[0].total.completed == completed
    assert found.as_of == date.fromisoformat(last)


def test_the_half_year_is_part_of_the_year(ward: Ward) -> None:
    _fix_rule(ward)
    _took(ward, CLERK, *BOTH, day=date(2026, 10, 1))
    actor, statistics = ward.actor(SUPERVISOR), ward.service.statistics
    assert statistics.figures(actor, DUE, whole_year(2026)).own[0].total.completed == 1
    assert statistics.figures(actor, DUE, first_half(2026)).own[0].total.completed == 0


def test_what_it_means_is_fixed_when_the_year_opens(ward: Ward) -> None:
    """The content may mark other concepts later; the year goes on by its own rule."""
    ward.service.statistics.open_year(DUE)
    opened = _own(ward).definition
    required = [c for c in ward.library.course.concepts.values() if c.required]
    assert f"必修{len(required)}テーマのすべて" in opened
    _fix_rule(ward, ["other"])
    assert _own(ward).definition == opened
    _fix_rule(ward, ["other"], year=2027)
    april = datetime.fromisoformat("2027-04-05T10:00+09:00")
    assert "必修1テーマのすべて" in _own(ward, now=april).definition


def test_without_any_required_concept_nobody_has_completed(ward: Ward) -> None:
    _fix_rule(ward, [])
    assert _own(ward).total.completed == 0
    assert "まだ決まっていない" in _own(ward).definition


def test_who_is_excluded_stands_beside_the_denominator(ward: Ward) -> None:
    _fix_rule(ward)
    _took(ward, CLERK, *BOTH)
    with ward.store.write() as tx:
        away = {"valid_from": date(2026, 11, 1), "valid_until": date(2026, 12, 1)}
        row = {"staff_id": CLERK.staff_id, "reason": ExclusionReason.SECONDED, **away}
        tx.execute(exclusion.insert().values(row))
    total = _own(ward).total
    assert (total.members, total.completed, total.not_completed, total.excluded) == (1, 0, 1, 1)
    before = ward.service.statistics.figures(
        ward.actor(SUPERVISOR), DUE, chosen_dates(date(2026, 4, 1), date(2026, 10, 31))
    )
    assert before.own[0].total.excluded == 0


def test_the_missed_concepts_need_thirty_answers(posted: Ward) -> None:
    question = posted.library.course.questions[posted.due(CLERK).question_id]
    more = [Someone(f"T2{n:02d}", f"職員{n}", DESK) for n in range(30)]
    posted.employ([*EVERYBODY, *more], DUE + HOUR)
    for n, who in enumerate(more):
        assert _ward(posted, DUE + HOUR).missed_concepts == ()
        with posted.store.write() as tx:
            given = (KEY, who.staff_id, question.id)
            training.answer_once(tx, *given, 0, True, n % 2 == 0, DUE + MINUTE)
    (found,) = _ward(posted, DUE + HOUR).missed_concepts
    assert (found.n, found.missed) == (30, 15)


def test_the_yearly_report_tells_the_working_time_of_all_and_of_nobody(posted: Ward) -> None:
    posted.answer(CLERK)
    posted.answer(NURSE)
    with posted.store.write() as tx:
        figures.open_year(tx, 2026, Year(Rule(()), 90))
    time = posted.service.statistics.ward(posted.actor(TRAINER), DUE).time
    assert time is not None
    assert (time.answers, time.members, time.minutes_a_head) == (2, len(EVERYBODY), "0.4")
    with pytest.raises(NotPermitted):
        posted.service.statistics.ward(posted.actor(SUPERVISOR), DUE)


# ------------------------------------------------------------ names


def test_names_are_those_of_the_own_section_and_everybody_on_them_can_see_it(ward: Ward) -> None:
    _fix_rule(ward)
    _took(ward, CLERK, *BOTH)
    actor, statistics = ward.actor(SUPERVISOR), ward.service.statistics
    done = statistics.names(actor, DESK, NameKind.COMPLETED, DUE)
    missing = statistics.names(actor, DESK, NameKind.NOT_COMPLETED, DUE)
    assert (done.names, missing.names) == ((CLERK.name,), (SUPERVISOR.name,))
    (look,) = ward.service.audit.looks_at_me(ward.actor(CLERK))
    assert look.viewer is not None
    assert (look.viewer.name, look.what) == (SUPERVISOR.name, f"{DESK}の受講済の方の一覧")
    assert ward.service.audit.looks_at_me(ward.actor(NURSE)) == ()


@on_one_engine
@pytest.mark.parametrize("who", [CLERK, HEAD, TRAINER, COUNTER, EDITOR, ADMIN, STRANGER])
@pytest.mark.parametrize("kind", NameKind)
def test_nobody_else_gets_the_names_and_nothing_is_logged(
    ward: Ward, who: Someone | str, kind: NameKind
) -> None:
    with pytest.raises(NotPermitted):
        ward.service.statistics.names(ward.actor(who), DESK, kind, DUE)
    assert ward.service.audit.looks_at_me(ward.actor(CLERK)) == ()


@on_one_engine
def test_a_section_that_is_not_there_has_no_names(ward: Ward) -> None:
    leader = ward.actor(SUPERVISOR)
    lost = tuple(replace(m, section_id="ない課") for m in leader.memberships)
    forged = Actor(leader.slack_user_id, leader.staff, lost)
    with pytest.raises(NotPermitted):
        ward.service.statistics.names(forged, "ない課", NameKind.COMPLETED, DUE)


# ------------------------------------------------------------ the weeks


def test_each_answer_moves_the_count(posted: Ward) -> None:
    before = _section_row(posted, SUPERVISOR)
    assert before == WeekRow(
        WEEK, date(2026, 11, 16), 2, completed=0, late=0, excluded=0, not_completed=2, open=True
    )
    posted.finish(CLERK)
    after = _section_row(posted, SUPERVISOR)
    assert (after.members, after.completed, after.not_completed) == (2, 1, 1)
    assert _section_row(posted, HEAD).completed == 0


def test_before_the_post_there_is_no_week(ward: Ward) -> None:
    assert _ward(ward, DUE - HOUR).weeks == ()
    assert _ward(ward).total.members == len(EVERYBODY)


def test_a_week_without_a_business_day_has_no_row(ward: Ward) -> None:
    """29 December 2031 to 2 January 2032 is closed throughout."""
    closed = datetime.fromisoformat("2031-12-31T12:00+09:00")
    ward.service.delivery.ensure_due(closed)
    assert _ward(ward, closed).weeks == ()


def test_the_close_writes_down_what_was_shown(posted: Ward) -> None:
    """Also when somebody left and somebody joined in the week."""
    posted.finish(CLERK)
    newcomers = [Someone(f"T10{n}", f"職員{n}", HEALTH) for n in range(3)]
    posted.employ([who for who in EVERYBODY if who is not NURSE] + newcomers, DUE + DAY)
    posted.post(DUE + DAY)
    posted.finish(newcomers[0])
    shown = _ward_row(posted, CLOSE - MINUTE)
    posted.service.delivery.ensure_due(CLOSE)
    closed = _ward_row(posted, CLOSE)
    assert (shown.open, closed.open) == (True, False)
    assert (shown.members, shown.completed) == (len(EVERYBODY) + 1, 2)
    assert replace(shown, open=False) == closed


def test_an_overdue_close_does_not_look_complete(posted: Ward) -> None:
    """The worker is down over Monday morning: the absent are not left out of the count."""
    posted.finish(CLERK)
    row = _ward_row(posted, CLOSE + HOUR)
    assert (row.open, row.members, row.completed) == (True, len(EVERYBODY), 1)


def test_late_answers_are_neither_completed_nor_missing(posted: Ward) -> None:
    posted.finish(CLERK)
    posted.service.delivery.ensure_due(CLOSE)
    posted.finish(NURSE, CLOSE)
    row = _ward_row(posted, CLOSE)
    everybody = len(EVERYBODY)
    assert (row.members, row.completed, row.late) == (everybody, 1, 1)
    assert row.not_completed == everybody - 2


def test_excluded_people_are_in_no_denominator(posted: Ward) -> None:
    with posted.store.write() as tx:
        training.complete(tx, CLERK.staff_id, WEEK, DESK, CompletionState.EXCLUDED, DUE)
    for now in (DUE, CLOSE):
        posted.service.delivery.ensure_due(now)
        row = _section_row(posted, SUPERVISOR, now)
        assert (row.members, row.excluded, row.not_completed) == (1, 1, 1)


def test_who_is_excluded_by_the_roster_is_not_asked_and_not_missing(ward: Ward) -> None:
    """In the open week as after its close."""
    with ward.store.write() as tx:
        row = {"staff_id": CLERK.staff_id, "reason": ExclusionReason.NOT_WORKING}
        tx.execute(exclusion.insert().values({**row, "valid_from": date(2026, 11, 1)}))
    assert ward.post() == len(EVERYBODY) - 1
    shown = _section_row(ward, SUPERVISOR)
    assert (shown.members, shown.excluded, shown.not_completed) == (1, 1, 1)
    ward.service.delivery.ensure_due(CLOSE)
    assert _section_row(ward, SUPERVISOR, CLOSE) == replace(shown, open=False)


def test_a_transfer_counts_once_where_the_answer_was_given(posted: Ward) -> None:
    posted.finish(CLERK)
    moved = Someone(CLERK.staff_id, CLERK.name, HEALTH)
    later = DUE + DAY
    posted.employ([moved, *EVERYBODY[1:]], later)
    desk, health = (_section_row(posted, who, later) for who in (SUPERVISOR, HEAD))
    assert (desk.members, desk.completed) == (2, 1)
    assert (health.members, health.completed) == (len(IN_HEALTH), 0)
    assert _ward_row(posted, later).members == len(EVERYBODY)


def test_a_section_that_emptied_keeps_its_past(posted: Ward) -> None:
    posted.finish(CLERK)
    posted.employ(IN_HEALTH, DUE + DAY)
    assert _ward_row(posted, DUE + DAY).completed == 1
    assert _ward(posted, DUE + DAY).total.members == len(IN_HEALTH)
    april = datetime.fromisoformat("2027-04-05T10:00+09:00")
    assert _ward(posted, april).weeks == ()


def test_weeks_come_oldest_first_and_only_those_of_the_period(ward: Ward) -> None:
    for number in range(3):
        ward.service.delivery.ensure_due(NEXT_DUE + timedelta(weeks=number - 2))
    weeks = [row.week for row in _ward(ward, NEXT_DUE).weeks]
    assert weeks == ["2026-W46", WEEK, NEXT_WEEK]
    period = chosen_dates(date(2026, 11, 10), date(2026, 11, 22))
    chosen = ward.service.statistics.figures(ward.actor(TRAINER, NEXT_DUE), NEXT_DUE, period).ward
    assert chosen is not None
    assert [row.week for row in chosen.weeks] == [WEEK]
