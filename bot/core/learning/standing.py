"""How a concept stands with a person, in the words of their own record."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.core.learning.state import ConceptState


class ConceptStanding(StrEnum):
    """習得, met but not yet 習得, never met."""

    MASTERED = "mastered"
    LEARNING = "learning"
    UNSEEN = "unseen"


STANDING_LABELS: Mapping[ConceptStanding, str] = {
    ConceptStanding.MASTERED: "習得",
    ConceptStanding.LEARNING: "学習中",
    ConceptStanding.UNSEEN: "まだ",
}


def standing_of(state: ConceptState | None) -> ConceptStanding:
    """The standing; None is a concept never met."""
    if state is None:
        return ConceptStanding.UNSEEN
    return ConceptStanding.LEARNING if state.mastered_on is None else ConceptStanding.MASTERED


def completes(before: ConceptState | None, after: ConceptState) -> bool:
    """Whether this answer made it 習得."""
    return after.mastered_on is not None and (before is None or before.mastered_on is None)


def completed_by(state: ConceptState | None, question_id: str) -> bool:
    """Whether the last answer, to that question, made it 習得."""
    if state is None or state.last_question != question_id:
        return False
    return state.mastered_on == state.last_day
