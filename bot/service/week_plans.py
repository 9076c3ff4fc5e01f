"""Who is asked what in a week, in which of its posts, and whether a message tells of it.

All questions of a person's week are chosen at once, of different concepts. Who paused, or
has had three messages already, finds them on App Home.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.core.budget import WINDOW, withheld
from bot.core.course import Course, Question
from bot.core.delivery import Occurrence, PlannedDelivery
from bot.core.learning.choices import (
    AFTERNOON_MINUTE,
    AS_IT_COMES,
    CourseChoice,
    PausedBy,
    TimeSlot,
)
from bot.core.learning.first_signs import group_for
from bot.core.learning.posts import LAST_FOR_NOW, NOTICE, SIGNS, Track, payload_of
from bot.core.learning.pretest import known_concepts, pretest_questions
from bot.core.learning.selection import pick
from bot.core.learning.state import ConceptState
from bot.core.learning.weeks import questions_of_posts
from bot.core.office_calendar import at_tokyo, tokyo_day
from bot.service.training.means import Usable
from bot.store import courses, learning, pushes
from bot.store.engine import Tx

Avoided = Callable[[str, date], Collection[str]]
"""The concepts that a person is not asked about on that day, for whatever reason."""
RECENT = timedelta(days=14)


def nothing_avoided(staff_id: str, day: date) -> Collection[str]:
    """Nobody is spared anything."""
    return ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of some people when their week is planned, by staff id.

    ``recent``: the questions of their last posts; ``later``: of a post of this very week,
    which a clock that stood ahead has planned before the first.
    """

    states: Mapping[str, Mapping[str, ConceptState]]
    choices: Mapping[str, CourseChoice]
    days: Mapping[str, frozenset[date]]
    recent: Mapping[str, frozenset[str]]
    later: Mapping[str, frozenset[str]]
    posted: frozenset[str]
    told: frozenset[str]
    pretested: Mapping[str, frozenset[str]]


