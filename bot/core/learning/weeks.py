"""The learning policy's pure parts: when a post is due, what it asks, how a week counts.

One post a week on the first business day at 10:00; it counts for its ISO week and
closes on the Monday after at 9:00 (training.md §3.5). Which question a person gets
follows from what they have answered: required concepts they have not met come
first, then other new ones, then the one answered longest ago.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.core.course import Course, Question
from bot.core.delivery import DeliveryKind, Occurrence
from bot.core.office_calendar import at_tokyo, is_business_day, monday_of, tokyo_day, week_of

POST_HOUR = 10
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


def weekly_post(week: str) -> Occurrence | None:
    """The quiz post of an ISO week: first business day 10:00; None in a week without one."""
    monday = monday_of(week)
    days = (monday + timedelta(days=i) for i in range(5))
    day = next((d for d in days if is_business_day(d)), None)
    if day is None:
        return None
    return Occurrence(
        key=f"quiz/{week}/1",
        kind=DeliveryKind.QUIZ,
        due_at=at_tokyo(day, POST_HOUR),
        expires_at=_last_sending_time(monday),
    )


def _last_sending_time(monday: date) -> datetime:
    days = [monday + timedelta(days=i) for i in range(5)]
    return at_tokyo(max(d for d in days if is_business_day(d)), LAST_HOUR)


def week_of_occurrence(key: str) -> str:
    """The ISO week in an occurrence key such as ``quiz/2026-W47/1``."""
    return key.split("/")[1]


def next_post_after(moment: datetime) -> datetime:
    """When the next weekly post after ``moment`` is due."""
    day = tokyo_day(moment)
    for week in weeks_between(day, day + timedelta(days=28)):
        post = weekly_post(week)
        if post is not None and post.due_at > moment:
            return post.due_at
    raise ValueError("no weekly post within four weeks")


def closes_at(week: str) -> datetime:
    """When the week's figures close: the next Monday at 9:00."""
    return at_tokyo(monday_of(week) + timedelta(days=7), CLOSE_HOUR)


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


def choose_question(course: Course, past: Collection[PastAnswer]) -> Question | None:
    """The question a person should get next; None only when the course is empty.

    A question just answered is not repeated while its concept has another one.
    """
    of = course.questions
    last_met = _latest((of[a.question_id].concept_id, a.at) for a in past if a.question_id in of)
    concepts = sorted(
        (c for c in course.concepts.values() if c.questions),
        key=lambda c: (c.id in last_met, last_met.get(c.id, _NEVER), not c.required, c.id),
    )
    if not concepts:
        return None
    answered = _latest((a.question_id, a.at) for a in past)
    return min(concepts[0].questions, key=lambda q: (answered.get(q.id, _NEVER), q.id))


_NEVER = at_tokyo(date(2000, 1, 1), 0)


def _latest(moments: Iterable[tuple[str, datetime]]) -> Mapping[str, datetime]:
    latest: dict[str, datetime] = {}
    for key, at in moments:
        latest[key] = max(at, latest.get(key, at))
    return latest


def shown_order(question: Question, staff_id: str, occurrence_key: str) -> tuple[int, ...]:
    """The choices' positions as one person sees them, shuffled per person and post."""
    seed = f"{question.id}/{staff_id}/{occurrence_key}".encode()
    return tuple(
        sorted(range(len(question.choices)), key=lambda i: sha256(seed + bytes([i])).digest())
    )
