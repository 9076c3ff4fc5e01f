"""An answer counts once, whatever is pressed, and completes the week with its last question."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, update

from bot.core.delivery import DeliveryState
from bot.core.learning.choices import CourseChoice
from bot.core.learning.scheduling import FsrsScheduler
from bot.core.learning.state import after_answer
from bot.core.learning.taking import How
from bot.core.learning.weeks import CompletionState
from bot.core.office_calendar import tokyo_day
from bot.service.training import Feedback, QuestionGone, QuestionSuspended
from bot.store import courses, own, training
from bot.store.tables import delivery
from tests.service.training.posts import CLOSED, FIRST, LATER, SECOND, Course, in_week, open_course
from tests.service.training.test_asking import FORGED
from tests.support.service import (
    CLERK,
    DAY,
    DUE,
    EVERYBODY,
    HEALTH,
    HOUR,
    KEY,
    NURSE,
    WEEK,
    Someone,
    Ward,
)

COMPLETED, LATE = CompletionState.COMPLETED, CompletionState.COMPLETED_LATE
KEYS = (FIRST.key, FIRST.key, SECOND.key)


def _week(course: Course, who: Someone = CLERK) -> CompletionState | None:
    with course.ward.store.read() as tx:
        return training.state_of(tx, who.staff_id, WEEK)


def _answers(course: Course, who: Someone = CLERK) -> Sequence[own.OwnAnswer]:
    with course.ward.store.read() as tx:
        return own.answers_of(tx, who.staff_id)


def _all(course: Course, who: Someone = CLERK, **how: bool) -> Sequence[Feedback]:
    pairs = zip(course.asked, KEYS, strict=True)
    return [course.press(who, question, key, LATER, **how) for question, key in pairs]


# ------------------------------------------------------------ what is told


@pytest.mark.parametrize("right", [True, False])
def test_the_feedback_explains(course: Course, right: bool) -> None:
    feedback = course.press(CLERK, course.asked[0], right=right)
    content = course.ward.library
    question = content.course.questions[feedback.question.question_id]
    assert feedback.right is right
    assert feedback.why_chosen == question.choices[feedback.chosen].why
    assert feedback.right_texts == tuple(c.text for c in question.choices if c.right)
    assert feedback.why_right == tuple(c.why for c in question.choices if c.right)
    assert feedback.explanation == question.explanation
    assert [s.title for s in feedback.sources] == [
        content.knowledge.sources[c.source_id].title for c in question.citations
    ]
    assert feedback.entries
    assert (feedback.repeated, feedback.confident, feedback.mastered) == (False, True, False)
    assert (feedback.channel, feedback.ts) == ("D1", KEY)


def test_the_next_question_is_the_next_open_one_of_the_same_post(course: Course) -> None:
    first, second = course.asked[:2]
    feedback = course.press(CLERK, first)
    assert feedback.next is not None
    assert (feedback.next.question_id, feedback.next.number, feedback.next.of) == (second, 2, 2)
    assert course.press(CLERK, second).next is None
    assert course.press(NURSE, second).next.question_id == first  # type: ignore[union-attr]


def test_the_week_is_done_with_its_last_question(course: Course) -> None:
    first, second, third = _all(course)
    assert [first.state, second.state, third.state] == [None, None, COMPLETED]
    assert _week(course) is COMPLETED
    assert _week(course, NURSE) is None


def test_in_easy_words_if_they_were_chosen(course: Course) -> None:
    with course.ward.store.write() as tx:
        courses.keep(tx, CLERK.staff_id, CourseChoice(easy=True))
    feedback = course.press(CLERK, course.asked[0], right=False)
    question = course.ward.library.course.questions[course.asked[0]]
    assert question.easy is not None
    assert feedback.explanation == question.easy.explanation
    reasons = [choice.reason(easy=True) for choice in question.choices]
    assert feedback.why_right == tuple(reasons[i] for i in question.right_indexes)
    assert feedback.why_chosen == reasons[feedback.chosen]
    assert feedback.right_texts == tuple(question.easy.choices[i] for i in question.right_indexes)
    assert feedback.next is not None
    assert feedback.question.easy
    assert feedback.next.easy


# ------------------------------------------------------------ the first answer counts


def test_a_second_press_repeats_the_first_answer(course: Course) -> None:
    first = course.press(CLERK, course.asked[0], right=False)
    learned = course.states(CLERK)
    again = course.press(CLERK, course.asked[0], now=DUE + HOUR, right=True, sure=False)
    assert again == replace(first, repeated=True)
    assert len(_answers(course)) == 1
    assert course.states(CLERK) == learned


def test_a_press_after_the_close_does_not_make_the_answer_late(course: Course) -> None:
    *_, last = _all(course)
    assert _week(course) is COMPLETED
    again = course.press(CLERK, course.asked[2], SECOND.key, CLOSED + DAY)
    assert again == replace(last, question=replace(last.question, late=True), repeated=True)


PRESSES = st.tuples(
    st.sampled_from((CLERK, NURSE)),
    st.integers(0, 2),
    st.integers(0, 2),
    st.booleans(),
    st.integers(0, 30),
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(presses=st.lists(PRESSES, max_size=14))
def test_whatever_is_pressed_in_whatever_order(
    fresh: Callable[[], Course], presses: list[tuple[Someone, int, int, bool, int]]
) -> None:
    """Against a plain model: the first answer each, three done is a week, learning follows."""
    course = fresh()
    kept: dict[tuple[str, int], tuple[int, bool]] = {}
    days = 0
    scheduler = FsrsScheduler()
    learned: dict[str, dict[str, object]] = {CLERK.staff_id: {}, NURSE.staff_id: {}}
    for who, number, chosen, sure, later in presses:
        days += later
        now = LATER + timedelta(days=days)
        question_id = course.asked[number]
        mine = (who.staff_id, number)
        was_there = mine in kept
        done_before = sum(key[0] == who.staff_id for key in kept) == 3
        kept.setdefault(mine, (chosen, sure))
        feedback = course.press(who, question_id, KEYS[number], now, chosen=chosen, sure=sure)
        assert (feedback.chosen, feedback.confident) == kept[mine]
        assert feedback.repeated is was_there
        done = sum(key[0] == who.staff_id for key in kept) == 3
        assert (feedback.state is not None) is done
        if done and not done_before:
            assert feedback.state is (COMPLETED if now < CLOSED else LATE)
        if not was_there:
            learned[who.staff_id][course.concept(question_id)] = after_answer(
                None,
                course.concept(question_id),
                question_id,
                right=feedback.right,
                confident=sure,
                day=tokyo_day(now),
                scheduler=scheduler,
            )
    for who in (CLERK, NURSE):
        assert course.states(who) == learned[who.staff_id]
        assert len(_answers(course, who)) == sum(key[0] == who.staff_id for key in kept)


@pytest.fixture
def fresh(ward: Ward) -> Callable[[], Course]:
    """The same week again, as if nobody had answered."""
    opened = open_course(ward)

    def again() -> Course:
        with ward.store.write() as tx:
            for table in ("answer", "learning_state", "completion", "taken", "told_once"):
                tx.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608  # fixed names
        return opened

    return again


def _together(works: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_presses_at_the_same_moment_count_once(course: Course, second: Ward) -> None:
    """Two processes, four presses with different choices."""
    barrier, given_back = threading.Barrier(4), list[Feedback]()
    wards = (course.ward, second, course.ward, second)

    def press(ward: Ward, chosen: int) -> None:
        barrier.wait()
        actor = ward.actor(CLERK)
        training_ = ward.service.training
        given_back.append(training_.answer(actor, KEY, course.asked[0], chosen, True, DUE))

    _together([lambda n=n, w=w: press(w, n % 3) for n, w in enumerate(wards)])
    assert sorted(f.repeated for f in given_back) == [False, True, True, True]
    assert len({f.chosen for f in given_back}) == 1
    (kept,) = _answers(course)
    assert {kept.choice} == {f.chosen for f in given_back}
    (state,) = course.states(CLERK).values()
    assert state.answers == 1


def test_two_devices_that_answer_the_last_two_questions_complete_the_week(
    course: Course, second: Ward
) -> None:
    """Neither transaction may take the other's question for open."""
    course.press(CLERK, course.asked[0])
    for number in range(6):
        who = EVERYBODY[number]
        key = in_week(number + 1).key
        course.give(in_week(number + 1), course.asked[1:], [who])
        barrier = threading.Barrier(2)
        stands: list[CompletionState | None] = []

        def press(
            ward: Ward,
            question_id: str,
            who: Someone = who,
            key: str = key,
            barrier: threading.Barrier = barrier,
            stands: list[CompletionState | None] = stands,
        ) -> None:
            barrier.wait()
            training_, actor = ward.service.training, ward.actor(who)
            stands.append(training_.answer(actor, key, question_id, 0, True, DUE).state)

        pairs = zip((course.ward, second), course.asked[1:], strict=True)
        _together([lambda w=w, q=q: press(w, q) for w, q in pairs])
        assert sorted(map(str, stands)) == sorted(["None", str(COMPLETED)])


