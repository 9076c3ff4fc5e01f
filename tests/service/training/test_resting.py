"""A week closes as 受講済 for whoever has only resting questions left."""

from __future__ import annotations

import pytest

from bot.core.learning.weeks import CompletionState
from bot.core.office_calendar import tokyo_day
from bot.core.people import Exclusion, ExclusionReason
from bot.service.closing import Closing
from bot.service.training.resting import done_by_rest
from bot.store import training
from bot.store.roster_now import save_exclusions
from tests.service.training.posts import CLOSED, SECOND, Course
from tests.support.service import ADMIN, CLERK, NURSE, SUPERVISOR, WEEK, Someone

COMPLETED, NOT_COMPLETED = CompletionState.COMPLETED, CompletionState.NOT_COMPLETED


@pytest.fixture
def closing(course: Course) -> Closing:
    """The closing of weeks, with the same questions at rest."""
    return Closing(course.ward.store, course.ward.library, course.rests.usable)


def _stands(course: Course, who: Someone) -> CompletionState | None:
    with course.ward.store.read() as tx:
        return training.state_of(tx, who.staff_id, WEEK)


def test_who_waited_for_a_resting_question_only_is_done(course: Course, closing: Closing) -> None:
    for question_id in course.asked[:2]:
        course.press(CLERK, question_id)
    course.press(NURSE, course.asked[0])
    course.rests.ids.add(course.asked[2])
    closing.close_weeks(CLOSED)
    assert _stands(course, CLERK) is COMPLETED
    assert _stands(course, NURSE) is NOT_COMPLETED, "a live question is open"
    assert _stands(course, SUPERVISOR) is NOT_COMPLETED
    assert _stands(course, ADMIN) is NOT_COMPLETED, "who was given nothing waited for nothing"


def test_without_anything_at_rest_nothing_is_given_away(course: Course, closing: Closing) -> None:
    for question_id in course.asked[:2]:
        course.press(CLERK, question_id)
    closing.close_weeks(CLOSED)
    assert _stands(course, CLERK) is NOT_COMPLETED


def test_when_all_of_a_week_rests_nobody_is_blamed(course: Course, closing: Closing) -> None:
    course.rests.ids |= set(course.asked)
    closing.close_weeks(CLOSED)
    assert {_stands(course, who) for who in (CLERK, NURSE, SUPERVISOR)} == {COMPLETED}


def test_who_is_away_stays_out_of_it(course: Course, closing: Closing) -> None:
    course.rests.ids |= set(course.asked)
    away = Exclusion(ExclusionReason.SECONDED, tokyo_day(SECOND.due_at))
    with course.ward.store.write() as tx:
        save_exclusions(tx, [(CLERK.staff_id, away)], tokyo_day(SECOND.due_at))
    closing.close_weeks(CLOSED)
    assert _stands(course, CLERK) is CompletionState.EXCLUDED


def test_a_week_that_is_noted_already_is_not_looked_at_again(course: Course) -> None:
    course.rests.ids |= set(course.asked)
    day = tokyo_day(CLOSED)
    with course.ward.store.write() as tx:
        training.complete(tx, CLERK.staff_id, WEEK, _section(course), NOT_COMPLETED, CLOSED)
        content, usable = course.ward.library.course, course.rests.usable
        done = done_by_rest(tx, content, usable, WEEK, day)
    assert done == {NURSE.staff_id, SUPERVISOR.staff_id}


def _section(course: Course) -> str:
    section = course.ward.actor(CLERK).section_id
    assert section is not None
    return section
