"""Two posts a week: who is asked what in which, when it comes, and what is not sent at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.core.clock import TOKYO
from bot.core.delivery import Delivery, DeliveryKind, DeliveryState, Occurrence, PlannedDelivery
from bot.core.learning.choices import AS_IT_COMES, TimeSlot
from bot.core.learning.course_calendar import Blackout
from bot.core.learning.posts import SIGNS, Track, questions_of, track_of
from bot.core.learning.weeks import CompletionState, week_of_occurrence
from bot.core.office_calendar import tokyo_day
from bot.core.period import whole_year
from bot.core.permissions import NotPermitted
from bot.service.course_reminders import expected_days, weekly_reminder
from bot.service.delivery import DeliveryDesk
from bot.service.planning import Asking
from bot.store import deliveries, learning, training
from tests.support.service import (
    CLERK,
    CLOSE,
    DAY,
    DESK,
    DUE,
    EVERYBODY,
    FRIDAY,
    HEALTH,
    HOUR,
    KEY,
    MINUTE,
    NEXT_DUE,
    NEXT_KEY,
    NURSE,
    SECOND_DUE,
    SECOND_KEY,
    STRANGER,
    SUPERVISOR,
    UNPACED,
    WEEK,
    Someone,
    Ward,
)

on_one_engine = pytest.mark.parametrize("engine_name", ["sqlite"])
NEWCOMER = Someone("T101", "柊 あらた", DESK)
FRIDAY_TEN = FRIDAY - 7 * HOUR


def _of(ward: Ward, who: Someone, key: str = KEY) -> Delivery | None:
    with ward.store.read() as tx:
        return deliveries.of_person(tx, who.staff_id, key)


def _asked(ward: Ward, who: Someone, key: str) -> tuple[str, ...]:
    delivery = _of(ward, who, key)
    return () if delivery is None else questions_of(delivery.payload)


def _want(ward: Ward, who: Someone, *, one_batch: bool = False, slot: str = "morning") -> None:
    wanted = replace(AS_IT_COMES, one_batch=one_batch, slot=TimeSlot(slot))
    ward.service.course_choices.change(ward.actor(who), wanted)


def _sent(ward: Ward, now: datetime) -> Mapping[str, DeliveryKind]:
    """Who is sent something at that moment."""
    ward.service.delivery.ensure_due(now)
    found: dict[str, DeliveryKind] = {}
    while batch := ward.service.delivery.claim(now):
        found |= {d.staff_id: d.kind for d in batch}
    return found


# ------------------------------------------------------------ what is asked


def test_three_questions_of_three_concepts_in_two_posts(ward: Ward) -> None:
    ward.service.delivery.ensure_due(DUE)
    for who in EVERYBODY:
        first, second = (_asked(ward, who, key) for key in (KEY, SECOND_KEY))
        assert (len(first), len(second)) == (2, 1)
        questions = [ward.library.course.questions[q] for q in first + second]
        assert len({q.concept_id for q in questions}) == 3
        assert all(ward.library.course.concepts[q.concept_id].required for q in questions)


def test_who_wants_one_post_gets_all_of_it_on_monday(ward: Ward) -> None:
    _want(ward, CLERK, one_batch=True)
    ward.service.delivery.ensure_due(DUE)
    assert len(_asked(ward, CLERK, KEY)) == 3
    assert _of(ward, CLERK, SECOND_KEY) is None


@on_one_engine
def test_a_week_of_two_business_days_has_one_post(ward: Ward) -> None:
    now = datetime(2026, 9, 24, 10, tzinfo=TOKYO)
    assert ward.service.delivery.ensure_due(now) == len(EVERYBODY)
    assert len(_asked(ward, CLERK, "quiz/2026-W39/1")) == 3


def test_the_second_post_comes_on_its_day_and_in_the_chosen_half(ward: Ward) -> None:
    _want(ward, CLERK, slot="afternoon")
    assert set(_sent(ward, DUE)) == {p.staff_id for p in EVERYBODY} - {CLERK.staff_id}
    noon = DUE.replace(hour=12, minute=30)
    assert _sent(ward, noon) == {}
    assert set(_sent(ward, DUE.replace(hour=13, minute=30))) == {CLERK.staff_id}
    assert _sent(ward, SECOND_DUE - MINUTE) == {}
    assert len(_sent(ward, SECOND_DUE)) == len(EVERYBODY) - 1


@on_one_engine
def test_in_spring_and_in_a_busy_time_nothing_is_asked_or_counted(ward: Ward) -> None:
    spring = datetime(2026, 4, 2, 10, tzinfo=TOKYO)
    assert ward.service.delivery.ensure_due(spring) == 0
    busy = Blackout((DESK,), date(2026, 11, 20), date(2026, 11, 20), "申告")
    course = ward.library.course
    ward.library._shelf = replace(  # as if the calendar had been edited and read again
        ward.library._shelf,
        course=replace(course, calendar=replace(course.calendar, blackouts=(busy,))),
    )
    try:
        ward.service.delivery.ensure_due(DUE)
        assert _of(ward, CLERK) is None
        assert _of(ward, NURSE) is not None
        ward.service.delivery.ensure_due(CLOSE)
        with ward.store.read() as tx:
            assert training.completions_of(tx, CLERK.staff_id) == ()
            assert len(training.completions_of(tx, NURSE.staff_id)) == 1
    finally:
        ward.library._shelf = replace(ward.library._shelf, course=course)


def test_a_question_that_rests_is_not_asked(ward: Ward) -> None:
    resting = {q for q in ward.library.course.questions if not q.endswith("-1")}
    desk = DeliveryDesk(
        ward.store, ward.library, asking=Asking(lambda question, day: question not in resting)
    )
    desk.ensure_due(DUE)
    asked = _asked(ward, CLERK, KEY) + _asked(ward, CLERK, SECOND_KEY)
    assert len(asked) == 3
    assert not resting & set(asked)


# ------------------------------------------------------------ newcomers


def test_a_newcomer_begins_with_three_signs_and_six_questions(ward: Ward) -> None:
    ward.employ([*EVERYBODY, NEWCOMER], DUE - 3 * DAY)
    ward.service.delivery.ensure_due(DUE)
    first, second = (_of(ward, NEWCOMER, key) for key in (KEY, SECOND_KEY))
    assert first is not None
    assert second is not None
    assert track_of(first.payload) is Track.PRETEST
    group = ward.service.course_choices.first_signs(first.payload[SIGNS])
    assert group is not None
    assert (group.id, len(group.signs)) == ("desk", 3)
    assert track_of(second.payload) is Track.NEWCOMER
    course = ward.library.course
    asked = [course.questions[q] for d in (first, second) for q in questions_of(d.payload)]
    assert len({q.concept_id for q in asked}) == len(asked) == 7
    assert all(course.concepts[q.concept_id].required for q in asked)
    colleague = _of(ward, CLERK)
    assert colleague is not None
    assert track_of(colleague.payload) is Track.COURSE


def test_what_a_newcomer_knows_is_left_out_for_four_weeks_of_required_concepts(
    ward: Ward,
) -> None:
    ward.employ([*EVERYBODY, NEWCOMER], DUE - 3 * DAY)
    course, now = ward.library.course, DUE
    known = set[str]()
    weeks: list[set[str]] = []
    for week in range(5):
        now = DUE + week * 7 * DAY + (DAY if week == 1 else timedelta(0))
        ward.service.delivery.ensure_due(now)
        with ward.store.read() as tx:
            mine = [
                d
                for d in deliveries.open_for(
                    tx, NEWCOMER.staff_id, DeliveryKind.QUIZ, now + 4 * DAY
                )
                if tokyo_day(d.due_at) >= tokyo_day(now)
            ]
        asked = [course.questions[q] for d in mine for q in questions_of(d.payload)]
        weeks.append({q.concept_id for q in asked})
        if week == 0:
            known = {course.questions[q].concept_id for q in _asked(ward, NEWCOMER, KEY)}
        ward.finish(NEWCOMER, now + 3 * DAY)
    required = {c.id for c in course.concepts.values() if c.required}
    assert len(known) == 6
    assert all(week <= required for week in weeks[:4])
    assert not any(week & known for week in weeks[1:4])
    assert set().union(*weeks[:4]) == required
    assert weeks[4] - required, "the ordinary course"


def test_a_transfer_keeps_what_was_learned_and_is_no_newcomer(posted: Ward) -> None:
    posted.finish(CLERK)
    with posted.store.read() as tx:
        before = learning.states_of(tx, CLERK.staff_id)
    assert before
    moved = Someone(CLERK.staff_id, CLERK.name, HEALTH)
    posted.employ([moved, *EVERYBODY[1:]], CLOSE)
    posted.service.delivery.ensure_due(NEXT_DUE)
    with posted.store.read() as tx:
        assert learning.states_of(tx, CLERK.staff_id) == before
    delivery = _of(posted, CLERK, NEXT_KEY)
    assert delivery is not None
    assert track_of(delivery.payload) is Track.COURSE


# ------------------------------------------------------------ the budget


def test_what_does_not_fit_the_budget_waits_on_app_home(ward: Ward) -> None:
    """A survey has been announced for Monday, Tuesday and Wednesday."""
    for n in range(3):
        due = Occurrence(f"survey/{n}", DeliveryKind.SURVEY, DUE + n * DAY, DUE + n * DAY + HOUR)
        with ward.store.write() as tx:
            deliveries.plan(tx, due, [PlannedDelivery(CLERK.staff_id)])
    ward.service.delivery.ensure_due(DUE)
    held = _of(ward, CLERK), _of(ward, CLERK, SECOND_KEY)
    assert [d and d.state for d in held] == [DeliveryState.HELD] * 2
    assert ward.states() == {DeliveryState.HELD: 1, DeliveryState.QUEUED: len(EVERYBODY) - 1}
    assert ward.due(CLERK).occurrence_key == KEY, "it can be answered all the same"
    assert ward.finish(CLERK).state is CompletionState.COMPLETED


def test_one_reminder_at_the_weeks_end_for_who_has_something_to_answer(posted: Ward) -> None:
    posted.post(SECOND_DUE)
    posted.finish(CLERK)
    _want(posted, NURSE, slot="afternoon")
    assert _sent(posted, SECOND_DUE + DAY) == {}
    everybody = {p.staff_id for p in EVERYBODY}
    reminded = _sent(posted, FRIDAY_TEN)
    assert set(reminded.values()) == {DeliveryKind.REMINDER}
    assert set(reminded) == everybody - {CLERK.staff_id, NURSE.staff_id}
    assert set(_sent(posted, FRIDAY_TEN.replace(hour=13, minute=30))) == {NURSE.staff_id}
    assert _sent(posted, FRIDAY - MINUTE) == {}


def test_who_was_reminded_by_the_supervisor_is_not_reminded_again(posted: Ward) -> None:
    tuesday = DUE + DAY
    reminders = posted.service.reminders
    asked = reminders.remind(posted.actor(SUPERVISOR, tuesday), DESK, whole_year(2026), tuesday)
    assert asked.people == 2
    posted.post(tuesday)
    posted.post(SECOND_DUE)
    reminded = _sent(posted, FRIDAY_TEN)
    assert not {CLERK.staff_id, SUPERVISOR.staff_id} & set(reminded)
    assert NURSE.staff_id in reminded


def test_an_open_survey_takes_the_reminders_place(posted: Ward) -> None:
    posted.post(SECOND_DUE)
    desk = DeliveryDesk(
        posted.store, posted.library, posting=UNPACED, asking=Asking(survey_open=lambda now: True)
    )
    assert desk.ensure_due(FRIDAY_TEN) == 0
    assert posted.service.delivery.ensure_due(FRIDAY_TEN) == len(EVERYBODY)


def test_a_reminder_is_planned_once_by_many(posted: Ward, second: Ward) -> None:
    posted.post(SECOND_DUE)
    planned = [w.service.delivery.ensure_due(FRIDAY_TEN) for w in (posted, second, posted)]
    assert planned == [len(EVERYBODY), 0, 0]


def test_a_late_post_and_a_reminder_never_share_a_day(ward: Ward) -> None:
    """The second post went out on Friday morning only, after an outage."""
    assert len(_sent(ward, FRIDAY_TEN - 30 * MINUTE)) == len(EVERYBODY)
    assert _sent(ward, FRIDAY_TEN) == {}


def test_no_reminder_is_due_on_the_day_of_a_post_or_without_posts(ward: Ward) -> None:
    calendar = ward.library.course.calendar
    assert weekly_reminder("2026-W53", calendar) is None
    assert weekly_reminder("2026-W16", calendar) is None
    for number in range(17, 53):
        due = weekly_reminder(f"2026-W{number}", calendar)
        if due is not None:
            assert tokyo_day(due.due_at) not in calendar.post_days(f"2026-W{number}")
    assert expected_days(date(2026, 11, 17), calendar) >= {date(2026, 11, 18), date(2026, 11, 24)}
    assert week_of_occurrence(KEY) == WEEK


def test_choices_are_the_persons_own(ward: Ward) -> None:
    with pytest.raises(NotPermitted):
        ward.service.course_choices.see(ward.actor(STRANGER))
    assert ward.service.course_choices.see(ward.actor(CLERK)) == AS_IT_COMES
    _want(ward, CLERK, one_batch=True)
    assert ward.service.course_choices.see(ward.actor(CLERK)).one_batch
    assert ward.service.course_choices.see(ward.actor(NURSE)) == AS_IT_COMES