# ------------------------------------------------------------ what cannot be answered


def test_a_choice_that_does_not_exist_is_refused(course: Course) -> None:
    for chosen in (-1, 5, 99, 2**31):
        with pytest.raises(QuestionGone):
            course.press(CLERK, course.asked[0], chosen=chosen)
    assert _answers(course) == ()


def test_a_forged_post_is_gone(course: Course) -> None:
    for key in FORGED:
        with pytest.raises(QuestionGone):
            course.press(CLERK, course.asked[0], key, chosen=0)
    assert _answers(course) == ()


def test_only_a_question_of_the_post_can_be_answered(course: Course) -> None:
    """Also an existing one: of the other post, whose turn comes later, or anybody's."""
    for question_id in (*(q for q in course.ward.library.course.questions), "", "x|y"):
        if question_id in course.asked[:2]:
            continue
        with pytest.raises(QuestionGone):
            course.press(CLERK, question_id, chosen=0)
        with pytest.raises(QuestionGone):
            course.training.as_sent(course.ward.actor(CLERK), KEY, question_id, DUE)
    assert _answers(course) == ()


def test_who_got_no_question_cannot_answer_anothers(course: Course) -> None:
    newcomer = Someone("T101", "柊 あらた", HEALTH)
    course.ward.employ([*EVERYBODY, newcomer], DUE)
    with pytest.raises(QuestionGone):
        course.press(newcomer, course.asked[0])
    assert _answers(course, newcomer) == ()


