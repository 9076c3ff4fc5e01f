"""What is known of the meetings in which several parties talk about one household."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.citation import Citation


@dataclass(frozen=True, slots=True)
class Conference:
    """How one conference is used (conferences.yaml).

    ``name`` only where no destination has the same id: nobody is referred to such a
    meeting by the guide. ``agenda`` are the headings of the sheet to fill in before it.
    """

    id: str
    purpose: str
    use_when: tuple[str, ...]
    not_for: tuple[str, ...]
    consent: str
    members: str
    secrecy: str
    how_to_start: tuple[str, ...]
    ask_owner: tuple[str, ...]  # 所管に確認
    assured_date: date
    review_after: date
    citations: tuple[Citation, ...]
    convenor: str = ""
    agenda: tuple[str, ...] = ()
    name: str | None = None


class ChoiceReason(StrEnum):
    """Why a conference fits, or why none does; values are ids in conferences.yaml."""

    DANGER = "danger"
    JOINT_MATTER = "joint-matter"
    CHILD = "child"
    SEVERAL = "several"
    NOT_AGREED = "not-agreed"
    PLANNING = "planning"
    PLANNING_CONSENT_FIRST = "planning-consent-first"
    CONSENT_FIRST = "consent-first"
    HARDSHIP_AGREED = "hardship-agreed"
    ONE_DESK = "one-desk"


@dataclass(frozen=True, slots=True)
class ReasonText:
    """What staff read for one reason: why, what to do next, and what that rests on."""

    id: ChoiceReason
    text: str
    steps: tuple[str, ...]
    citations: tuple[Citation, ...]
