"""Entries of the knowledge as staff see them: with contacts, dates, marks and sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.citation import Citation
from bot.core.contacts import GRADE_MARKS, in_order, seen_label
from bot.core.duties import DutyToReport, SafetyKind
from bot.core.knowledge import Conference, Contact, Destination, Knowledge
from bot.core.matching import Reason
from bot.core.office_calendar import tokyo_day


@dataclass(frozen=True, slots=True)
class ShownContact:
    """A contact as staff see it; ``mark`` is 「二次情報」「要再確認」「区で設定」 or empty."""

    contact: Contact
    mark: str
    seen: str


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source as staff see it: title, part cited, date, mark, address."""

    title: str
    cites: str | None
    seen: str
    mark: str
    url: str | None
    attribution: str | None


@dataclass(frozen=True, slots=True)
class DestinationCard:
    """A destination with everything an answer shows; ``why`` only under a question."""

    destination: Destination
    contacts: tuple[ShownContact, ...]
    sources: tuple[ShownSource, ...]
    related: tuple[Destination, ...]
    overdue: bool
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyCard:
    """What to do at once, with contacts in the order to try them now."""

    duty: DutyToReport
    contacts: tuple[ShownContact, ...]
    destinations: tuple[Destination, ...]
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class ConferenceCard:
    """How a conference is used, with its sources."""

    conference: Conference
    name: str
    sources: tuple[ShownSource, ...]


def destination_card(
    knowledge: Knowledge, destination: Destination, now: datetime
) -> DestinationCard:
    """A destination with its contacts in the order that serves at ``now``."""
    related = (knowledge.destinations[i] for i in destination.related)
    return DestinationCard(
        destination=destination,
        contacts=shown_contacts((knowledge.contacts[i] for i in destination.contact_ids), now),
        sources=shown_sources(knowledge, destination.citations),
        related=tuple(related),
        overdue=destination.review_after < tokyo_day(now),
    )


def duty_card(knowledge: Knowledge, kind: SafetyKind, now: datetime) -> DutyCard:
    """The card of one safety kind."""
    duty = knowledge.duties[kind]
    laws = tuple(law.citation for law in duty.laws)
    return DutyCard(
        duty=duty,
        contacts=shown_contacts((knowledge.contacts[i] for i in duty.contact_ids), now),
        destinations=tuple(knowledge.destinations[i] for i in duty.destination_ids),
        sources=shown_sources(knowledge, laws + duty.citations),
    )


def conference_card(knowledge: Knowledge, conference: Conference) -> ConferenceCard:
    """A conference with its name and sources."""
    return ConferenceCard(
        conference=conference,
        name=knowledge.destinations[conference.id].name,
        sources=shown_sources(knowledge, conference.citations),
    )


def shown_contacts(contacts: Iterable[Contact], now: datetime) -> tuple[ShownContact, ...]:
    """Contacts with mark and date, ordered for ``now``."""
    return tuple(
        ShownContact(c, GRADE_MARKS[c.grade], seen_label(c.seen, c.seen_note))
        for c in in_order(contacts, now)
    )


def shown_sources(knowledge: Knowledge, citations: Iterable[Citation]) -> tuple[ShownSource, ...]:
    """Citations with title, date and mark, each pair of source and part once."""
    shown = []
    for citation in dict.fromkeys(citations):
        source = knowledge.sources[citation.source_id]
        shown.append(
            ShownSource(
                title=source.title,
                cites=citation.cites,
                seen=seen_label(source.seen, source.seen_note),
                mark=GRADE_MARKS[source.grade],
                url=source.url,
                attribution=source.attribution,
            )
        )
    return tuple(shown)