def test_what_rests_is_refused_but_its_answer_can_be_read_again(course: Course) -> None:
    course.rests.ids.add(course.asked[0])
    with pytest.raises(QuestionSuspended):
        course.press(CLERK, course.asked[0])
    assert _answers(course) == ()
    course.rests.ids.clear()
    first = course.press(CLERK, course.asked[0])
    course.rests.ids.add(course.asked[0])
    assert course.press(CLERK, course.asked[0]) == replace(first, repeated=True)


def test_what_rests_counts_as_answered(course: Course) -> None:
    course.rests.ids.add(course.asked[2])
    assert course.press(CLERK, course.asked[0]).state is None
    last = course.press(CLERK, course.asked[1])
    assert (last.state, last.next) == (COMPLETED, None)


def test_a_post_that_was_withdrawn_is_not_waited_for(course: Course) -> None:
    with course.ward.store.write() as tx:
        which = delivery.c.occurrence_key == SECOND.key
        tx.execute(update(delivery).where(which).values(state=DeliveryState.CANCELLED))
    course.press(CLERK, course.asked[0])
    assert course.press(CLERK, course.asked[1]).state is COMPLETED


# ------------------------------------------------------------ the week and the concept


def test_the_week_is_late_when_its_last_question_was(course: Course) -> None:
    for question_id in course.asked[:2]:
        course.press(CLERK, question_id)
    before_close = CLOSED - timedelta(seconds=1)
    assert course.press(CLERK, course.asked[2], SECOND.key, CLOSED).state is LATE
    for question_id in course.asked[:2]:
        course.press(NURSE, question_id)
    assert course.press(NURSE, course.asked[2], SECOND.key, before_close).state is COMPLETED


def test_it_counts_for_the_section_of_that_time(course: Course) -> None:
    _all(course)
    moved = Someone(CLERK.staff_id, CLERK.name, HEALTH)
    before = course.states(CLERK)
    course.ward.employ([moved, *EVERYBODY[1:]], DUE + 7 * DAY)
    newer = in_week(2)
    course.give(newer, [course.others(course.asked[0])[0]], [CLERK])
    course.press(CLERK, course.others(course.asked[0])[0], newer.key, newer.due_at)
    with course.ward.store.read() as tx:
        sections = [c.section_id for c in training.completions_of(tx, CLERK.staff_id)]
    actor = course.ward.actor(CLERK, newer.due_at)
    assert sections[1] == actor.section_id != sections[0]
    kept = course.states(CLERK)
    others = set(before) - {course.concept(course.asked[0])}
    assert {c: kept[c] for c in others} == {c: before[c] for c in others}, "learning moves along"


