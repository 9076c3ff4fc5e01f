"""What waits for a person: in order, in their words, and never as a pile."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.core.delivery import DeliveryState
from bot.core.learning.choices import CourseChoice
from bot.core.learning.posts import Track
from bot.core.learning.weeks import CompletionState
from bot.core.permissions import NotPermitted
from bot.service.training import FIRST_USE, DueQuestion, QuestionGone
from bot.store import courses, training
from bot.store.tables import delivery
from tests.service.training.posts import CLOSED, FIRST, LATER, SECOND, Course, in_week
from tests.support.service import (
    CLERK,
    DAY,
    DUE,
    EVERYBODY,
    HEALTH,
    KEY,
    MINUTE,
    NURSE,
    STRANGER,
    SUPERVISOR,
    WEEK,
    Someone,
)

FORGED = [
    "",
    "x",
    "../",
    "//",
    "quiz/2026-W47/9",
    "quiz//1",
    "quiz/2026-W99/1",
    "あ|い",
    "q" * 5000,
]
FORGED += ["%/%/%", "quiz/%/1", "catch-up/", "catch-up/x", "catch-up/2025"]


def _due(course: Course, who: Someone = CLERK, now: datetime = DUE) -> DueQuestion | None:
    return course.training.due(course.ward.actor(who, now), now)


def _given(course: Course, who: Someone = CLERK, now: datetime = DUE) -> DueQuestion:
    due = _due(course, who, now)
    assert due is not None
    return due


def test_nothing_waits_before_the_post(course: Course) -> None:
    assert _due(course, now=DUE - MINUTE) is None


def test_the_question_waits_with_all_its_choices(course: Course) -> None:
    due = _given(course)
    question = course.ward.library.course.questions[due.question_id]
    assert (due.occurrence_key, due.week, due.closes_at) == (KEY, WEEK, CLOSED)
    assert (due.number, due.of, due.type, due.track) == (1, 2, question.type, Track.COURSE)
    assert due.stem == question.stem
    assert sorted(c.index for c in due.choices) == list(range(len(question.choices)))
    assert all(c.text == question.choices[c.index].text for c in due.choices)
    assert _due(course, now=DUE + DAY) == due


def test_what_is_due_does_not_tell_the_right_choice(course: Course) -> None:
    """A reader of the message's data finds texts and places, nothing else."""
    due = _given(course)
    assert {name for choice in due.choices for name in choice.__slots__} == {"index", "text"}
    question = course.ward.library.course.questions[due.question_id]
    assert question.explanation not in str(due)


def test_questions_wait_in_the_order_of_the_posts(course: Course) -> None:
    waiting = []
    for key in (FIRST.key, FIRST.key, SECOND.key):
        due = _given(course, now=LATER)
        assert due.occurrence_key == key
        waiting.append((due.question_id, due.number, due.of))
        course.press(CLERK, due.question_id, key, LATER)
    first, second, third = course.asked
    assert waiting == [(first, 1, 2), (second, 2, 2), (third, 1, 1)]
    assert _due(course, now=LATER) is None


def test_the_second_post_does_not_wait_before_its_day(course: Course) -> None:
    for question_id in course.asked[:2]:
        course.press(CLERK, question_id)
    assert _due(course, now=LATER - MINUTE) is None
    assert _given(course, now=LATER).occurrence_key == SECOND.key


def test_the_newest_week_waits_first_and_what_is_late_after_it(course: Course) -> None:
    newer, now = in_week(1), DUE + timedelta(days=8)  # the Monday is a holiday
    course.give(newer, [course.others(course.asked[0])[0]])
    due = _given(course, now=now)
    assert (due.occurrence_key, due.late) == (newer.key, False)
    course.press(CLERK, due.question_id, newer.key, now)
    late = _given(course, now=now)
    assert (late.occurrence_key, late.late) == (KEY, True)


def test_late_ones_do_not_become_a_pile(course: Course) -> None:
    """Of all that a person left unanswered for months, what is older than two weeks is let be."""
    spare = course.others(course.asked[0])[0]
    for number in range(1, 8):
        course.give(in_week(number), [spare])
    now = in_week(7).due_at
    offered = []
    while due := _due(course, now=now):
        offered.append(due.occurrence_key)
        course.press(CLERK, due.question_id, due.occurrence_key, now)
    assert offered == [in_week(number).key for number in (7, 6, 5)]
    feedback = course.press(CLERK, spare, in_week(1).key, now)
    assert feedback.state is CompletionState.COMPLETED_LATE, "in its message it can be answered"


def test_a_week_that_was_taken_in_another_way_asks_nothing(course: Course) -> None:
    """集合, or answers that their giver erased."""
    with course.ward.store.write() as tx:
        done = CompletionState.COMPLETED
        section = course.ward.actor(CLERK).section_id
        assert section is not None
        training.complete(tx, CLERK.staff_id, WEEK, section, done, DUE)
    assert _due(course, now=LATER) is None
    assert _given(course, NURSE).occurrence_key == KEY


def test_what_rests_is_passed_over(course: Course) -> None:
    course.rests.ids.add(course.asked[0])
    due = _given(course)
    assert (due.question_id, due.number) == (course.asked[1], 2)
    course.rests.ids.add(course.asked[1])
    assert _due(course) is None


def test_what_was_withdrawn_does_not_wait(course: Course) -> None:
    with course.ward.store.write() as tx:
        tx.execute(update(delivery).values(state=DeliveryState.CANCELLED))
    assert _due(course, now=LATER) is None


