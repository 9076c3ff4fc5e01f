"""「どこにつなぐ？」: answers from cited knowledge, open to every member of the workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.duties import SafetyKind
from bot.core.knowledge import Destination, GlossaryTerm, LifeDomain
from bot.core.people import Actor
from bot.core.personal_data import PersonalDataKind
from bot.core.referral import Decision
from bot.service.answers import Answer, answer_chosen, answer_to, general_desk
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
from bot.service.engine import Content, Engine, Engines
from bot.service.metrics import Metrics

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


class Referral:
    """Asking, browsing and reading entries; keeps nothing of what was asked."""

    def __init__(
        self, library: Content, engines: Engines | None = None, metrics: Metrics | None = None
    ) -> None:
        self._metrics = metrics or Metrics()
        self._library = library
        self.engines = engines or Engines()

    def warm_up(self) -> None:
        """Make what answers questions now, which takes seconds, and not at the first one."""
        self._current()

    def decide(self, text: str, top: int = 3) -> Decision:
        """The bare decision on a text (the command line's view)."""
        return self._current().decider.decide(text, top)

    def personal_data(self, actor: Actor, text: str) -> tuple[PersonalDataKind, ...]:
        """The kinds of personal data that a text seems to hold."""
        return self._current().decider.personal_data(text)

    def ask(self, actor: Actor, text: str, now: datetime) -> Answer:
        """Answer a question of at most 2,000 characters (QuestionTooLong above)."""
        if len(text) > REFUSED_ABOVE:
            raise QuestionTooLong
        engine = self._current()
        decision = engine.decider.decide(text)
        self._metrics.answered(abstained=decision.abstained)
        return answer_to(engine.knowledge, decision, now, shortened=len(text) > MAX_QUESTION)

    def chosen(
        self, actor: Actor, destination_ids: Sequence[str], key: str, now: datetime
    ) -> Answer:
        """The answer after the question back was answered by a tap (UnknownEntry)."""
        cards = tuple(self.destination(actor, i, now) for i in destination_ids)
        if not cards:
            raise UnknownEntry
        return answer_chosen(cards, key)

    def sign_labels(self, signs: Sequence[str], destination: Destination) -> tuple[str, ...]:
        """The labels of those signs that point to a destination."""
        lexicon = self._library.knowledge.lexicon
        return tuple(lexicon[s].label for s in signs if s in destination.signs and s in lexicon)

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

    def conference(self, actor: Actor, conference_id: str) -> ConferenceCard:
        """One conference's page (UnknownEntry when there is none)."""
        knowledge = self._library.knowledge
        if conference_id not in knowledge.conferences:
            raise UnknownEntry(conference_id)
        return conference_card(knowledge, knowledge.conferences[conference_id])

    def duties(self, actor: Actor, now: datetime) -> tuple[DutyCard, ...]:
        """All duties, most urgent first."""
        knowledge = self._library.knowledge
        return tuple(duty_card(knowledge, k, now) for k in SafetyKind if k in knowledge.duties)

    def general_desk(self, actor: Actor, now: datetime) -> DestinationCard | None:
        """Where a matter goes that belongs to nobody else."""
        return general_desk(self._library.knowledge, now)

    def urgent(self, actor: Actor, now: datetime) -> tuple[ShownContact, ...]:
        """The urgent numbers that exist in the registry, night lines first at night."""
        contacts = self._library.knowledge.contacts
        return shown_contacts((contacts[i] for i in URGENT_CONTACTS if i in contacts), now)

    def glossary(self, actor: Actor) -> tuple[GlossaryTerm, ...]:
        """The words explained."""
        return self._library.knowledge.glossary

    def _current(self) -> Engine:
        return self.engines.of(self._library.edition)


def _reading(destination: Destination) -> tuple[str, str]:
    return destination.yomi, destination.id
