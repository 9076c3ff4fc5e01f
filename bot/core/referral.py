"""The decision about one question: safety first, then where to refer, or 「分かりません」.

A pure function of the text and the loaded content: the same question always gets
the same answer, at any hour.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.duties import SafetyKind
from bot.core.knowledge import Knowledge
from bot.core.matching import Hit, Matcher, Ranking
from bot.core.personal_data import PersonalDataDetector, PersonalDataKind
from bot.core.safety import recognise

GENERAL_DESK = "community-welfare"
# Chances, set on tests/referral/heldout.jsonl: from 0.8 no answer there was wrong, and
# below 0.55 no question that belongs here was lost.
DIRECT_FROM = 0.8  # of the first: it is given as the answer
OFFER_FROM = 0.55  # of one among three: candidates are offered, else 「分かりません」
_MOST_HEARD = 6


@dataclass(frozen=True, slots=True)
class Decision:
    """What is answered to one question.

    ``hits`` is the ranking, also when ``abstained``. ``direct``: the first hit is
    given as the answer. ``duties`` come before everything. ``heard`` are the asker's
    words that were understood as signs. ``confidence`` is that of the first hit.
    """

    hits: tuple[Hit, ...]
    direct: bool
    abstained: bool
    duties: tuple[SafetyKind, ...]
    personal_data: tuple[PersonalDataKind, ...]
    confidence: float
    heard: tuple[str, ...]


class Decider:
    """Decides for one loaded content set."""

    def __init__(
        self, knowledge: Knowledge, matcher: Matcher, detector: PersonalDataDetector
    ) -> None:
        self._knowledge = knowledge
        self._matcher = matcher
        self._detector = detector

    def decide(self, text: str, top: int = 3) -> Decision:
        """The answer to ``text`` with the ``top`` best destinations."""
        ranking = self._matcher.rank(text, top)
        duties = recognise(text, self._knowledge, ranking.lexicon_hits)
        kinds = dict.fromkeys(found.kind for found in self._detector.find(text))
        abstained = not duties and ranking.within_three < OFFER_FROM
        return Decision(
            hits=ranking.hits,
            direct=not abstained and _is_direct(ranking),
            abstained=abstained,
            duties=duties,
            personal_data=tuple(kinds),
            confidence=ranking.confidence,
            heard=_heard(ranking),
        )


def _is_direct(ranking: Ranking) -> bool:
    """One answer only when it is likely, rests on two things, and is a real referral."""
    if not ranking.hits or ranking.confidence < DIRECT_FROM:
        return False
    best = ranking.hits[0]
    return len(best.why) >= 2 and best.destination_id != GENERAL_DESK


def _heard(ranking: Ranking) -> tuple[str, ...]:
    """The asker's words behind the signs, in order, each part of the text once."""
    words: dict[str, None] = {}
    told = 0
    for hit in sorted(ranking.lexicon_hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= told and hit.asked:
            words[hit.asked] = None
            told = hit.end
    return tuple(words)[:_MOST_HEARD]
