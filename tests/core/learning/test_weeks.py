"""When a post is due, what it asks and how a week counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import TOKYO
from bot.core.course import Choice, Concept, Course, Question, QuestionType
from bot.core.delivery import DeliveryKind, Occurrence
from bot.core.learning.weeks import (
    CompletionState,
    PastAnswer,
    choose_question,
    closes_at,
    next_post_after,
    shown_order,
    state_of_answer,
    week_of_occurrence,
    weekly_post,
    weeks_between,
)
from bot.core.office_calendar import is_business_day, tokyo_day, week_of

SECOND = timedelta(seconds=1)
START = datetime(2026, 4, 6, 10, tzinfo=TOKYO)
WEEKS = st.dates(date(2025, 1, 1), date(2030, 12, 31)).map(week_of)
IDS = st.text("abcdefgh-", min_size=1, max_size=8)


def _tokyo(month: int, day: int, hour: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=TOKYO)


def _question(question_id: str, concept_id: str = "c", choices: int = 3) -> Question:
    return Question(
        id=question_id,
        concept_id=concept_id,
        type=QuestionType.DUTY,
        stem="?",
        choices=tuple(Choice(str(i), i == 0, "!") for i in range(choices)),
        explanation="!",
        rests_on=(),
        citations=(),
        assured_date=date(2026, 4, 1),
    )


def _concept(concept_id: str, questions: int, *, required: bool = False) -> Concept:
    held = tuple(_question(f"{concept_id}-{n}", concept_id) for n in range(1, questions + 1))
    return Concept(concept_id, concept_id, required, held)


def _course(*concepts: Concept) -> Course:
    return Course("v1", {c.id: c for c in concepts})


COURSES = st.lists(
    st.tuples(IDS, st.integers(0, 4), st.booleans()),
    min_size=1,
    max_size=5,
    unique_by=lambda made: made[0],
).map(lambda made: _course(*(_concept(i, n, required=r) for i, n, r in made)))


# ------------------------------------------------------------ the post of a week


def test_an_ordinary_week() -> None:
    assert weekly_post("2026-W47") == Occurrence(
        "quiz/2026-W47/1", DeliveryKind.QUIZ, _tokyo(11, 16, 10), _tokyo(11, 20, 17)
    )


@pytest.mark.parametrize(
    ("week", "due", "expires"),
    [
        ("2026-W48", _tokyo(11, 24, 10), _tokyo(11, 27, 17)),  # Monday is a holiday
        ("2026-W39", _tokyo(9, 24, 10), _tokyo(9, 25, 17)),  # so are Monday to Wednesday
        ("2026-W19", _tokyo(5, 7, 10), _tokyo(5, 8, 17)),
        ("2026-W12", _tokyo(3, 16, 10), _tokyo(3, 19, 17)),  # Friday is one
        ("2026-W53", _tokyo(12, 28, 10), _tokyo(12, 28, 17)),  # only Monday is open
    ],
)
def test_holidays_move_it(week: str, due: datetime, expires: datetime) -> None:
    post = weekly_post(week)
    assert post is not None
    assert (post.due_at, post.expires_at) == (due, expires)


def test_a_week_without_a_business_day_has_none() -> None:
    """29 December 2025 to 2 January 2026 is closed from Monday to Friday."""
    assert weekly_post("2026-W01") is None


@given(WEEKS)
def test_a_post_is_due_once_in_its_own_week_on_open_days(week: str) -> None:
    post = weekly_post(week)
    if post is None:
        return
    assert week_of_occurrence(post.key) == week
    assert {week_of(tokyo_day(t)) for t in (post.due_at, post.expires_at)} == {week}
    assert all(is_business_day(tokyo_day(t)) for t in (post.due_at, post.expires_at))
    assert post.due_at < post.expires_at < closes_at(week)
    assert post.due_at.astimezone(TOKYO).hour == 10


@pytest.mark.parametrize(
    ("moment", "post"),
    [
        (_tokyo(11, 16, 10) - SECOND, _tokyo(11, 16, 10)),
        (_tokyo(11, 16, 10), _tokyo(11, 24, 10)),
        (_tokyo(11, 22, 12), _tokyo(11, 24, 10)),
        (_tokyo(11, 23, 10), _tokyo(11, 24, 10)),
        (_tokyo(12, 28, 10, 2025), _tokyo(1, 5, 10)),
        (_tokyo(12, 28, 10), _tokyo(1, 4, 10, 2027)),
    ],
)
def test_the_next_post(moment: datetime, post: datetime) -> None:
    assert next_post_after(moment) == post
    assert next_post_after(moment.astimezone(UTC)) == post


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)))
def test_there_is_always_a_next_post_and_none_before_it(moment: datetime) -> None:
    found = next_post_after(moment)
    posts = map(weekly_post, weeks_between(tokyo_day(moment), tokyo_day(found)))
    later = [p.due_at for p in posts if p is not None and p.due_at > moment]
    assert found == min(later)


# ------------------------------------------------------------ how a week counts


def test_a_week_closes_on_the_monday_after_at_nine() -> None:
    assert closes_at("2026-W47") == _tokyo(11, 23, 9)
    assert closes_at("2026-W53") == _tokyo(1, 4, 9, 2027)


def test_an_answer_counts_until_the_week_closes() -> None:
    close = closes_at("2026-W47")
    assert state_of_answer("2026-W47", close - SECOND) is CompletionState.COMPLETED
    assert state_of_answer("2026-W47", close) is CompletionState.COMPLETED_LATE


def test_weeks_between_two_days() -> None:
    assert weeks_between(date(2026, 12, 27), date(2027, 1, 4)) == (
        "2026-W52",
        "2026-W53",
        "2027-W01",
    )
    assert weeks_between(date(2026, 11, 16), date(2026, 11, 22)) == ("2026-W47",)
    assert weeks_between(date(2026, 11, 24), date(2026, 11, 16)) == ()


# ------------------------------------------------------------ which question comes next


def _asked(course: Course, times: int, past: Sequence[PastAnswer] = ()) -> list[str]:
    """The questions of so many weeks, each answered when it comes."""
    answers = list(past)
    for _ in range(times):
        question = choose_question(course, answers)
        assert question is not None
        answers.append(PastAnswer(question.id, True, START + len(answers) * timedelta(weeks=1)))
    return [a.question_id for a in answers[len(past) :]]


def test_required_concepts_come_first_then_new_ones_then_the_longest_ago() -> None:
    course = _course(_concept("a", 2), _concept("b", 2), _concept("z", 2, required=True))
    assert _asked(course, 7) == ["z-1", "a-1", "b-1", "z-2", "a-2", "b-2", "z-1"]


def test_within_a_concept_the_question_answered_longest_ago_comes() -> None:
    assert _asked(_course(_concept("a", 3)), 5) == ["a-1", "a-2", "a-3", "a-1", "a-2"]


def test_an_empty_course_asks_nothing() -> None:
    assert choose_question(_course(), ()) is None
    assert choose_question(_course(_concept("a", 0)), ()) is None


def test_answers_to_questions_that_are_gone_do_not_matter() -> None:
    course = _course(_concept("a", 1), _concept("b", 1, required=True))
    gone = PastAnswer("b-9", True, START)
    assert choose_question(course, [gone]) == choose_question(course, [])


@given(COURSES, st.integers(1, 20))
def test_every_new_required_concept_comes_before_anything_else(course: Course, times: int) -> None:
    concepts = [c for c in course.concepts.values() if c.questions]
    if not concepts:
        return
    questions = course.questions
    met = [questions[q].concept_id for q in _asked(course, max(times, len(concepts)))]
    first_round = met[: len(concepts)]
    required = {c.id for c in concepts if c.required}
    assert set(first_round[: len(required)]) == required
    assert len(set(first_round)) == len(concepts)


@given(COURSES, st.data())
def test_nothing_is_repeated_while_there_is_another(course: Course, data: st.DataObject) -> None:
    """After any history, what was answered last is not asked again at once."""
    questions = course.questions
    if len(questions) < 2:
        return
    answered = data.draw(st.lists(st.sampled_from(sorted(questions)), min_size=1, max_size=12))
    past = [PastAnswer(q, True, START + i * timedelta(days=1)) for i, q in enumerate(answered)]
    chosen = choose_question(course, data.draw(st.permutations(past)))
    assert chosen is not None
    assert chosen.id != answered[-1]


@given(COURSES, st.permutations(range(5)))
def test_the_choice_does_not_depend_on_the_order_of_files(
    course: Course, order: Sequence[int]
) -> None:
    items = list(course.concepts.items())
    shuffled = Course("v2", dict(items[i] for i in order if i < len(items)))
    assert choose_question(shuffled, ()) == choose_question(course, ())


# ------------------------------------------------------------ the order of choices


@given(IDS, IDS, st.integers(2, 5))
def test_every_choice_is_shown_once_and_always_in_the_same_place(
    question_id: str, staff_id: str, choices: int
) -> None:
    question = _question(question_id, choices=choices)
    order = shown_order(question, staff_id, "quiz/2026-W47/1")
    assert sorted(order) == list(range(choices))
    assert order == shown_order(question, staff_id, "quiz/2026-W47/1")


def test_the_right_choice_stands_everywhere_alike() -> None:
    """Neighbours see other orders, and no place is the lucky one."""
    question = _question("q")
    places = [shown_order(question, f"s{n}", "quiz/2026-W47/1").index(0) for n in range(300)]
    assert all(70 <= places.count(place) <= 130 for place in range(3))
    weeks = {shown_order(question, "s1", f"quiz/2026-W{n}/1") for n in range(10, 53)}
    assert len(weeks) == 6