class WeekPlan:
    """The posts of one week, and how they are filled for anybody.

    ``posts`` are all of the week, ``still_open`` those that can still be sent.
    ``newcomers``: the section names of those in the four-week track.
    """

    def __init__(
        self,
        course: Course,
        posts: Sequence[Occurrence],
        still_open: Sequence[Occurrence],
        now: datetime,
        newcomers: Mapping[str, str],
        usable: Usable,
        avoided: Avoided,
    ) -> None:
        self._course = course
        self._required = _required(course)
        self.posts = posts
        self._open = still_open
        self._now = now
        self._day = tokyo_day(posts[0].due_at)
        self._newcomers = newcomers
        held = course.questions.values()
        self._able = frozenset(q.id for q in held if usable(q.id, self._day))
        self._avoided = avoided

    def rows(self, tx: Tx, staff_ids: Sequence[str]) -> Mapping[str, Sequence[PlannedDelivery]]:
        """The deliveries of these people (a thousand at most), by occurrence key."""
        known = self._known(tx, staff_ids)
        rows: defaultdict[str, list[PlannedDelivery]] = defaultdict(list)
        for staff_id in staff_ids:
            for post, planned in self._of_person(staff_id, known):
                rows[post.key].append(planned)
        return rows

    def _known(self, tx: Tx, staff_ids: Sequence[str]) -> Known:
        first, last = self.posts[0].due_at, self.posts[-1].due_at
        new = [staff_id for staff_id in staff_ids if staff_id in self._newcomers]
        choices = courses.choices_of_all(tx, staff_ids)
        silenced = {
            who: choice.paused_since
            for who, choice in choices.items()
            if choice.paused_since is not None and choice.paused_by is PausedBy.SILENCE
        }
        return Known(
            states=learning.states_of_all(tx, staff_ids),
            choices=choices,
            days=pushes.pushed_days(tx, staff_ids, first - WINDOW, self._now),
            recent=pushes.asked_between(tx, staff_ids, first - RECENT, last),
            later=pushes.asked_between(tx, staff_ids, first, last),
            posted=courses.ever_posted(tx, new),
            told=courses.posted_since(tx, silenced),
            pretested={
                who: known_concepts(self._course, given)
                for who, given in courses.pretest_answers(tx, new).items()
            },
        )

    def _of_person(
        self, staff_id: str, known: Known
    ) -> Iterator[tuple[Occurrence, PlannedDelivery]]:
        choice = known.choices.get(staff_id, AS_IT_COMES)
        days = set(known.days.get(staff_id, ()))
        last = choice.paused_by is PausedBy.SILENCE and staff_id not in known.told
        for post, payload in self._payloads(staff_id, choice, known):
            day = tokyo_day(post.due_at)
            held = (choice.paused and not last) or withheld(days, day) is not None
            if not held:
                days.add(day)
            said = {NOTICE: LAST_FOR_NOW} if last and not held else {}
            last = last and held
            yield post, PlannedDelivery(staff_id, {**payload, **said}, _due(post, choice), held)

    def _payloads(
        self, staff_id: str, choice: CourseChoice, known: Known
    ) -> Iterator[tuple[Occurrence, Mapping[str, str]]]:
        """What each post asks; one that would ask nothing is left out."""
        in_track = staff_id in self._newcomers
        first, *others = self._open
        if in_track and staff_id not in known.posted:
            asked = self._pretest(staff_id, known)
            yield first, self._first_payload(staff_id, asked)
            avoid = {q.concept_id for q in asked}
            shares = [(post, 1) for post in others]
        else:
            held = (self._course.questions.get(q) for q in known.later.get(staff_id, ()))
            avoid = {question.concept_id for question in held if question is not None}
            shares = self._shares(choice)[:1] if avoid else self._shares(choice)
        chosen = self._picked(staff_id, known, sum(count for _, count in shares), avoid)
        track = Track.NEWCOMER if in_track else Track.COURSE
        for post, count in shares:
            share, chosen = chosen[:count], chosen[count:]
            if share:
                yield post, payload_of([q.id for q in share], track)

    def _shares(self, choice: CourseChoice) -> list[tuple[Occurrence, int]]:
        """How many questions each open post asks; what a post that is over asked is gone."""
        counts = questions_of_posts(len(self.posts), one_batch=choice.one_batch)
        if len(self._open) < len(self.posts):
            counts = (1,)
        return list(zip(self._open, counts, strict=False))

    def _picked(
        self, staff_id: str, known: Known, count: int, avoid: Collection[str]
    ) -> tuple[Question, ...]:
        course = self._course
        left_out = {*avoid, *known.recent.get(staff_id, ()), *self._avoided(staff_id, self._day)}
        if staff_id in self._newcomers:
            course = self._required
            left_out |= known.pretested.get(staff_id, frozenset())
        states = known.states[staff_id]
        return pick(course, self._is_able, states, self._day, count, avoid=left_out, seed=staff_id)

    def _pretest(self, staff_id: str, known: Known) -> tuple[Question, ...]:
        states = known.states[staff_id]
        return pretest_questions(self._required, self._is_able, states, self._day, staff_id)

    def _first_payload(self, staff_id: str, asked: Sequence[Question]) -> Mapping[str, str]:
        payload = payload_of([q.id for q in asked], Track.PRETEST)
        group = group_for(self._course.newcomers, self._newcomers[staff_id])
        return payload if group is None else {**payload, SIGNS: group.id}

    def _is_able(self, question: Question) -> bool:
        return question.id in self._able


def _required(course: Course) -> Course:
    """The 必修 concepts alone; all of them where none is."""
    held = {c.id: c for c in course.concepts.values() if c.required}
    return replace(course, concepts=held) if held else course


def _due(post: Occurrence, choice: CourseChoice) -> datetime:
    if choice.slot is TimeSlot.MORNING:
        return post.due_at
    return at_tokyo(tokyo_day(post.due_at), *divmod(AFTERNOON_MINUTE, 60))
