"""Plays the year: rosters, the ticker's rounds, messages that arrive, and people who answer.

Nothing of the product is imitated. What is due, chosen, sent, withheld and counted is the
service's doing over the store; here are only a clock, a Slack that accepts everything,
and people with a memory.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import numpy as np

from bot.cli.year.ward import Colleague, Ward
from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.delivery import CheckResult, DeliveryKind, NotArrived, SendResult, Sent
from bot.core.learning.choices import CourseChoice
from bot.core.learning.minds import Mind
from bot.core.learning.posts import questions_of
from bot.core.office_calendar import is_business_day, tokyo_day
from bot.core.people import Actor
from bot.core.period import whole_year
from bot.jobs.worker import Worker
from bot.service.caretaking import Caretaking
from bot.service.rooms import Service
from bot.service.roster import OPERATOR
from bot.service.training import QuestionSuspended

TICKS = (time(10, 0), time(13, 30))
TEMPTING_DAYS = (5, 20)  # of each month, whether open or closed
TICKS_AT_TEMPTING_TIMES = (time(8, 50), time(9, 5), *TICKS, time(12, 30), time(16, 45), time(19))
TICKS_AFTER_OUTAGE = tuple(time(hour, 20 * n) for hour in range(9, 18) for n in range(3))
FIRST_TICK = time(9, 0)
REMINDERS_AT = time(10, 0)
ON_THE_DAY, NEXT_DAY = 0.7, 0.2  # of those who answer; the others take up to nine days
AFTER_A_REMINDER = 0.5
LOOKS_AT_HOME = 0.1  # share of sittings that go on there
MOST_AT_ONCE = 4  # questions on App Home in one sitting


class YearClock:
    """A clock that shows what it was set to; it never goes back."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The moment that is being played."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Go on to a later moment."""
        self._moment = max(self._moment, moment)


@dataclass(frozen=True, slots=True, order=True)
class Arrived:
    """A message in somebody's conversation, with the questions it asks."""

    account: str
    kind: DeliveryKind
    occurrence_key: str
    questions: tuple[str, ...]


@dataclass(slots=True)
class AcceptingSlack:
    """Takes every message at once; ``arrived`` keeps what nobody has looked at yet."""

    clock: YearClock
    arrived: list[Arrived] = field(default_factory=list)

    def __call__(
        self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
    ) -> SendResult:
        """The message is there; its ``ts`` is the moment, as in Slack."""
        asked = questions_of(payload_ids)
        self.arrived.append(Arrived(to, kind, payload_ids["occurrence"], asked))
        return Sent(f"D{to}", f"{self.clock.now().timestamp():.6f}")

    def find(self, delivery_id: str, to: str, age: timedelta, /) -> CheckResult:
        """Nothing is ever in doubt."""
        return NotArrived()


