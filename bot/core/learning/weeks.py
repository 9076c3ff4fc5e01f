"""The calendar of the course: when the posts of a week are due, and how the week counts.

Two posts a week, two questions and one; they count for their ISO week, which closes on
the Monday after at 9:00, or on the next 開庁日 when that is a holiday (training.md §3.5).
Which question a person gets is told in selection.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.core.course import Question
from bot.core.delivery import DeliveryKind, Occurrence
from bot.core.learning.course_calendar import PLAIN, CourseCalendar, business_days
from bot.core.office_calendar import (
    at_tokyo,
    is_business_day,
    monday_of,
    next_business_day,
    tokyo_day,
    week_of,
)

A_WEEK = 3
"""Questions a week, in one post or two."""
LAST_HOUR = 17
CLOSE_HOUR = 9


class CompletionState(StrEnum):
    """How a person's week stands: 受講済・未受講・期限後受講・対象外."""

    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    COMPLETED_LATE = "completed_late"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """One answer a person gave: which question, when, right or not."""

    question_id: str
    right: bool
    at: datetime


def weekly_posts(week: str, calendar: CourseCalendar = PLAIN) -> tuple[Occurrence, ...]:
    """The quiz posts of an ISO week, none in a week without one.

    The first is worth sending until the day before the second, so that however late they
    are nobody gets both on one day; the last one as long as the week has a 開庁日.
    """
    days = calendar.post_days(week)
    ends = [*(_day_before(day) for day in days[1:]), *list(business_days(week))[-1:]]
    return tuple(
        Occurrence(
            key=f"quiz/{week}/{number}",
            kind=DeliveryKind.QUIZ,
            due_at=at_tokyo(day, *divmod(calendar.minute, 60)),
            expires_at=at_tokyo(end, LAST_HOUR),
        )
        for number, (day, end) in enumerate(zip(days, ends, strict=False), start=1)
    )


def _day_before(day: date) -> date:
    day -= timedelta(days=1)
    while not is_business_day(day):
        day -= timedelta(days=1)
    return day


def questions_of_posts(posts: int, *, one_batch: bool) -> tuple[int, ...]:
    """How many questions each post of a week asks: 2 + 1, or all of them at once."""
    return (A_WEEK - 1, 1) if posts > 1 and not one_batch else (A_WEEK,)


def week_of_occurrence(key: str) -> str:
    """The ISO week in an occurrence key such as ``quiz/2026-W47/1``."""
    return key.split("/")[1]


def week_words(week: str) -> str:
    """An ISO week as staff read it, by its Monday: 「2026年11月16日の週」."""
    monday = monday_of(week)
    return f"{monday.year}年{monday.month}月{monday.day}日の週"


def next_post_after(moment: datetime, calendar: CourseCalendar = PLAIN) -> datetime:
    """When the next post after ``moment`` is due; ValueError when there is none for a year."""
    day = tokyo_day(moment)
    for week in weeks_between(day, day + timedelta(days=366)):
        for post in weekly_posts(week, calendar):
            if post.due_at > moment:
                return post.due_at
    raise ValueError("no post within a year")


def closes_at(week: str) -> datetime:
    """When the week's figures close: the next Monday at 9:00, or the 開庁日 after it."""
    return at_tokyo(next_business_day(monday_of(week) + timedelta(days=7)), CLOSE_HOUR)


def weeks_between(first: date, last: date) -> tuple[str, ...]:
    """The ISO weeks that touch ``first`` … ``last``, oldest first."""
    monday = monday_of(week_of(first))
    weeks = []
    while monday <= last:
        weeks.append(week_of(monday))
        monday += timedelta(days=7)
    return tuple(weeks)


def state_of_answer(week: str, at: datetime) -> CompletionState:
    """受講済 when answered before the week closes, otherwise 期限後受講."""
    in_time = at < closes_at(week)
    return CompletionState.COMPLETED if in_time else CompletionState.COMPLETED_LATE


def shown_order(question: Question, staff_id: str, occurrence_key: str) -> tuple[int, ...]:
    """The choices' positions as one person sees them, shuffled per person and post."""
    seed = f"{question.id}/{staff_id}/{occurrence_key}".encode()
    return tuple(
        sorted(range(len(question.choices)), key=lambda i: sha256(seed + bytes([i])).digest())
    )
