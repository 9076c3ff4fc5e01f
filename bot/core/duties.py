"""The seven kinds recognised before any ranking, and what duties.yaml says of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.citation import Citation


class SafetyKind(StrEnum):
    """The seven kinds recognised before any ranking."""

    LIFE_DANGER = "life_danger"
    SUICIDE = "suicide"
    CHILD_ABUSE = "child_abuse"
    ELDER_ABUSE = "elder_abuse"
    DISABILITY_ABUSE = "disability_abuse"
    DV = "dv"
    NO_SHELTER_OR_FOOD_TODAY = "no_shelter_or_food_today"


class Force(StrEnum):
    """Legal force of a duty card: 義務, 努力義務, or no law but act at once."""

    DUTY = "duty"
    EFFORT = "effort"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class LawBasis:
    """One article a duty rests on, in the project's own words."""

    text: str
    force: Force
    condition: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class SignRule:
    """A combination that points to a duty: every group matched, none excluded.

    ``all_of`` lists groups of lexicon ids; a group is matched when any of its ids
    is. ``none_of`` lists lexicon ids that rule the combination out.
    """

    all_of: tuple[frozenset[str], ...]
    none_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DutyToReport:
    """What to do at once for one safety kind (a card shown before the ranking).

    ``act_now`` is imperative and at most 25 characters. ``steps`` come next,
    ``laws`` and sources last. ``do_not`` are warnings. ``destination_ids`` are
    where to turn in office hours, ``contact_ids`` in the order to try them. ``examples``
    and ``negatives`` are utterances that point to it and that only sound like it
    (knowledge/safety/<kind>.txt).
    """

    kind: SafetyKind
    name: str
    act_now: str
    steps: tuple[str, ...]
    do_not: tuple[str, ...]
    laws: tuple[LawBasis, ...]
    destination_ids: tuple[str, ...]
    contact_ids: tuple[str, ...]
    rules: tuple[SignRule, ...]
    assured_date: date
    review_after: date
    citations: tuple[Citation, ...]
    closing: str | None = None
    examples: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