class Player:
    """One ward's year."""

    def __init__(
        self,
        service: Service,
        caretaking: Caretaking,
        library: Library,
        clock: YearClock,
        ward: Ward,
    ) -> None:
        self._service, self._caretaking = service, caretaking
        self._clock, self._ward = clock, ward
        self._questions = library.course.questions
        self._slack = AcceptingSlack(clock)
        self._worker = Worker(service.delivery, self._slack, clock, patience=0)
        self._chance = {
            p.number: np.random.default_rng([ward.year, p.number, 1]) for p in ward.people
        }
        self._people = {p.account: p for p in ward.people}
        self._pressed: set[tuple[int, str, str]] = set()
        self._sittings: list[tuple[datetime, Arrived]] = []
        concepts = tuple(library.course.concepts)
        self.minds = {
            p.staff_id: Mind(concepts, p.setting, (ward.year, p.number)) for p in ward.people
        }

    def play(self) -> None:
        """From the roster of the year before to 31 March."""
        self._employ(self._ward.roster_days[0])
        day = self._ward.first
        while day <= self._ward.last:
            if day in self._ward.roster_days:
                self._employ(day)
            if day not in self._ward.outage:
                self._choose(day)
                self._day(day)
            day += timedelta(days=1)

    def _employ(self, day: date) -> None:
        self._clock.set(_at(day, time(8, 30)))
        done = self._service.roster.replace(OPERATOR, self._ward.roster(day), self._clock.now())
        if done.faults:
            raise ValueError("; ".join(map(str, done.faults)))

    def _choose(self, day: date) -> None:
        """Who says how they want the course, takes a pause or comes back."""
        self._clock.set(_at(day, time(8, 45)))
        choices, now = self._service.course_choices, self._clock.now()
        for person in self._ward.people:
            begins = person.has_wishes and day == max(person.joined, self._ward.first)
            pauses = person.pause is not None and day == person.pause[0]
            back = day in {days[1] for days in (person.pause, person.silent) if days}
            if not (begins or pauses or back) or not person.works_on(day):
                continue
            actor = self._service.people.actor(person.account, now)
            if begins:
                choices.change(actor, CourseChoice(person.one_batch, person.slot, person.easy))
            if pauses:
                choices.pause(actor, now)
            if back:
                choices.resume(actor, now)

    def _day(self, day: date) -> None:
        for moment in self._moments(day):
            self._answer_until(moment)
            self._clock.set(moment)
            self._round(after_outage=self._is_back(day) and moment == _at(day, FIRST_TICK))
            if moment.time() == REMINDERS_AT:
                self._remind(day)
        self._answer_until(_at(day + timedelta(days=1), time(0)))

    def _moments(self, day: date) -> Iterator[datetime]:
        """When the ticker goes round: often after an outage, and when nothing may go out."""
        ticks: Sequence[time] = TICKS if is_business_day(day) else ()
        if day.day in TEMPTING_DAYS:
            ticks = TICKS_AT_TEMPTING_TIMES
        if self._is_back(day) or self._is_back(day - timedelta(days=1)):
            ticks = TICKS_AFTER_OUTAGE
        return (_at(day, tick) for tick in sorted(ticks))

    def _round(self, *, after_outage: bool) -> None:
        """A round of the ticker, and whoever got a message decides what to do with it.

        Between two rounds the ticker has been round every 30 seconds, which is not played.
        """
        now = self._clock.now()
        if not after_outage:
            self._caretaking.watch.beat(now, telling=False)
        self._service.delivery.ensure_due(now)
        self._service.statistics.open_year(now)
        self._caretaking.recovery.catch_up(now)
        self._worker.drain()
        if after_outage:
            self._caretaking.watch.beat(now, telling=False)
        for message in self._slack.arrived:
            self._read(message, now)
        self._slack.arrived.clear()

    def _is_back(self, day: date) -> bool:
        """Whether the outage ended the day before."""
        return bool(self._ward.outage) and day == self._ward.outage[-1] + timedelta(days=1)

    def _read(self, message: Arrived, now: datetime) -> None:
        person = self._people[message.account]
        wanted = {
            DeliveryKind.QUIZ: person.attendance,
            DeliveryKind.REMINDER: person.attendance * AFTER_A_REMINDER,
        }
        chance = self._chance[person.number]
        answers, when = chance.random(2)
        if answers < wanted.get(message.kind, 0.0):
            minutes = timedelta(minutes=float(chance.integers(2, 240)))
            days = 0 if when < ON_THE_DAY else 1
            if when >= ON_THE_DAY + NEXT_DAY:
                days = int(chance.integers(2, 10))
            heapq.heappush(self._sittings, (now + timedelta(days=days) + minutes, message))

    def _answer_until(self, moment: datetime) -> None:
        while self._sittings and self._sittings[0][0] < moment:
            at, message = heapq.heappop(self._sittings)
            person, day = self._people[message.account], tokyo_day(at)
            answers = person.works_on(day) and not person.is_silent(day)
            if answers and day not in self._ward.outage:
                self._clock.set(at)
                self._sit_down(person, message)

    def _sit_down(self, person: Colleague, message: Arrived) -> None:
        """Answer what the message asks, and now and then what else is open on App Home."""
        now = self._clock.now()
        actor = self._service.people.actor(person.account, now)
        for question_id in message.questions:
            self._answer(actor, person, message.occurrence_key, question_id)
        if not message.questions or self._chance[person.number].random() < LOOKS_AT_HOME:
            for _ in range(MOST_AT_ONCE):
                due = self._service.training.due(actor, now)
                if due is None:
                    return
                self._answer(actor, person, due.occurrence_key, due.question_id)

    def _answer(
        self, actor: Actor, person: Colleague, occurrence_key: str, question_id: str
    ) -> None:
        """Press the choice they come to; a question answered before counts no second time."""
        if (person.number, occurrence_key, question_id) in self._pressed:
            return
        self._pressed.add((person.number, occurrence_key, question_id))
        question = self._questions[question_id]
        now = self._clock.now()
        right, sure = self.minds[person.staff_id].answer(
            question.concept_id, tokyo_day(now).toordinal()
        )
        fitting = [
            i for i in range(len(question.choices)) if (i in question.right_indexes) is right
        ]
        chosen = fitting[int(self._chance[person.number].integers(len(fitting)))]
        with suppress(QuestionSuspended):  # it may have come to rest since the message
            self._service.training.answer(actor, occurrence_key, question_id, chosen, sure, now)

    def _remind(self, day: date) -> None:
        """Now and then a 課長 reminds the section, on a Thursday."""
        if day.weekday() != 3 or not is_business_day(day):
            return
        now, period = self._clock.now(), whole_year(self._ward.year)
        turn = [p for p in self._ward.people if (p.number + day.isocalendar().week) % 3 == 0]
        for person in turn:
            if person.supervisor and person.works_on(day):
                actor = self._service.people.actor(person.account, now)
                self._service.reminders.remind(actor, person.section_on(day), period, now)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=TOKYO)
