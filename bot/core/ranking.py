"""What the matcher finds: destinations in order, how sure that is, and the danger seen."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.duties import SafetyKind
from bot.core.knowledge import OtherMatter
from bot.core.lexicon import LexiconHit
from bot.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Hit:
    """A destination in the ranking; ``score`` compares within one ranking only."""

    destination_id: str
    score: float
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best destinations, and how sure they are (probabilities 0..1).

    ``elsewhere``: the matter of another counter that the text is about, if it is.
    ``duties``: the kinds of danger that were recognised, most urgent first.
    """

    hits: tuple[Hit, ...]
    confidence: float
    within_three: float
    lexicon_hits: tuple[LexiconHit, ...]
    elsewhere: OtherMatter | None = None
    duties: tuple[SafetyKind, ...] = ()
