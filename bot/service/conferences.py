"""会議の使い分け: what fits the answers, with what staff need to read about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.content.library import Library
from bot.core.conference_choice import Answers, choose
from bot.core.conferences import ChoiceReason, ReasonText
from bot.core.duties import SafetyKind
from bot.core.people import Actor
from bot.service.cards import (
    ConferenceCard,
    DutyCard,
    ShownSource,
    conference_card,
    duty_card,
    shown_sources,
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What the meeting helper answers.

    ``card`` is the meeting that fits, None where none does; ``later`` the one that fits as
    soon as the resident agrees. ``duties`` come instead of any meeting where there may be
    danger. ``sources`` are those of the reason; a card has its own. ``assured``: the day on
    which all of conferences.yaml had been checked.
    """

    assured: date
    reason: ReasonText
    sources: tuple[ShownSource, ...]
    card: ConferenceCard | None = None
    later: ConferenceCard | None = None
    duties: tuple[DutyCard, ...] = ()


class Conferences:
    """Open to every member of the workspace; keeps nothing, not even the answers."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def choose(self, actor: Actor, answers: Answers, now: datetime) -> Advice:
        """Which meeting fits, if any."""
        knowledge, choice = self._library.knowledge, choose(answers)
        reason = knowledge.reasons[choice.reason]

        def card(conference_id: str | None) -> ConferenceCard | None:
            found = knowledge.conferences.get(conference_id or "")
            return conference_card(knowledge, found) if found else None

        danger = choice.reason is ChoiceReason.DANGER
        kinds = [kind for kind in SafetyKind if danger and kind in knowledge.duties]
        return Advice(
            assured=min(c.assured_date for c in knowledge.conferences.values()),
            reason=reason,
            sources=shown_sources(knowledge, reason.citations),
            card=card(choice.conference_id),
            later=card(choice.later_id),
            duties=tuple(duty_card(knowledge, kind, now) for kind in kinds),
        )
