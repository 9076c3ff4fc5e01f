"""What a draft of the knowledge would change in what staff see, and what it may give away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.content import syntax
from bot.core.knowledge import Knowledge
from bot.core.personal_data import PersonalDataDetector
from bot.service.cards import (
    ConferenceCard,
    DestinationCard,
    DutyCard,
    conference_card,
    destination_card,
    duty_card,
)


def suspicious_lines(
    before: bytes | None, after: bytes, detector: PersonalDataDetector
) -> tuple[int, ...]:
    """Numbers of new lines in which a name, a number or an address seems to stand.

    Utterances are made up; a line copied from a real case must not get into the content.
    """
    known = set(_lines(before or b""))
    return tuple(
        number
        for number, line in enumerate(_lines(after), 1)
        if line not in known and detector.find(line)
    )


def _lines(data: bytes) -> list[str]:
    return syntax.decode(data)[0].split("\n")


def changed_destinations(
    old: Knowledge, new: Knowledge, now: datetime
) -> tuple[DestinationCard, ...]:
    """The cards that look otherwise, and those of which only the examples change."""
    cards = (destination_card(new, entry, now) for entry in new.destinations.values())
    return tuple(c for c in cards if not _looks_as_before(c, old, now))


def _looks_as_before(card: DestinationCard, old: Knowledge, now: datetime) -> bool:
    entry = old.destinations.get(card.destination.id)
    if entry != card.destination:
        return False
    # A related entry is shown by its name only.
    was = replace(destination_card(old, entry, now), related=())
    names = [d.name for d in card.related] == [old.destinations[i].name for i in entry.related]
    return names and was == replace(card, related=())


def changed_duties(old: Knowledge, new: Knowledge, now: datetime) -> tuple[DutyCard, ...]:
    """The cards of the safety kinds that look otherwise."""
    kinds = (k for k in new.duties if k in old.duties)
    cards = ((duty_card(old, k, now), duty_card(new, k, now)) for k in kinds)
    return tuple(now_ for was, now_ in cards if _shown_of(was) != _shown_of(now_))


def _shown_of(card: DutyCard) -> object:
    """What staff see of a duty: a destination is shown by its name only."""
    return (card.duty, card.contacts, tuple(d.name for d in card.destinations), card.sources)


def changed_conferences(old: Knowledge, new: Knowledge) -> tuple[ConferenceCard, ...]:
    """The pages of the conferences that look otherwise, and new ones."""
    cards = (conference_card(new, c) for c in new.conferences.values())
    before = {i: conference_card(old, c) for i, c in old.conferences.items()}
    return tuple(c for c in cards if c != before.get(c.conference.id))
