"""集合: who may tick whom, what it counts for, what stays in the audit, and taking it back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.core.learning.posts import questions_of
from bot.core.learning.taking import How
from bot.core.learning.weeks import CompletionState
from bot.core.people import ExclusionReason
from bot.core.permissions import NotPermitted
from bot.service.gathering_values import GatheringFault, Noted, PeopleChanged, Talk, TooLate
from bot.service.referral import UnknownEntry
from bot.store import deliveries, figures, own, people, training
from bot.store.tables import exclusion, gathering, gathering_person
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
    NURSE,
    SECOND_DUE,
    SECOND_KEY,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    WEEK,
    Someone,
    Ward,
)

# The table of permissions is asked before the database, whichever that is.
on_one_engine = pytest.mark.parametrize("engine_name", ["sqlite"])

TODAY = DUE.date()
DANGER, DUTY = "danger-first", "duty-to-report"
TALK = Talk(DESK, TODAY, (DANGER, DUTY))


def note(
    ward: Ward,
    *people: Someone,
    by: Someone = SUPERVISOR,
    talk: Talk = TALK,
    now: datetime = DUE,
) -> Noted:
    ids = [one.staff_id for one in people]
    return ward.service.gatherings.note(ward.actor(by, now), talk, ids, now)


def undo(
    ward: Ward, noted: Noted, *people: Someone, by: Someone = SUPERVISOR, now: datetime = DUE
) -> int:
    ids = [one.staff_id for one in people]
    return ward.service.gatherings.undo(ward.actor(by, now), noted.id, ids, now)


def taken(ward: Ward, who: Someone, how: How = How.TOGETHER) -> list[tuple[str, date]]:
    with ward.store.read() as tx:
        rows = own.taken_of(tx, who.staff_id, date(2000, 1, 1), date(2100, 1, 1))
    return sorted((row.concept_id, row.day) for row in rows if row.how is how)


def state(ward: Ward, who: Someone, week: str = WEEK) -> CompletionState | None:
    with ward.store.read() as tx:
        return training.state_of(tx, who.staff_id, week)


# ------------------------------------------------------------ who may


@pytest.mark.parametrize(("who", "section"), [(SUPERVISOR, DESK), (HEAD, HEALTH)])
def test_a_supervisor_is_offered_the_own_section(posted: Ward, who: Someone, section: str) -> None:
    rooms = posted.service.gatherings
    assert [s.section_id for s in rooms.sections(posted.actor(who), DUE)] == [section]
    found = rooms.people(posted.actor(who), Talk(section, TODAY, (DANGER,)), DUE)
    assert {one.staff_id for one in found.staff} == {
        one.staff_id for one in EVERYBODY if one.section == section
    }


def test_the_training_officer_is_offered_the_ward_the_own_section_first(posted: Ward) -> None:
    rooms = posted.service.gatherings
    assert [s.section_id for s in rooms.sections(posted.actor(TRAINER), DUE)] == [HEALTH, DESK]
    assert note(posted, CLERK, by=TRAINER).added == 1


@on_one_engine
@pytest.mark.parametrize("who", [CLERK, NURSE, COUNTER, EDITOR, ADMIN, HEAD, STRANGER])
def test_nobody_else_reaches_a_section(posted: Ward, who: Someone | str) -> None:
    rooms, actor = posted.service.gatherings, posted.actor(who)
    noted = note(posted, CLERK)
    for attempt in (
        lambda: rooms.people(actor, TALK, DUE),
        lambda: rooms.ids(actor, TALK, "x", DUE),
        lambda: rooms.note(actor, TALK, [CLERK.staff_id], DUE),
        lambda: rooms.participants(actor, noted.id, DUE),
        lambda: rooms.undo(actor, noted.id, [CLERK.staff_id], DUE),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    assert taken(posted, CLERK) == [(DANGER, TODAY), (DUTY, TODAY)]


def test_names_are_in_the_audit_before_they_are_seen(posted: Ward) -> None:
    rooms = posted.service.gatherings
    rooms.people(posted.actor(SUPERVISOR), TALK, DUE)
    rooms.participants(posted.actor(TRAINER), note(posted, CLERK).id, DUE)
    looks = posted.service.audit.looks_at_me(posted.actor(CLERK))
    assert [(look.viewer.name, look.what) for look in looks if look.viewer] == [
        (TRAINER.name, f"{DESK}の集合に参加した方の一覧"),
        (SUPERVISOR.name, f"{DESK}の方の一覧（集合の記録）"),
    ]


# ------------------------------------------------------------ what can be noted


@pytest.mark.parametrize(
    ("day", "field"),
    [(TODAY + timedelta(1), "day"), (date(2026, 3, 31), "day")],
)
def test_the_day_is_of_this_year_and_not_to_come(posted: Ward, day: date, field: str) -> None:
    with pytest.raises(GatheringFault) as fault:
        note(posted, CLERK, talk=Talk(DESK, day, (DANGER,)))
    assert fault.value.field == field


def test_a_talk_has_a_theme_of_the_course(posted: Ward) -> None:
    with pytest.raises(GatheringFault) as fault:
        note(posted, CLERK, talk=Talk(DESK, TODAY, ()))
    assert fault.value.field == "concepts"
    with pytest.raises(UnknownEntry):
        note(posted, CLERK, talk=Talk(DESK, TODAY, ("gone",)))
    with pytest.raises(UnknownEntry):
        note(posted, CLERK, by=TRAINER, talk=Talk("ない課", TODAY, (DANGER,)))


def test_only_members_of_that_day_count(posted: Ward) -> None:
    moved = [
        Someone(CLERK.staff_id, CLERK.name, HEALTH) if one is CLERK else one for one in EVERYBODY
    ]
    posted.employ(moved, DUE + DAY)
    later = DUE + DAY
    actor = posted.actor(SUPERVISOR, later)
    before = posted.service.gatherings.people(actor, TALK, later)
    after = posted.service.gatherings.people(actor, Talk(DESK, later.date(), (DANGER,)), later)
    assert CLERK.staff_id in {one.staff_id for one in before.staff}
    assert CLERK.staff_id not in {one.staff_id for one in after.staff}
    with pytest.raises(PeopleChanged):
        note(posted, CLERK, talk=Talk(DESK, later.date(), (DANGER,)), now=later)
    with pytest.raises(PeopleChanged):
        note(posted, NURSE)
    with pytest.raises(PeopleChanged):
        note(posted)


def test_who_is_excluded_that_day_is_not_offered(posted: Ward) -> None:
    row = {
        "staff_id": CLERK.staff_id,
        "valid_from": TODAY,
        "valid_until": TODAY + timedelta(1),
        "reason": ExclusionReason.NOT_WORKING,
    }
    with posted.store.write() as tx:
        tx.execute(exclusion.insert().values(row))
    found = posted.service.gatherings.people(posted.actor(SUPERVISOR), TALK, DUE)
    assert [one.staff_id for one in found.staff] == [SUPERVISOR.staff_id]
    with pytest.raises(PeopleChanged):
        note(posted, CLERK)


def test_a_list_that_changed_meanwhile_is_not_ticked(posted: Ward) -> None:
    rooms, actor = posted.service.gatherings, posted.actor(SUPERVISOR)
    shown = rooms.people(actor, TALK, DUE)
    assert rooms.ids(actor, TALK, shown.digest, DUE) == tuple(s.staff_id for s in shown.staff)
    posted.employ([*EVERYBODY, Someone("T099", "葵 ひかる", DESK)], DUE)
    with pytest.raises(PeopleChanged):
        rooms.ids(actor, TALK, shown.digest, DUE)


# ------------------------------------------------------------ what it counts for


def test_it_counts_as_taken_and_for_the_week(posted: Ward) -> None:
    noted = note(posted, CLERK, SUPERVISOR)
    assert (noted.added, noted.known, noted.late) == (2, 0, False)
    assert noted.until == CLOSE
    for who in (CLERK, SUPERVISOR):
        assert taken(posted, who) == [(DANGER, TODAY), (DUTY, TODAY)]
        assert state(posted, who) is CompletionState.COMPLETED
    assert state(posted, NURSE) is None
    record = posted.service.training.record(posted.actor(CLERK), DUE)
    assert {one.concept_id for one in record.together} == {DANGER, DUTY}
    assert [(w.week, w.together) for w in record.weeks] == [(WEEK, True)]
    assert record.concepts_mastered == 0
    assert record.answered == 0


def test_after_the_week_has_closed_it_is_late_and_still_of_its_day(posted: Ward) -> None:
    noted = note(posted, CLERK, now=CLOSE + HOUR)
    assert noted.late
    assert state(posted, CLERK) is CompletionState.COMPLETED_LATE
    assert taken(posted, CLERK) == [(DANGER, TODAY), (DUTY, TODAY)]


def test_a_week_without_posts_is_not_made_one(ward: Ward) -> None:
    noted = note(ward, CLERK)
    assert taken(ward, CLERK) == [(DANGER, TODAY), (DUTY, TODAY)]
    assert state(ward, CLERK) is None
    assert undo(ward, noted, CLERK) == 1
    assert taken(ward, CLERK) == []


def test_noting_it_again_adds_people_to_the_same_talk(posted: Ward) -> None:
    first = note(posted, CLERK)
    again = note(posted, CLERK, SUPERVISOR)
    assert (again.id, again.added, again.known) == (first.id, 1, 1)
    (shown,) = posted.service.gatherings.recent(posted.actor(SUPERVISOR), DUE)
    assert (shown.people, shown.section.name, shown.until) == (2, DESK, CLOSE)


def test_the_list_of_talks_holds_numbers_of_the_own_reach(posted: Ward) -> None:
    note(posted, CLERK)
    rooms = posted.service.gatherings
    assert [t.people for t in rooms.recent(posted.actor(TRAINER), DUE)] == [1]
    assert rooms.recent(posted.actor(HEAD), DUE) == ()
    assert CLERK.name not in repr(rooms.recent(posted.actor(TRAINER), DUE))


# ------------------------------------------------------------ taking it back


def test_one_of_two_is_taken_back_and_nothing_else(posted: Ward) -> None:
    noted = note(posted, CLERK, SUPERVISOR)
    assert undo(posted, noted, CLERK) == 1
    assert (taken(posted, CLERK), state(posted, CLERK)) == ([], None)
    assert len(taken(posted, SUPERVISOR)) == 2
    assert state(posted, SUPERVISOR) is CompletionState.COMPLETED
    assert undo(posted, noted, CLERK) == 0
    assert undo(posted, noted, SUPERVISOR) == 1
    assert posted.service.gatherings.recent(posted.actor(SUPERVISOR), DUE) == ()
    with posted.store.read() as tx:
        assert tx.execute(gathering.select()).all() == []
        assert tx.execute(gathering_person.select()).all() == []


def test_the_years_figures_forget_it_too(posted: Ward) -> None:
    """Who has completed a year is noted once; what is taken back opens that again."""
    must = tuple(sorted(c.id for c in posted.library.course.concepts.values() if c.required))
    noted = note(posted, CLERK, talk=Talk(DESK, TODAY, must))

    def completed() -> int:
        (own_section,) = posted.service.statistics.figures(posted.actor(SUPERVISOR), DUE).own
        return own_section.total.completed

    with posted.store.write() as tx:
        figures.note_completed(tx, 2026, [CLERK.staff_id], TODAY)
    assert completed() == 1
    undo(posted, noted, CLERK)
    assert completed() == 0


def answer_in_place(ward: Ward, who: Someone, most: int, now: datetime) -> None:
    """Answer questions in the messages that brought them, where the week's state hides none."""
    with ward.store.read() as tx:
        posts = [deliveries.of_person(tx, who.staff_id, key) for key in (KEY, SECOND_KEY)]
    asked = [(p.occurrence_key, q) for p in posts if p for q in questions_of(p.payload)]
    for key, question_id in asked[:most]:
        ward.service.training.answer(ward.actor(who, now), key, question_id, 0, True, now)