def test_it_waits_whether_or_not_the_message_arrived(course: Course) -> None:
    with course.ward.store.write() as tx:
        tx.execute(update(delivery).values(state=DeliveryState.QUEUED, channel=None, ts=None))
    assert _given(course).occurrence_key == KEY


# ------------------------------------------------------------ the message of a post


def test_a_message_begins_with_the_first_question(course: Course) -> None:
    actor = course.ward.actor(CLERK)
    assert course.training.first_of(actor, KEY, DUE) == _given(course)


def test_a_late_message_goes_on_where_its_reader_is(course: Course) -> None:
    """Somebody answered on App Home before the message went out."""
    actor = course.ward.actor(CLERK)
    course.press(CLERK, course.asked[0])
    assert course.training.first_of(actor, KEY, DUE).question_id == course.asked[1]
    course.press(CLERK, course.asked[1])
    assert course.training.first_of(actor, KEY, DUE).question_id == course.asked[0]


def test_a_message_leaves_out_what_rests(course: Course) -> None:
    actor = course.ward.actor(CLERK)
    course.rests.ids.add(course.asked[0])
    assert course.training.first_of(actor, KEY, DUE).question_id == course.asked[1]
    course.rests.ids.add(course.asked[1])
    with pytest.raises(QuestionGone):
        course.training.first_of(actor, KEY, DUE)


def test_as_sent_is_what_is_due(course: Course) -> None:
    due, actor = _given(course), course.ward.actor(CLERK)
    assert course.training.as_sent(actor, KEY, due.question_id, DUE) == due


def test_a_forged_post_is_gone(course: Course) -> None:
    actor, question_id = course.ward.actor(CLERK), course.asked[0]
    for key in FORGED:
        with pytest.raises(QuestionGone):
            course.training.as_sent(actor, key, question_id, DUE)
        with pytest.raises(QuestionGone):
            course.training.first_of(actor, key, DUE)


def test_a_post_to_others_is_gone(course: Course) -> None:
    newcomer = Someone("T101", "柊 あらた", HEALTH)
    course.ward.employ([CLERK, SUPERVISOR, NURSE, newcomer], DUE)
    actor = course.ward.actor(newcomer)
    with pytest.raises(QuestionGone):
        course.training.as_sent(actor, KEY, course.asked[0], DUE)
    with pytest.raises(QuestionGone):
        course.training.first_of(actor, KEY, DUE)
    assert _due(course, newcomer) is None


# ------------------------------------------------------------ as one person sees it


def test_colleagues_see_the_choices_in_their_own_order(course: Course) -> None:
    course.give(in_week(1), course.asked, EVERYBODY)
    seen = [_given(course, who, in_week(1).due_at) for who in EVERYBODY]
    assert len({due.question_id for due in seen}) == 1
    assert len({tuple(c.index for c in due.choices) for due in seen}) > 1


def test_easy_words_are_for_whoever_chose_them(course: Course) -> None:
    with course.ward.store.write() as tx:
        courses.keep(tx, CLERK.staff_id, CourseChoice(easy=True))
    due, plain = _given(course), _given(course, NURSE)
    easy = course.ward.library.course.questions[due.question_id].easy
    assert easy is not None, "released questions have one"
    assert (due.stem, due.easy) == (easy.stem, True)
    assert all(c.text == easy.choices[c.index] for c in due.choices)
    assert not plain.easy
    assert plain.stem != due.stem
    same_order = replace(due, stem="", choices=(), easy=False, first_use=None)
    actor = course.ward.actor(CLERK)
    with course.ward.store.write() as tx:
        courses.keep(tx, CLERK.staff_id, CourseChoice())
    again = course.training.as_sent(actor, KEY, due.question_id, DUE)
    assert replace(again, stem="", choices=(), first_use=None) == same_order
    assert [c.index for c in again.choices] == [c.index for c in due.choices]


def test_the_first_use_card_comes_until_the_first_answer(course: Course) -> None:
    actor = course.ward.actor(CLERK)
    for _ in range(2):
        assert _given(course).first_use == FIRST_USE
    assert course.training.first_of(actor, KEY, DUE).first_use == FIRST_USE
    feedback = course.press(CLERK, course.asked[0])
    assert feedback.question.first_use is None
    assert feedback.next is not None
    assert feedback.next.first_use is None
    assert _given(course).first_use is None
    assert _given(course, NURSE).first_use == FIRST_USE


def test_the_card_says_what_is_promised_and_what_cannot_be() -> None:
    said = "".join(FIRST_USE.lines)
    for promise in ("答えたかどうかだけ", "ご本人だけ", "人事評価には使いません"):
        assert promise in said
    assert (
        "データベースを管理する担当者と、Slackの管理権限を持つ者が技術的に見られることは防げません"
        in said
    )


def test_a_stranger_does_not_train(course: Course) -> None:
    stranger, question_id = course.ward.actor(STRANGER), course.asked[0]
    training = course.training
    for refused in (
        lambda: training.due(stranger, DUE),
        lambda: training.first_of(stranger, KEY, DUE),
        lambda: training.as_sent(stranger, KEY, question_id, DUE),
        lambda: training.answer(stranger, KEY, question_id, 0, True, DUE),
        lambda: training.catch_up(stranger, DUE),
        lambda: training.record(stranger, DUE),
        lambda: training.export(stranger, DUE),
        lambda: training.erase(stranger),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_who_left_is_a_stranger(course: Course) -> None:
    course.ward.employ([SUPERVISOR, NURSE], DUE + DAY)
    with pytest.raises(NotPermitted):
        _due(course, now=DUE + DAY)
