"""まとめて受講: the 必修 still open, in one sitting, to be gone on with at any time."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.core.clock import TOKYO
from bot.core.course import Concept
from bot.core.learning.choices import CourseChoice
from bot.core.learning.posts import Track
from bot.core.learning.sitting import key_of
from bot.core.learning.standing import ConceptStanding
from bot.core.learning.taking import How
from bot.core.office_calendar import tokyo_day
from bot.core.period import Rule, whole_year
from bot.service.training import (
    FIRST_USE,
    DueQuestion,
    Feedback,
    QuestionGone,
    QuestionSuspended,
    Sitting,
)
from bot.store import courses, deliveries, figures, ledger, occurrences, own, training
from bot.store.figures import Asked, Year
from bot.store.tables import answer, delivery, occurrence
from tests.service.training.posts import FIRST, Course, in_week
from tests.support.service import ADMIN, CLERK, DAY, DUE, NURSE, Someone, Ward

YEAR = 2026
KEY = key_of(YEAR)
MARCH = datetime(2027, 3, 26, 15, tzinfo=TOKYO)  # in the spring pause, without any post
APRIL = datetime(2027, 4, 1, 9, tzinfo=TOKYO)


def _sitting(course: Course, who: Someone = CLERK, now: datetime = DUE) -> Sitting:
    return course.training.catch_up(course.ward.actor(who, now), now)


def _next(course: Course, who: Someone = CLERK, now: datetime = DUE) -> DueQuestion:
    question = _sitting(course, who, now).question
    assert question is not None
    return question


def _press(course: Course, question: DueQuestion, now: datetime = DUE, **how: bool) -> Feedback:
    return course.press(CLERK, question.question_id, KEY, now, **how)


def _to_the_end(course: Course, now: datetime = DUE, **how: bool) -> list[Feedback]:
    told: list[Feedback] = []
    question: DueQuestion | None = _next(course, now=now)
    while question is not None:
        told.append(_press(course, question, now, **how))
        question = told[-1].next
    return told


def _required(course: Course) -> list[Concept]:
    return [c for c in course.ward.library.course.concepts.values() if c.required]


def _taken(course: Course, now: datetime = DUE) -> dict[str, How]:
    period = whole_year(YEAR)
    with course.ward.store.read() as tx:
        found = own.taken_of(tx, CLERK.staff_id, period.start, period.end)
    return {t.concept_id: t.how for t in found}


def test_all_twelve_can_be_answered_in_one_go(course: Course) -> None:
    held = _sitting(course)
    assert (held.year, held.answered, held.of) == (YEAR, 0, 12)
    told = _to_the_end(course)
    assert [(f.question.number, f.question.of) for f in told] == [(n, 12) for n in range(1, 13)]
    assert {course.concept(f.question.question_id) for f in told} == {
        c.id for c in _required(course)
    }
    assert _sitting(course) == Sitting(YEAR, 12, 12, None)
    assert all(f.state is None and f.channel is None for f in told)


def test_its_questions_look_like_those_of_a_post(course: Course) -> None:
    with course.ward.store.write() as tx:
        courses.keep(tx, CLERK.staff_id, CourseChoice(easy=True))
    question = _next(course)
    assert (question.occurrence_key, question.week, question.track) == (KEY, "", Track.CATCH_UP)
    assert (question.closes_at, question.late) == (datetime(2027, 4, 1, tzinfo=TOKYO), False)
    assert (question.easy, question.first_use) == (True, FIRST_USE)
    actor = course.ward.actor(CLERK)
    assert course.training.as_sent(actor, KEY, question.question_id, DUE) == question
    assert _press(course, question).next.first_use is None  # type: ignore[union-attr]


def test_it_goes_on_where_it_was_left(course: Course) -> None:
    first = _press(course, _next(course))
    left = _sitting(course, now=DUE + DAY)
    assert (left.answered, left.of, left.question) == (1, 12, first.next)
    assert len(_to_the_end(course, MARCH)) == 11


def test_what_the_course_met_this_year_is_left_out(course: Course) -> None:
    for question_id in course.asked[:2]:
        course.press(CLERK, question_id)
    met = {course.concept(q) for q in course.asked[:2]}
    assert (_sitting(course).answered, _sitting(course).of) == (0, 10)
    told = _to_the_end(course)
    assert not met & {course.concept(f.question.question_id) for f in told}


def test_what_was_met_together_is_left_out_and_last_years_is_not(course: Course) -> None:
    first, second = (c.id for c in _required(course)[:2])
    with course.ward.store.write() as tx:
        figures.note_taken(tx, CLERK.staff_id, first, tokyo_day(DUE), How.TOGETHER)
        figures.note_taken(tx, CLERK.staff_id, second, tokyo_day(DUE) - timedelta(days=300))
    assert _sitting(course).of == 11


def test_it_counts_as_taken_and_completes_the_year(course: Course) -> None:
    concepts = tuple(sorted(c.id for c in _required(course)))
    period = whole_year(YEAR)
    asked = Asked(tokyo_day(MARCH), period.start, period.end, Rule(concepts))

    def completed() -> int:
        with course.ward.store.read() as tx:
            return sum(s.completed for s in figures.standings(tx, asked, None))

    told = _to_the_end(course, MARCH, right=False)
    assert completed() == 1
    assert set(_taken(course).values()) == {How.CATCH_UP}
    assert all(not f.right for f in told)
    with course.ward.store.read() as tx:
        assert training.completions_of(tx, CLERK.staff_id) == (), "no week is touched"


def test_the_years_rule_decides_once_it_is_fixed(course: Course) -> None:
    wanted = _required(course)[0].id
    with course.ward.store.write() as tx:
        figures.open_year(tx, YEAR, Year(Rule((wanted, "no-longer-there")), 30))
    held = _sitting(course)
    assert held.of == 1
    assert held.question is not None
    assert course.concept(held.question.question_id) == wanted


def test_it_neither_earns_nor_costs_mastery(course: Course) -> None:
    """The run of right answers and 習得 stay; when the concept comes again does not."""
    first = course.asked[0]
    variants = [first, *course.others(first)]
    for number, variant in zip((0, 2), variants[:2], strict=True):
        post = in_week(number) if number else FIRST
        if number:
            course.give(post, [variant])
        course.press(CLERK, variant, post.key, post.due_at)
    concept = course.concept(first)
    before = course.states(CLERK)[concept]
    now = datetime(2027, 4, 20, 10, tzinfo=TOKYO)  # a new 年度: open again, and 28 days are over
    question = _next(course, now=now)
    while course.concept(question.question_id) != concept:
        course.press(CLERK, question.question_id, key_of(2027), now)
        question = _next(course, now=now)
    feedback = course.press(CLERK, question.question_id, key_of(2027), now)
    after = course.states(CLERK)[concept]
    assert not feedback.mastered
    assert (after.run, after.mastered_on) == (before.run, None)
    assert (after.answers, after.last_day) == (before.answers + 1, tokyo_day(now))
    assert after.due > before.due


def test_a_wrong_answer_brings_the_concept_back_soon_and_keeps_mastery(course: Course) -> None:
    told = _to_the_end(course, right=False)
    day = tokyo_day(DUE)
    for state in course.states(CLERK).values():
        assert state.due <= day + timedelta(days=3)
        assert state.run == ()
    record = course.training.record(course.ward.actor(CLERK), DUE)
    assert {c.standing for c in record.concepts if c.required} == {ConceptStanding.LEARNING}
    assert len(told) == 12


def test_a_question_that_a_post_is_asking_is_not_asked_here_too(course: Course) -> None:
    told = _to_the_end(course)
    asked = {f.question.question_id for f in told}
    assert not asked & set(course.asked), "there are others of the concept"


def test_what_rests_is_left_out_and_refused(course: Course) -> None:
    question = _next(course)
    concept = course.ward.library.course.concepts[course.concept(question.question_id)]
    course.rests.ids |= {q.id for q in concept.questions}
    assert _sitting(course).of == 11
    with pytest.raises(QuestionSuspended):
        _press(course, question)
    assert _taken(course) == {}


def test_the_first_answer_counts(course: Course) -> None:
    question = _next(course)
    first = _press(course, question, right=False)
    learned = course.states(CLERK)
    again = _press(course, question, DUE + DAY, right=True, sure=False)
    assert again == replace(first, repeated=True)
    assert course.states(CLERK) == learned
    assert _sitting(course).answered == 1


def test_a_concept_counts_once_a_sitting(course: Course) -> None:
    """Also for somebody who makes up the value of a button."""
    question = _next(course)
    _press(course, question)
    for other in course.others(question.question_id):
        with pytest.raises(QuestionGone):
            course.press(CLERK, other, KEY)
    optional = next(c for c in course.ward.library.course.concepts.values() if not c.required)
    with pytest.raises(QuestionGone):
        course.press(CLERK, optional.questions[0].id, KEY)
    for key in (key_of(2025), key_of(2027), "catch-up/x"):
        with pytest.raises(QuestionGone):
            course.press(CLERK, _next(course).question_id, key)
    assert _sitting(course).answered == 1


def test_presses_at_the_same_moment_count_once(course: Course, second: Ward) -> None:
    question = _next(course)
    barrier, told = threading.Barrier(4), list[Feedback]()

    def press(ward: Ward, chosen: int) -> None:
        barrier.wait()
        actor, key = ward.actor(CLERK), question.occurrence_key
        answered = ward.service.training.answer(actor, key, question.question_id, chosen, True, DUE)
        told.append(answered)

    wards = (course.ward, second, course.ward, second)
    threads = [threading.Thread(target=press, args=(w, n % 3)) for n, w in enumerate(wards)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(f.repeated for f in told) == [False, True, True, True]
    assert len({f.chosen for f in told}) == 1
    (state,) = course.states(CLERK).values()
    assert state.answers == 1


def test_an_old_sitting_is_over_with_its_year(course: Course) -> None:
    question = _next(course, now=MARCH)
    with pytest.raises(QuestionGone):
        _press(course, question, APRIL)
    assert (_sitting(course, now=APRIL).year, _sitting(course, now=APRIL).of) == (2027, 12)


def test_everybody_has_a_sitting_of_their_own(course: Course) -> None:
    _to_the_end(course)
    assert _sitting(course, NURSE).answered == 0


def test_nothing_is_sent_for_it_and_no_operator_sees_it(course: Course) -> None:
    """It holds answers only: no delivery, not among the sends, not to be claimed."""
    _press(course, _next(course))
    with course.ward.store.read() as tx:
        assert tx.execute(select(occurrence.c.key).where(occurrence.c.key == KEY)).scalar() == KEY
        sent = tx.execute(select(delivery.c.id).where(delivery.c.occurrence_key == KEY))
        assert sent.first() is None
        for now in (DUE, MARCH):
            assert KEY not in ledger.open_keys(tx, now)
        assert KEY not in [row.key for row in occurrences.progress(tx, 100)]
        assert occurrences.progress(tx, 1, KEY) == ()
        assert deliveries.of_person(tx, CLERK.staff_id, KEY) is None
        assert tx.execute(select(answer.c.occurrence_key)).scalars().all() == [KEY]
    sends = course.ward.service.sendings.recent(course.ward.actor(ADMIN), DUE)
    assert KEY not in [send.key for send in sends]
