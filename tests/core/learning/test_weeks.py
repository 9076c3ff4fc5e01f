"""When a post is due, what it asks and how a week counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import TOKYO
from bot.core.course import Choice, Question, QuestionType
from bot.core.delivery import DeliveryKind, Occurrence
from bot.core.learning.course_calendar import (
    FIRST_MINUTE,
    LAST_MINUTE,
    PLAIN,
    SPRING,
    Blackout,
    CourseCalendar,
    Weekday,
    YearlyPause,
    business_days,
)
from bot.core.learning.newcomers import track_since
from bot.core.learning.weeks import (
    CompletionState,
    closes_at,
    next_post_after,
    questions_of_posts,
    shown_order,
    state_of_answer,
    week_of_occurrence,
    weekly_posts,
    weeks_between,
)
from bot.core.office_calendar import is_business_day, tokyo_day, week_of

SECOND = timedelta(seconds=1)
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


CALENDARS = st.builds(
    CourseCalendar,
    minute=st.integers(FIRST_MINUTE, LAST_MINUTE),
    first=st.sampled_from([Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY]),
    second=st.sampled_from([Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY]),
    pause=st.sampled_from([None, SPRING, YearlyPause((12, 20), (1, 10))]),
)


# ------------------------------------------------------------ the posts of a week


def _two(week: str, *moments: datetime) -> tuple[Occurrence, ...]:
    due, expires = moments[::2], moments[1::2]
    return tuple(
        Occurrence(f"quiz/{week}/{n}", DeliveryKind.QUIZ, *times)
        for n, times in enumerate(zip(due, expires, strict=True), start=1)
    )


@pytest.mark.parametrize(
    ("week", "moments"),
    [
        (
            "2026-W47",
            (_tokyo(11, 16, 10), _tokyo(11, 17, 17), _tokyo(11, 18, 10), _tokyo(11, 20, 17)),
        ),
        (  # Monday is a holiday
            "2026-W48",
            (_tokyo(11, 24, 10), _tokyo(11, 25, 17), _tokyo(11, 26, 10), _tokyo(11, 27, 17)),
        ),
        ("2026-W39", (_tokyo(9, 24, 10), _tokyo(9, 25, 17))),  # two days are open
        ("2026-W19", (_tokyo(5, 7, 10), _tokyo(5, 8, 17))),
        ("2026-W53", (_tokyo(12, 28, 10), _tokyo(12, 28, 17))),  # one is
        ("2026-W01", ()),  # 29 December to 2 January is closed
        ("2026-W13", ()),  # 25 March is in it
        ("2026-W16", ()),  # 14 April is in it
        (
            "2026-W17",
            (_tokyo(4, 20, 10), _tokyo(4, 21, 17), _tokyo(4, 22, 10), _tokyo(4, 24, 17)),
        ),
    ],
)
def test_the_posts_of_a_week(week: str, moments: tuple[datetime, ...]) -> None:
    assert weekly_posts(week) == _two(week, *moments)


@given(WEEKS, CALENDARS)
def test_posts_are_due_in_their_own_week_on_open_days_one_between(
    week: str, calendar: CourseCalendar
) -> None:
    posts = weekly_posts(week, calendar)
    assert len(posts) <= 2
    for post in posts:
        assert week_of_occurrence(post.key) == week
        assert {week_of(tokyo_day(t)) for t in (post.due_at, post.expires_at)} == {week}
        assert all(is_business_day(tokyo_day(t)) for t in (post.due_at, post.expires_at))
        assert post.due_at < post.expires_at < closes_at(week)
        assert post.sending_hours.allow(post.due_at)
    if len(posts) == 2:
        first, second = posts
        assert tokyo_day(first.expires_at) < tokyo_day(second.due_at)
        between = [d for d in business_days(week) if _day(first) < d < _day(second)]
        assert between


def _day(post: Occurrence) -> date:
    return tokyo_day(post.due_at)


def test_a_section_that_is_busy_is_left_alone_in_every_week_it_touches() -> None:
    busy = Blackout(("税務課",), date(2026, 11, 18), date(2026, 11, 24), "申告")
    calendar = CourseCalendar(blackouts=(busy,))
    off = [calendar.sections_off(f"2026-W{week}") for week in (46, 47, 48, 49)]
    assert off == [frozenset(), {"税務課"}, {"税務課"}, frozenset()]
    assert weekly_posts("2026-W47", calendar) == weekly_posts("2026-W47"), "the others go on"


@pytest.mark.parametrize(("posts", "one_batch", "counts"), [(2, False, (2, 1)), (1, False, (3,))])
def test_three_questions_a_week(posts: int, one_batch: bool, counts: tuple[int, ...]) -> None:
    assert questions_of_posts(posts, one_batch=one_batch) == counts
    assert questions_of_posts(posts, one_batch=True) == (3,)


@pytest.mark.parametrize(
    ("moment", "post"),
    [
        (_tokyo(11, 16, 10) - SECOND, _tokyo(11, 16, 10)),
        (_tokyo(11, 16, 10), _tokyo(11, 18, 10)),
        (_tokyo(11, 18, 10), _tokyo(11, 24, 10)),
        (_tokyo(11, 22, 12), _tokyo(11, 24, 10)),
        (_tokyo(12, 28, 10), _tokyo(1, 4, 10, 2027)),
        (_tokyo(3, 18, 10), _tokyo(4, 20, 10)),
    ],
)
def test_the_next_post(moment: datetime, post: datetime) -> None:
    assert next_post_after(moment) == post
    assert next_post_after(moment.astimezone(UTC)) == post


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)))
def test_there_is_always_a_next_post_and_none_before_it(moment: datetime) -> None:
    found = next_post_after(moment)
    weeks = weeks_between(tokyo_day(moment), tokyo_day(found))
    later = [p.due_at for week in weeks for p in weekly_posts(week) if p.due_at > moment]
    assert found == min(later)


# ------------------------------------------------------------ newcomers


def test_the_track_takes_four_weeks_with_posts_whatever_pause_lies_between() -> None:
    ordinary = track_since("2026-W47", PLAIN)
    assert ordinary == date(2026, 10, 22), "whoever came after Wednesday of the fifth week back"
    assert track_since("2026-W18", PLAIN) < date(2026, 4, 1), "the spring pause does not count"
    assert track_since("2026-W17", PLAIN) == date(2026, 2, 27)


# ------------------------------------------------------------ how a week counts


def test_a_week_closes_on_the_monday_after_at_nine_or_when_the_ward_opens() -> None:
    assert closes_at("2026-W46") == _tokyo(11, 16, 9)
    assert closes_at("2026-W47") == _tokyo(11, 24, 9), "Monday is a holiday"
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
