"""When a household's troubles call for a meeting, and for which one.

つながる場 divides the work for a household that agreed; シェア会議 looks for a way to
somebody who has not agreed or cannot be met. Neither is proposed while somebody is in
danger: then nobody waits for a meeting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.knowledge import Destination, DestinationKind, Knowledge, LifeDomain
from bot.core.lexicon import LexiconHit
from bot.core.ranking import Hit

TSUNAGARU = "tsunagaru-ba"
SHARE = "share-kaigi"
MANY = "multi-problem"
NO_CONSENT, REFUSAL = "no-consent", "refusal"
_MANY_DOMAINS = 3
# Headings that say how a matter is handled, and not what it is about.
_NO_MATTER = frozenset({LifeDomain.URGENT, LifeDomain.VIOLENCE, LifeDomain.COORDINATION})
# Signs of how it stands with the household, and not of a trouble.
_HOW = frozenset({MANY, NO_CONSENT, REFUSAL})
# Signs that say whose trouble it is and that no destination lists.
_TELLING: Mapping[str, LifeDomain] = {
    "old-parent": LifeDomain.ELDER,
    "care-setting": LifeDomain.ELDER,
    "care-home-elder": LifeDomain.ELDER,
    "minor": LifeDomain.CHILD,
    "small-child": LifeDomain.CHILD,
    "disability-work": LifeDomain.DISABILITY,
}
_SAME = {LifeDomain.HOME_WORK: LifeDomain.MONEY}


class MeetingReason(StrEnum):
    """Why a meeting is proposed."""

    SEVERAL = "several"
    NOT_AGREED = "not-agreed"


@dataclass(frozen=True, slots=True)
class MeetingAdvice:
    """A conference worth considering, why, and the desk that leads until then.

    ``domains`` are the life domains in which something was heard, most often named first.
    ``main_desk`` is a destination id.
    """

    conference_id: str
    reason: MeetingReason
    domains: tuple[LifeDomain, ...]
    main_desk: str


def advise(
    lexicon_hits: Sequence[LexiconHit], hits: Sequence[Hit], knowledge: Knowledge, general: str
) -> MeetingAdvice | None:
    """The meeting that what was heard calls for; None for one problem of one person."""
    signs = {hit.entry_id for hit in lexicon_hits}
    domains = life_domains(lexicon_hits, knowledge.destinations)
    several = len(domains) >= _MANY_DOMAINS or (MANY in signs and len(domains) >= _with(hits))
    shut = NO_CONSENT in signs and (several or LifeDomain.MONEY in domains)
    if shut or (REFUSAL in signs and several):
        found = SHARE, MeetingReason.NOT_AGREED
    elif several:
        found = TSUNAGARU, MeetingReason.SEVERAL
    else:
        return None
    if found[0] not in knowledge.conferences:
        return None
    return MeetingAdvice(*found, domains, _main_desk(hits, knowledge.destinations, general))


def _with(hits: Sequence[Hit]) -> int:
    """How many domains must be heard beside the word itself.

    A question whose first answer is a meeting often only asks how that meeting works.
    """
    return 2 if hits and hits[0].destination_id in {TSUNAGARU, SHARE} else 1


def life_domains(
    lexicon_hits: Iterable[LexiconHit], destinations: Mapping[str, Destination]
) -> tuple[LifeDomain, ...]:
    """The life domains of the signs, each place of the text counted once."""
    heard: Counter[LifeDomain] = Counter()
    told = 0
    hits = sorted(lexicon_hits, key=lambda hit: (hit.start, -hit.end))
    domains = _domains_of({hit.entry_id for hit in hits} - _HOW, destinations)
    for hit in hits:
        domain = domains.get(hit.entry_id)
        if domain is not None and hit.start >= told:
            heard[domain] += 1
            told = hit.end
    return tuple(domain for domain, _ in heard.most_common())


def _domains_of(
    signs: set[str], destinations: Mapping[str, Destination]
) -> Mapping[str, LifeDomain]:
    """For each sign the heading under which most of its destinations stand first."""
    firsts: dict[str, Counter[LifeDomain]] = {sign: Counter() for sign in signs}
    for destination in destinations.values():
        held = signs.intersection(destination.signs) if destination.signs else ()
        if held and destination.kind is not DestinationKind.CONFERENCE:
            for domain in [d for d in destination.domains if d not in _NO_MATTER][:1]:
                for sign in held:
                    firsts[sign][_SAME.get(domain, domain)] += 1
    found = {sign: counts.most_common(1)[0][0] for sign, counts in firsts.items() if counts}
    return found | {sign: _TELLING[sign] for sign in signs if sign in _TELLING}


def _main_desk(hits: Sequence[Hit], destinations: Mapping[str, Destination], general: str) -> str:
    """The first desk of the ranking: a meeting or a telephone line leads no case."""
    desks = (
        hit.destination_id
        for hit in hits
        if destinations[hit.destination_id].kind is DestinationKind.DESK
    )
    return next(desks, general)