def test_the_concept_is_noted_as_met_right_or_wrong(course: Course) -> None:
    _all(course, right=False)
    day = tokyo_day(LATER)
    with course.ward.store.read() as tx:
        met = own.taken_of(tx, CLERK.staff_id, day, day)
    assert {t.concept_id for t in met} == {course.concept(q) for q in course.asked}
    assert {t.how for t in met} == {How.ANSWERED}


def test_three_right_ones_on_different_days_are_mastery(course: Course) -> None:
    first = course.asked[0]
    variants = [first, *course.others(first)][:4]
    told = [course.press(CLERK, variants[0])]
    for number, variant in zip((2, 5, 8), variants[1:], strict=True):
        post = in_week(number)
        course.give(post, [variant])
        told.append(course.press(CLERK, variant, post.key, post.due_at))
    assert [f.mastered for f in told] == [False, False, True, False]
    state = course.states(CLERK)[course.concept(first)]
    assert state.mastered_on == tokyo_day(in_week(5).due_at)
    again = course.press(CLERK, variants[3], in_week(8).key, in_week(8).due_at)
    assert not again.mastered


def test_a_redelivered_press_tells_of_mastery_again(course: Course) -> None:
    variants = [course.asked[0], *course.others(course.asked[0])]
    course.press(CLERK, variants[0])
    for number, variant in zip((2, 5), variants[1:], strict=False):
        course.give(in_week(number), [variant])
        last = course.press(CLERK, variant, in_week(number).key, in_week(number).due_at)
    assert last.mastered
    again = course.press(CLERK, variants[2], in_week(5).key, in_week(5).due_at)
    assert again == replace(last, repeated=True)


def test_a_wrong_answer_takes_mastery_back(course: Course) -> None:
    variants = [course.asked[0], *course.others(course.asked[0])]
    course.press(CLERK, variants[0])
    for number, variant, right in zip((2, 5, 8), variants[1:], (True, True, False), strict=True):
        course.give(in_week(number), [variant])
        course.press(CLERK, variant, in_week(number).key, in_week(number).due_at, right=right)
    state = course.states(CLERK)[course.concept(course.asked[0])]
    assert (state.mastered_on, state.run) == (None, ())
    assert state.due - state.last_day <= timedelta(days=3)


# ------------------------------------------------------------ how much it takes


def test_an_answer_takes_few_statements(course: Course) -> None:
    """One to read all, one each to keep it; one more with the last question of the week."""
    course.press(CLERK, course.asked[0])
    seen: list[str] = []
    engine = course.ward.store._writer
    actor = course.ward.actor(CLERK)

    def look(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement.split(maxsplit=1)[0].upper())

    event.listen(engine, "before_cursor_execute", look)
    for question_id, key in zip(course.asked[1:], KEYS[1:], strict=True):
        course.training.answer(actor, key, question_id, 0, True, LATER)
        seen.append("-")
    event.remove(engine, "before_cursor_execute", look)
    locks = 0 if course.ward.store.file is not None else 1
    begins = [s for s in seen if s in {"BEGIN", "SET"}]
    plain = [s for s in seen if s not in {"BEGIN", "SET"}]
    kept = [*["SELECT"] * (1 + locks), *["INSERT"] * 3]
    assert plain == [*kept, "-", *kept, "INSERT", "-"], begins


def test_a_question_that_left_the_content_is_not_waited_for(course: Course) -> None:
    post = in_week(1)
    course.give(post, ["no-longer-there-1", course.asked[2]], [CLERK])
    due = course.training.due(course.ward.actor(CLERK), post.due_at)
    assert due is not None
    assert (due.question_id, due.number, due.of) == (course.asked[2], 1, 1)
    with pytest.raises(QuestionGone):
        course.training.answer(
            course.ward.actor(CLERK), post.key, "no-longer-there-1", 0, True, post.due_at
        )
    assert course.press(CLERK, course.asked[2], post.key, post.due_at).state is COMPLETED