def test_own_answers_stay_whenever_they_were_given(posted: Ward) -> None:
    """Before the talk, or between it and its undoing: the person keeps what they did."""
    noted = note(posted, CLERK, SUPERVISOR)
    posted.post(SECOND_DUE)
    answer_in_place(posted, CLERK, 3, SECOND_DUE)
    answered = taken(posted, CLERK, How.ANSWERED)
    assert len(answered) == 3
    undo(posted, noted, CLERK, SUPERVISOR, now=SECOND_DUE)
    assert taken(posted, CLERK, How.ANSWERED) == answered
    assert state(posted, CLERK) is CompletionState.COMPLETED
    again = note(posted, CLERK, now=SECOND_DUE)
    undo(posted, again, CLERK, now=SECOND_DUE)
    assert state(posted, CLERK) is CompletionState.COMPLETED
    assert state(posted, SUPERVISOR) is None


def test_a_single_answer_does_not_hold_the_week(posted: Ward) -> None:
    noted = note(posted, CLERK)
    answer_in_place(posted, CLERK, 1, DUE)
    undo(posted, noted, CLERK)
    assert state(posted, CLERK) is None


def test_another_talk_of_the_day_keeps_what_it_shares(posted: Ward) -> None:
    both, one = note(posted, CLERK), note(posted, CLERK, talk=Talk(DESK, TODAY, (DUTY,)))
    assert undo(posted, both, CLERK) == 1
    assert taken(posted, CLERK) == [(DUTY, TODAY)]
    assert state(posted, CLERK) is CompletionState.COMPLETED
    assert undo(posted, one, CLERK) == 1
    assert (taken(posted, CLERK), state(posted, CLERK)) == ([], None)


