"""Entries of the knowledge as staff see them: with contacts, dates, marks and sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.citation import Citation
from bot.core.conferences import Conference
from bot.core.contacts import (
    GRADE_MARKS,
    contact_mark,
    contact_opening,
    in_order,
    seen_label,
)
from bot.core.duties import DutyToReport, SafetyKind
from bot.core.knowledge import Contact, Destination, DestinationKind, Knowledge
from bot.core.local import needs_confirming
from bot.core.office_calendar import tokyo_day
from bot.core.opening import COUNTER_HOURS, UNKNOWN, Opening, Schedule, best_of, opening_at
from bot.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class ShownContact:
    """A contact as staff see it at a moment.

    ``mark`` is 「二次情報」「要再確認」「区で設定」「異動期・要確認」 or empty.
    """

    contact: Contact
    mark: str
    seen: str
    opening: Opening = UNKNOWN


@dataclass(frozen=True, slots=True)
class Area:
    """One of several desks that share a destination by area, with what it is asked by.

    ``covers`` are the 町 and school districts it is responsible for.
    """

    id: str
    name: str
    covers: tuple[str, ...]
    contacts: tuple[ShownContact, ...]
    transfer_season: bool = False


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
    """A destination with everything an answer shows; ``why`` only under a question.

    ``opening`` is that of the destination's own desk. ``place`` is where to walk or which
    extension to dial (「3階 31番・内線1234」), ``section`` the name of the 担当; both empty
    where the ward has entered nothing. ``transfer_season``: what the ward entered was
    last confirmed before 1 April (「異動期・要確認」). ``areas``: the desks by area.
    """

    destination: Destination
    contacts: tuple[ShownContact, ...]
    sources: tuple[ShownSource, ...]
    related: tuple[Destination, ...]
    overdue: bool
    why: tuple[Reason, ...] = ()
    opening: Opening = UNKNOWN
    place: str = ""
    section: str = ""
    transfer_season: bool = False
    areas: tuple[Area, ...] = ()


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
    local, today = knowledge.local, tokyo_day(now)
    entry = local.entries.get(destination.id)
    return DestinationCard(
        destination=destination,
        contacts=_contacts(knowledge, destination.contact_ids, now),
        sources=shown_sources(knowledge, destination.citations),
        related=tuple(knowledge.destinations[i] for i in destination.related),
        overdue=destination.review_after < today,
        opening=destination_opening(knowledge, destination, now),
        place=entry.where if entry else "",
        section=entry.section if entry else "",
        transfer_season=entry is not None and needs_confirming(entry.confirmed, today),
        areas=_areas(knowledge, destination.id, now),
    )


def destination_opening(knowledge: Knowledge, destination: Destination, now: datetime) -> Opening:
    """Whether the destination's own desk is open: as the ward says, else as its contact is.

    A telephone service is open while any of its lines answers; a desk's own contact is the
    first that its card names, the others being what to use instead.
    """
    own = knowledge.local.schedule_of(destination.id, is_ward_desk=destination.ward_desk)
    if own is not None:
        return opening_at(own, now)
    ids = destination.contact_ids
    known = [contact_opening(knowledge.contacts[i], now) for i in ids]
    return best_of(known if destination.kind is DestinationKind.LINE else known[:1])


def _areas(knowledge: Knowledge, destination_id: str, now: datetime) -> tuple[Area, ...]:
    return tuple(
        Area(
            id=area.id,
            name=area.name,
            covers=area.covers,
            contacts=_contacts(knowledge, area.contact_ids, now),
            transfer_season=needs_confirming(area.confirmed, tokyo_day(now)),
        )
        for area in knowledge.local.areas_of(destination_id)
    )


def _contacts(
    knowledge: Knowledge, contact_ids: Iterable[str], now: datetime
) -> tuple[ShownContact, ...]:
    found = (knowledge.contacts[i] for i in contact_ids)
    return shown_contacts(found, now, knowledge.local.desk_schedule)


def duty_card(knowledge: Knowledge, kind: SafetyKind, now: datetime) -> DutyCard:
    """The card of one safety kind."""
    duty = knowledge.duties[kind]
    laws = tuple(law.citation for law in duty.laws)
    return DutyCard(
        duty=duty,
        contacts=_contacts(knowledge, duty.contact_ids, now),
        destinations=tuple(knowledge.destinations[i] for i in duty.destination_ids),
        sources=shown_sources(knowledge, laws + duty.citations),
    )


def conference_card(knowledge: Knowledge, conference: Conference) -> ConferenceCard:
    """A conference with its name and sources."""
    return ConferenceCard(
        conference=conference,
        name=knowledge.name_of_conference(conference.id),
        sources=shown_sources(knowledge, conference.citations),
    )


def shown_contacts(
    contacts: Iterable[Contact], now: datetime, office: Schedule = COUNTER_HOURS
) -> tuple[ShownContact, ...]:
    """Contacts with mark and date: those that answer at ``now`` first, closed ones last.

    ``office``: the hours outside which lines for nights and holidays come first.
    """
    today = tokyo_day(now)
    return tuple(
        ShownContact(
            contact=c,
            mark=contact_mark(c, today),
            seen=seen_label(c.seen, c.seen_note),
            opening=contact_opening(c, now),
        )
        for c in in_order(contacts, now, office)
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
