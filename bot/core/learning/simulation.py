"""What people still know at the end of a year, simulated (goal L4 of training.md).

A year is 40 weeks of three questions, two on one day and one three days later; people
miss a post in 15 of 100 and are asked eight weeks after the last question. The days on
which they answer may be given, too: then it says what another policy would have made of
a year that was really played (``python -m bot simulate-year``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from bot.core.course import Course
from bot.core.learning.minds import Mind, Setting
from bot.core.learning.policies import Policy
from bot.core.learning.state import ConceptState, after_answer

WEEKS = 40
TEST_WEEK = 48
DAYS_OF_QUESTIONS = (0, 0, 3)
POSTS = (0, 0, 1)  # which post of the week each question belongs to
ATTENDANCE = 0.85
BEGIN = date(2026, 4, 20)


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a person: when it was planned, and when each question was answered.

    None stands for a question that never was.
    """

    planned: date
    answered: tuple[date | None, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Whose year it is: ``number`` and ``seed`` make the memory and the person's own order."""

    number: int
    seed: int
    weeks: Sequence[Week]

    @property
    def name(self) -> str:
        """What stands for the staff id."""
        return f"P{self.number}"


@dataclass(frozen=True, slots=True)
class Recall:
    """Shares of what is recalled at the test, of all concepts and of 必修.

    ``met_by``: for each person the week in which they had met every concept; None: never.
    """

    all: float
    must: float
    met_by: tuple[int | None, ...]

    def met_share(self, week: int) -> float:
        """Share of people who had met every concept by that week."""
        return sum(w is not None and w <= week for w in self.met_by) / len(self.met_by)


def simulate(
    course: Course, policy: Policy, setting: Setting, people: int, seed: int = 1
) -> Recall:
    """The year above, of that many people, under one policy and one way of forgetting."""
    ward = [Person(number, seed, _usual_year(number, seed)) for number in range(people)]
    return relived(course, policy, setting, ward, BEGIN + timedelta(weeks=TEST_WEEK))


def relived(
    course: Course, policy: Policy, setting: Setting, people: Sequence[Person], test: date
) -> Recall:
    """What these people recall on ``test``, had they been asked by this policy."""
    years = [_Year(course, policy, setting, person) for person in people]
    met_by = tuple(year.play() for year in years)
    known = np.array([year.known(test) for year in years])
    required = [c.required for c in course.concepts.values()]
    return Recall(float(known.mean()), float(known[:, required].mean()), met_by)


def _usual_year(number: int, seed: int) -> tuple[Week, ...]:
    present = np.random.default_rng([seed, number, 1]).random((WEEKS, 2)) < ATTENDANCE
    return tuple(_usual_week(week, present[week].tolist()) for week in range(WEEKS))


def _usual_week(week: int, present: Sequence[bool]) -> Week:
    monday = BEGIN + timedelta(weeks=week)
    days = zip(DAYS_OF_QUESTIONS, POSTS, strict=True)
    answered = tuple(monday + timedelta(days=d) if present[post] else None for d, post in days)
    return Week(monday, answered)


class _Year:
    """One person's year under one policy."""

    def __init__(self, course: Course, policy: Policy, setting: Setting, person: Person) -> None:
        self._course, self._policy, self._person = course, policy, person
        self._states: dict[str, ConceptState] = {}
        self._mind = Mind(tuple(course.concepts), setting, (person.seed, person.number))

    def play(self) -> int | None:
        """Answer everything; the week by which every concept was met."""
        met_by = None
        for number, week in enumerate(self._person.weeks, 1):
            self._answer(week)
            if met_by is None and len(self._states) == len(self._course.concepts):
                met_by = number
        return met_by

    def known(self, test: date) -> list[float]:
        """The recall of each concept."""
        return [self._mind.recall(c, test.toordinal()) for c in self._course.concepts]

    def _answer(self, week: Week) -> None:
        asked = self._policy.choose(
            self._course, self._states, week.planned, len(week.answered), self._person.name
        )
        for question, day in zip(asked, week.answered, strict=False):
            if day is None:
                continue
            right, sure = self._mind.answer(question.concept_id, day.toordinal())
            self._states[question.concept_id] = after_answer(
                self._states.get(question.concept_id),
                question.concept_id,
                question.id,
                right=right,
                confident=sure,
                day=day,
                scheduler=self._policy.scheduler,
            )
