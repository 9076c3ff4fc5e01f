"""朝礼5分カード: which themes there are, which a section has not had, and the paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.content.library import Library
from bot.core.course import Concept, Question
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.period import whole_year
from bot.core.permissions import Action, require
from bot.core.retention import fiscal_year
from bot.reports.morning_card import morning_card
from bot.service.card_printing import card_of
from bot.service.referral import UnknownEntry
from bot.store import gatherings
from bot.store.engine import Store
from bot.store.gatherings import Gathering

MOST_TALKS = 500
Usable = Callable[[str, date], bool]


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme; ``held`` is when the actor's sections last talked about it this 年度."""

    concept_id: str
    title: str
    required: bool
    held: date | None


@dataclass(frozen=True, slots=True)
class Topics:
    """The themes, 必修 first, and the one to take next."""

    topics: tuple[Topic, ...]
    suggested: Topic | None


class MorningCards:
    """For 課長 and 研修担当; ``usable`` says which questions may be asked on a day."""

    def __init__(
        self, store: Store, library: Library, usable: Usable = lambda _question, _day: True
    ) -> None:
        self._store = store
        self._library = library
        self._usable = usable

    def topics(self, actor: Actor, now: datetime) -> Topics:
        """All themes with a question to ask, and the next: never had first, then longest ago."""
        require(actor, Action.MAKE_CARD)
        today = tokyo_day(now)
        held = {c: talk.day for talk in reversed(self._talks(actor, today)) for c in talk.concepts}
        concepts = [c for c in self._library.course.concepts.values() if self._asked(c, today)]
        ordered = sorted(concepts, key=lambda c: (not c.required, c.id))
        found = tuple(Topic(c.id, c.title, c.required, held.get(c.id)) for c in ordered)
        never = date.min
        return Topics(found, min(found, key=lambda t: t.held or never, default=None))

    def check(self, actor: Actor, concept_id: str, now: datetime) -> None:
        """Whether there is a card of the theme (UnknownEntry), before it is drawn."""
        require(actor, Action.MAKE_CARD)
        self._concept(concept_id, tokyo_day(now))

    def card(self, actor: Actor, concept_id: str, now: datetime) -> tuple[str, bytes]:
        """Title and PDF of the theme's card: another question each time it was talked about."""
        require(actor, Action.MAKE_CARD)
        today = tokyo_day(now)
        concept, asked = self._concept(concept_id, today)
        talks = [t for t in self._talks(actor, today) if concept_id in t.concepts]
        question = asked[len(talks) % len(asked)]
        return concept.title, morning_card(card_of(self._library, concept, question, today))

    def _concept(self, concept_id: str, today: date) -> tuple[Concept, tuple[Question, ...]]:
        concept = self._library.course.concepts.get(concept_id)
        asked = self._asked(concept, today) if concept else ()
        if concept is None or not asked:
            raise UnknownEntry(concept_id)
        return concept, asked

    def _asked(self, concept: Concept, today: date) -> tuple[Question, ...]:
        return tuple(q for q in concept.questions if self._usable(q.id, today))

    def _talks(self, actor: Actor, today: date) -> Sequence[Gathering]:
        """The talks of the actor's own section this 年度, newest first."""
        mine = {m.section_id for m in actor.memberships}
        with self._store.read() as tx:
            start = whole_year(fiscal_year(today)).start
            return gatherings.of_sections(tx, mine, start, MOST_TALKS)
