"""Posts with known questions, whatever the planner would choose, and hands that answer them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import update

from bot.core.delivery import DeliveryKind, DeliveryState, Occurrence, PlannedDelivery
from bot.core.learning.posts import Track, payload_of
from bot.core.learning.state import ConceptState
from bot.core.learning.weeks import closes_at
from bot.service.training import Feedback, Training
from bot.store import deliveries, learning
from bot.store.tables import delivery
from tests.support.service import CLERK, DAY, DUE, NURSE, SUPERVISOR, WEEK, Someone, Ward

FIRST = Occurrence(f"quiz/{WEEK}/1", DeliveryKind.QUIZ, DUE, DUE + 2 * DAY)
SECOND = Occurrence(f"quiz/{WEEK}/2", DeliveryKind.QUIZ, DUE + 2 * DAY, DUE + 4 * DAY)
LATER = DUE + 2 * DAY
CLOSED = closes_at(WEEK)
EVERYONE = (CLERK, SUPERVISOR, NURSE)


def in_week(number: int) -> Occurrence:
    """The first post of the week that many weeks later."""
    due = DUE + timedelta(weeks=number)
    week = due.strftime("%G-W%V")
    return Occurrence(f"quiz/{week}/1", DeliveryKind.QUIZ, due, due + 4 * DAY)


@dataclass
class Rests:
    """Questions that may not be asked at present."""

    ids: set[str] = field(default_factory=set)

    def usable(self, question_id: str, day: date) -> bool:
        return question_id not in self.ids


@dataclass(frozen=True)
class Course:
    """A ward whose people were given posts of questions that the test names.

    ``asked``: the three of the week, each of another 必修 concept.
    """

    ward: Ward
    training: Training
    rests: Rests
    asked: Sequence[str]

    def give(
        self,
        post: Occurrence,
        question_ids: Iterable[str],
        people: Sequence[Someone] = EVERYONE,
        track: Track = Track.COURSE,
    ) -> None:
        """A post that arrived."""
        payload = payload_of(question_ids, track)
        with self.ward.store.write() as tx:
            deliveries.plan(tx, post, [PlannedDelivery(p.staff_id, payload) for p in people])
            which = delivery.c.occurrence_key == post.key
            sent = {"state": DeliveryState.SENT, "channel": "D1", "ts": post.key}
            tx.execute(update(delivery).where(which).values(sent))

    def choice(self, question_id: str, *, right: bool = True) -> int:
        """A right or a wrong choice of that question."""
        question = self.ward.library.course.questions[question_id]
        there = range(len(question.choices))
        return next(i for i in there if (i in question.right_indexes) is right)

    def press(
        self,
        who: Someone,
        question_id: str,
        key: str = FIRST.key,
        now: datetime = DUE,
        *,
        right: bool = True,
        sure: bool = True,
        chosen: int | None = None,
    ) -> Feedback:
        """Answer one question."""
        choice = self.choice(question_id, right=right) if chosen is None else chosen
        actor = self.ward.actor(who, now)
        return self.training.answer(actor, key, question_id, choice, sure, now)

    def states(self, who: Someone) -> Mapping[str, ConceptState]:
        """What the store knows of somebody's learning."""
        with self.ward.store.read() as tx:
            return learning.states_of(tx, who.staff_id)

    def concept(self, question_id: str) -> str:
        return self.ward.library.course.questions[question_id].concept_id

    def others(self, question_id: str) -> Sequence[str]:
        """The other questions of the same concept."""
        concept = self.ward.library.course.concepts[self.concept(question_id)]
        return [q.id for q in concept.questions if q.id != question_id]


def open_course(ward: Ward) -> Course:
    """The ward's course with this week's three questions given to three people."""
    rests = Rests()
    training = Training(ward.store, ward.library, rests.usable)
    required = [c for c in ward.library.course.concepts.values() if c.required]
    asked = tuple(c.questions[0].id for c in required[:3])
    opened = Course(ward, training, rests, asked)
    opened.give(FIRST, asked[:2])
    opened.give(SECOND, asked[2:])
    return opened


def at(post: Occurrence, key: str) -> Occurrence:
    """The same post under another key."""
    return replace(post, key=key)
