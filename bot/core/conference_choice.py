"""会議の使い分け: which meeting fits, from four answers.

Whoever is in danger waits for no meeting, and doubt counts as danger. Without the
resident's consent nothing is shared where consent comes first: つながる場 (要綱 of
大阪市旭区), the joint conference where it serves as one, and 支援調整会議 (consent is
asked on the application). シェア会議 is for people not yet in support (鉾田市要綱; 生活困窮者
自立支援法第9条), 要対協 for children and expectant mothers (児童福祉法第25条の2).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.conferences import ChoiceReason
from bot.core.meeting import SHARE, TSUNAGARU

JOINT = "joint-conference"
COUNCIL = "child-protection-council"
PLANNING = "support-planning"


class Danger(StrEnum):
    """Is there immediate danger, suspected abuse, or nothing to eat or nowhere to sleep?"""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


class Matter(StrEnum):
    """What is to be talked about."""

    CHILD = "child"
    HARDSHIP = "hardship"
    SEVERAL = "several"
    ONE = "one"
    JOINT = "joint"


class Agreed(StrEnum):
    """Has the resident agreed to the sharing?"""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not-asked"


class Support(StrEnum):
    """Is somebody already helping?"""

    NONE = "none"
    APPLIED = "applied"  # 自立相談支援 (くらしアシスト住之江) has the application
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answers:
    """The four answers; the last two may be left out where nobody knows."""

    danger: Danger
    matter: Matter
    agreed: Agreed = Agreed.NOT_ASKED
    support: Support = Support.UNKNOWN


@dataclass(frozen=True, slots=True)
class Choice:
    """What fits: ids of conferences.yaml, None where no meeting does.

    ``later_id``: the meeting that fits as soon as the resident agrees.
    """

    reason: ChoiceReason
    conference_id: str | None = None
    later_id: str | None = None


def choose(answers: Answers) -> Choice:
    """The meeting for these answers; danger, or doubt about it, comes before all else."""
    if answers.danger is not Danger.NO:
        return Choice(ChoiceReason.DANGER)
    match answers.matter:
        case Matter.JOINT:
            return Choice(ChoiceReason.JOINT_MATTER, JOINT)
        case Matter.CHILD:
            return Choice(ChoiceReason.CHILD, COUNCIL)
        case Matter.ONE:
            return Choice(ChoiceReason.ONE_DESK)
        case Matter.HARDSHIP:
            return _hardship(answers)
        case Matter.SEVERAL:
            return _several(answers)


def _hardship(answers: Answers) -> Choice:
    agreed = answers.agreed is Agreed.YES
    if answers.support is Support.APPLIED:
        if agreed:
            return Choice(ChoiceReason.PLANNING, PLANNING)
        return Choice(ChoiceReason.PLANNING_CONSENT_FIRST, later_id=PLANNING)
    return Choice(ChoiceReason.HARDSHIP_AGREED) if agreed else _not_agreed(answers)


def _several(answers: Answers) -> Choice:
    if answers.agreed is Agreed.YES:
        return Choice(ChoiceReason.SEVERAL, TSUNAGARU)
    return _not_agreed(answers)


def _not_agreed(answers: Answers) -> Choice:
    """Who is not yet in support may be a matter for シェア会議; for others consent comes first."""
    if answers.support in {Support.NONE, Support.UNKNOWN}:
        return Choice(ChoiceReason.NOT_AGREED, SHARE)
    return Choice(ChoiceReason.CONSENT_FIRST, later_id=TSUNAGARU)
