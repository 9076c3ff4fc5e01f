"""The answer to one question as a front shows it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.clarification import Clarification
from bot.core.discretion import hand_nothing_over, is_discreet
from bot.core.knowledge import LIFE_DOMAIN_LABELS, Knowledge
from bot.core.meeting import MeetingAdvice, MeetingReason
from bot.core.ranking import Hit
from bot.core.referral import GENERAL_DESK, Decision
from bot.service.cards import DestinationCard, DutyCard, destination_card, duty_card


@dataclass(frozen=True, slots=True)
class Meeting:
    """A conference worth considering: ``heard`` names life domains, ``main_desk`` the lead."""

    conference_id: str
    name: str
    reason: MeetingReason
    heard: tuple[str, ...]
    main_desk: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question: duties first, then destinations best first.

    ``direct``: one destination is answered as the answer. ``abstained``:
    「分かりません」; the ranking is still there, and ``general_desk`` is offered.
    ``shortened``: the question was longer than 500 characters. ``key`` is random and
    tells this answer's buttons from another's; empty: nothing of it is counted.
    ``signs`` are ids of the lexicon, ``elsewhere`` names another counter's matter.
    ``nothing_on_paper``: nothing may be printed, handed over or shared.
    """

    duties: tuple[DutyCard, ...]
    destinations: tuple[DestinationCard, ...]
    direct: bool
    abstained: bool
    has_personal_data: bool
    shortened: bool
    general_desk: DestinationCard | None
    key: str = ""
    signs: tuple[str, ...] = ()
    ask: Clarification | None = None
    meeting: Meeting | None = None
    elsewhere: str = ""
    nothing_on_paper: bool = False


def answer_to(
    knowledge: Knowledge, decision: Decision, now: datetime, *, shortened: bool
) -> Answer:
    """Everything shown about a decision."""
    cards = tuple(_answered(knowledge, hit, now) for hit in decision.hits)
    shown = [] if decision.abstained else cards[:1] if decision.direct else cards
    quiet = is_discreet(decision.duties, decision.signs, {c.destination.id for c in shown})
    return Answer(
        duties=tuple(duty_card(knowledge, kind, now) for kind in decision.duties),
        destinations=cards,
        direct=decision.direct,
        abstained=decision.abstained,
        has_personal_data=bool(decision.personal_data),
        shortened=shortened,
        general_desk=general_desk(knowledge, now),
        key="" if quiet else secrets.token_hex(8),
        signs=() if quiet else decision.signs,
        ask=decision.ask,
        meeting=_meeting(knowledge, decision.conference),
        elsewhere=decision.elsewhere.label if decision.elsewhere else "",
        nothing_on_paper=bool(decision.duties)
        or any(hand_nothing_over(card.destination) for card in shown),
    )


def answer_chosen(cards: tuple[DestinationCard, ...], key: str) -> Answer:
    """The answer made of destinations that were tapped; ``key`` is that of the first one."""
    ids = {card.destination.id for card in cards}
    return Answer(
        duties=(),
        destinations=cards,
        direct=len(cards) == 1,
        abstained=False,
        has_personal_data=False,
        shortened=False,
        general_desk=None,
        key="" if is_discreet((), (), ids) else key,
        nothing_on_paper=any(hand_nothing_over(card.destination) for card in cards),
    )


def general_desk(knowledge: Knowledge, now: datetime) -> DestinationCard | None:
    """Where a matter goes that belongs to nobody else, if the content has such a desk."""
    desk = knowledge.destinations.get(GENERAL_DESK)
    return destination_card(knowledge, desk, now) if desk else None


def _meeting(knowledge: Knowledge, advice: MeetingAdvice | None) -> Meeting | None:
    if advice is None:
        return None
    desk = knowledge.destinations.get(advice.main_desk)
    return Meeting(
        conference_id=advice.conference_id,
        name=knowledge.name_of_conference(advice.conference_id),
        reason=advice.reason,
        heard=tuple(LIFE_DOMAIN_LABELS[domain] for domain in advice.domains),
        main_desk=desk.name if desk else "",
    )


def _answered(knowledge: Knowledge, hit: Hit, now: datetime) -> DestinationCard:
    card = destination_card(knowledge, knowledge.destinations[hit.destination_id], now)
    return replace(card, why=hit.why)
