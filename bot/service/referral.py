"""「どこにつなぐ？」: answers from cited knowledge, open to every member of the workspace."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime

from bot.content.library import Library
from bot.core.analysis import Analyser
from bot.core.duties import SafetyKind
from bot.core.knowledge import Destination, GlossaryTerm, Knowledge, LifeDomain
from bot.core.matching import Hit, Matcher
from bot.core.people import Actor
from bot.core.personal_data import PersonalDataDetector
from bot.core.referral import GENERAL_DESK, Decider, Decision
from bot.service.cards import (
    ConferenceCard,
    DestinationCard,
    DutyCard,
    ShownContact,
    conference_card,
    destination_card,
    duty_card,
    shown_contacts,
)

MAX_QUESTION = 500
REFUSED_ABOVE = 2000
URGENT_CONTACTS = (
    "emergency-110",
    "emergency-119",
    "kyukyu-7119",
    "child-abuse-line",
    "dial-189",
    "abuse-night-line",
    "dv-plus",
    "yorisoi",
)


class QuestionTooLong(Exception):
    """The question is above 2,000 characters and is not looked at."""


class UnknownEntry(Exception):
    """No entry with that id in the content of today."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question: duties first, then destinations best first.

    ``direct``: one destination is answered as the answer. ``abstained``:
    「分かりません」; the ranking is still there, and ``general_desk`` is offered.
    ``shortened``: the question was longer than 500 characters.
    """

    duties: tuple[DutyCard, ...]
    destinations: tuple[DestinationCard, ...]
    direct: bool
    abstained: bool
    has_personal_data: bool
    shortened: bool
    general_desk: DestinationCard | None


class _Engine:
    """The matcher of one content version."""

    def __init__(self, knowledge: Knowledge, analyser: Analyser) -> None:
        self.knowledge = knowledge
        detector = PersonalDataDetector(analyser)
        self.decider = Decider(knowledge, Matcher(knowledge, analyser), detector)


class Referral:
    """Asking, browsing and reading entries; keeps nothing of what was asked."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._analyser = Analyser()
        self._lock = threading.Lock()
        self._engine = _Engine(library.knowledge, self._analyser)

    def decide(self, text: str, top: int = 3) -> Decision:
        """The bare decision on a text (the command line's view)."""
        return self._current().decider.decide(text, top)

    def ask(self, actor: Actor, text: str, now: datetime) -> Answer:
        """Answer a question of at most 2,000 characters (QuestionTooLong above)."""
        if len(text) > REFUSED_ABOVE:
            raise QuestionTooLong
        engine = self._current()
        decision = engine.decider.decide(text)
        knowledge = engine.knowledge
        desk = knowledge.destinations.get(GENERAL_DESK)
        return Answer(
            duties=tuple(duty_card(knowledge, kind, now) for kind in decision.duties),
            destinations=tuple(_answered(knowledge, hit, now) for hit in decision.hits),
            direct=decision.direct,
            abstained=decision.abstained,
            has_personal_data=bool(decision.personal_data),
            shortened=len(text) > MAX_QUESTION,
            general_desk=destination_card(knowledge, desk, now) if desk else None,
        )

    def destination(self, actor: Actor, destination_id: str, now: datetime) -> DestinationCard:
        """One destination's page (UnknownEntry when there is none)."""
        knowledge = self._library.knowledge
        destination = knowledge.destinations.get(destination_id)
        if destination is None:
            raise UnknownEntry(destination_id)
        return destination_card(knowledge, destination, now)

    def duty(self, actor: Actor, kind: str, now: datetime) -> DutyCard:
        """One duty's page (UnknownEntry when there is none)."""
        knowledge = self._library.knowledge
        if kind not in {k.value for k in knowledge.duties}:
            raise UnknownEntry(kind)
        return duty_card(knowledge, SafetyKind(kind), now)

    def in_domain(self, actor: Actor, domain: LifeDomain) -> tuple[Destination, ...]:
        """The destinations under one heading, in the order of their reading."""
        destinations = self._library.knowledge.destinations.values()
        return tuple(sorted((d for d in destinations if domain in d.domains), key=_reading))

    def everything(self, actor: Actor) -> tuple[Destination, ...]:
        """All destinations in the order of their reading (五十音)."""
        return tuple(sorted(self._library.knowledge.destinations.values(), key=_reading))

    def conferences(self, actor: Actor) -> tuple[ConferenceCard, ...]:
        """The three conferences, in the file's order."""
        knowledge = self._library.knowledge
        return tuple(conference_card(knowledge, c) for c in knowledge.conferences.values())

    def urgent(self, actor: Actor, now: datetime) -> tuple[ShownContact, ...]:
        """The urgent numbers that exist in the registry, night lines first at night."""
        contacts = self._library.knowledge.contacts
        return shown_contacts((contacts[i] for i in URGENT_CONTACTS if i in contacts), now)

    def glossary(self, actor: Actor) -> tuple[GlossaryTerm, ...]:
        """The words explained."""
        return self._library.knowledge.glossary

    def _current(self) -> _Engine:
        knowledge = self._library.knowledge
        engine = self._engine
        if engine.knowledge is knowledge:
            return engine
        with self._lock:
            if self._engine.knowledge is not knowledge:
                self._engine = _Engine(knowledge, self._analyser)
            return self._engine


def _reading(destination: Destination) -> tuple[str, str]:
    return destination.yomi, destination.id


def _answered(knowledge: Knowledge, hit: Hit, now: datetime) -> DestinationCard:
    card = destination_card(knowledge, knowledge.destinations[hit.destination_id], now)
    return replace(card, why=hit.why)
