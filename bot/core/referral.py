"""The decision about one question: safety first, then where to refer, or 「分かりません」.

A pure function of the text and the loaded content: the same question always gets
the same answer, at any hour.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.analysis import Analyser
from bot.core.clarification import LOOKED_AT, Clarification, clarify
from bot.core.duties import SafetyKind
from bot.core.knowledge import Knowledge, OtherMatter
from bot.core.matching import Matcher
from bot.core.meeting import MeetingAdvice, advise
from bot.core.personal_data import PersonalDataDetector, PersonalDataKind
from bot.core.ranking import Hit, Ranking
from bot.core.setting import scenes
from bot.core.text import normalise

GENERAL_DESK = "community-welfare"
# Chances, set on held-out examples and tests/referral/heldout*.jsonl: from the first on
# about one question in two hundred is answered wrongly, and below the second one or two
# in a hundred that belong here are lost.
DIRECT_FROM = 0.96  # of the first: it is given as the answer
OFFER_FROM = 0.62  # of one among three: candidates are offered, else 「分かりません」
_MOST_HEARD = 6


@dataclass(frozen=True, slots=True)
class Decision:
    """What is answered to one question.

    ``hits`` is the ranking, also when ``abstained``. ``direct``: the first hit is
    given as the answer. ``duties`` come before everything. ``heard`` are the asker's
    words that were understood as signs, ``signs`` the ids of all signs found.
    ``confidence`` is that of the first hit. ``ask``: one question back that would settle
    an unsure ranking. ``conference``: a meeting worth considering; never beside a duty.
    ``elsewhere``: when ``abstained``, the kind of matter of another counter.
    """

    hits: tuple[Hit, ...]
    direct: bool
    abstained: bool
    duties: tuple[SafetyKind, ...]
    personal_data: tuple[PersonalDataKind, ...]
    confidence: float
    heard: tuple[str, ...]
    signs: tuple[str, ...] = ()
    ask: Clarification | None = None
    conference: MeetingAdvice | None = None
    elsewhere: OtherMatter | None = None


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
        analyser = self._matcher.for_one_question()
        ranking = self._matcher.rank(text, max(top, LOOKED_AT), analyser, max(1, top))
        hits, duties = ranking.hits[: max(0, top)], ranking.duties
        kinds = self.personal_data(text, analyser)
        abstained = not duties and ranking.within_three < OFFER_FROM
        direct = not abstained and _is_direct(ranking) and self._befits(ranking)
        return Decision(
            hits=hits,
            direct=direct,
            abstained=abstained,
            duties=duties,
            personal_data=kinds,
            confidence=ranking.confidence,
            heard=_heard(ranking),
            signs=tuple(dict.fromkeys(hit.entry_id for hit in ranking.lexicon_hits)),
            ask=None if direct or abstained or duties else self._question_back(ranking),
            elsewhere=ranking.elsewhere if abstained else None,
            conference=None if abstained or duties else self._meeting(text, ranking),
        )

    def personal_data(
        self, text: str, analyser: Analyser | None = None
    ) -> tuple[PersonalDataKind, ...]:
        """The kinds of personal data that ``text`` seems to hold, each once."""
        return tuple(dict.fromkeys(found.kind for found in self._detector.find(text, analyser)))

    def _befits(self, ranking: Ranking) -> bool:
        """Beside a duty card only a desk of that duty stands alone."""
        duties = (self._knowledge.duties[kind] for kind in ranking.duties)
        desks = {desk for duty in duties for desk in duty.destination_ids}
        return not desks or ranking.hits[0].destination_id in desks

    def _question_back(self, ranking: Ranking) -> Clarification | None:
        signs = (hit.entry_id for hit in ranking.lexicon_hits)
        return clarify(ranking.hits, self._knowledge.destinations, signs)

    def _meeting(self, text: str, ranking: Ranking) -> MeetingAdvice | None:
        """What was heard at the counter is a trouble; what the resident came for is none."""
        came_for = scenes(normalise(text))
        heard = [
            hit
            for hit in ranking.lexicon_hits
            if not any(begin <= hit.start < end for begin, end in came_for)
        ]
        return advise(heard, ranking.hits, self._knowledge, GENERAL_DESK)


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