def test_a_week_that_closed_meanwhile_stays_closed(posted: Ward) -> None:
    """Noted for last week just before it closed, taken back after: 未受講, as without it."""
    just_before = CLOSE - HOUR
    noted = note(posted, CLERK, now=just_before)
    assert noted.until > CLOSE
    with posted.store.write() as tx:
        training.close_week(tx, WEEK, [], CLOSE)
    assert undo(posted, noted, CLERK, now=CLOSE + HOUR) == 1
    assert state(posted, CLERK) is CompletionState.NOT_COMPLETED


def test_what_was_late_goes_back_to_not_completed(posted: Ward) -> None:
    with posted.store.write() as tx:
        training.close_week(tx, WEEK, people.members(tx, TODAY), CLOSE)
    noted = note(posted, CLERK, now=CLOSE + HOUR)
    assert state(posted, CLERK) is CompletionState.COMPLETED_LATE
    undo(posted, noted, CLERK, now=CLOSE + HOUR)
    assert state(posted, CLERK) is CompletionState.NOT_COMPLETED


def test_after_the_week_of_noting_nothing_is_taken_back(posted: Ward) -> None:
    noted = note(posted, CLERK)
    rooms = posted.service.gatherings
    with pytest.raises(TooLate):
        undo(posted, noted, CLERK, now=CLOSE)
    with pytest.raises(TooLate):
        rooms.participants(posted.actor(SUPERVISOR, CLOSE), noted.id, CLOSE)
    (shown,) = rooms.recent(posted.actor(SUPERVISOR, CLOSE), CLOSE)
    assert shown.until is None
    assert taken(posted, CLERK) == [(DANGER, TODAY), (DUTY, TODAY)]


def test_a_talk_that_is_gone_is_an_unknown_entry(posted: Ward) -> None:
    with pytest.raises(UnknownEntry):
        posted.service.gatherings.undo(posted.actor(SUPERVISOR), "gone", ["x"], DUE)
