"""Why a destination was named: the asker's own words beside what they point to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.aliases import AliasHit
from bot.core.question import Place, Question
from bot.core.text import normalise

_MOST_SIGNS, _MOST_WORDS = 3, 3


class ReasonKind(StrEnum):
    """What tied the words to the destination."""

    SIGN = "sign"
    ALIAS = "alias"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Reason:
    """``asked``: the words as typed ("" if only the sound fits); ``means``: what they say."""

    asked: str
    means: str
    kind: ReasonKind


def reasons(
    question: Question,
    *,
    signs: Mapping[str, float],
    words: Mapping[str, float],
    labels: Mapping[str, str],
    alias: AliasHit | None,
) -> tuple[Reason, ...]:
    """The strongest reasons: a name, then signs, then words.

    ``signs`` and ``words`` map terms of the question to what each adds to the score.
    One place of the text is given as a reason once.
    """
    found: list[Reason] = []
    told: list[Place] = []
    if alias:
        asked = _alias_as_typed(question, alias)
        found.append(Reason(asked, alias.name, ReasonKind.ALIAS))
    found += [
        Reason(_as_typed(question, sign), labels[sign], ReasonKind.SIGN)
        for sign in _untold(question, signs, _MOST_SIGNS, told)
    ]
    found += [
        _word_reason(_as_typed(question, word), word)
        for word in _untold(question, words, _MOST_WORDS, told)
    ]
    return tuple(found)


def _untold(
    question: Question, weights: Mapping[str, float], most: int, told: list[Place]
) -> list[str]:
    """The strongest terms whose places no earlier reason has taken; takes them."""
    taken: list[str] = []
    for term in sorted(weights, key=lambda term: (-weights[term], term)):
        start, end = question.places[term]
        if len(taken) < most and all(end <= begin or finish <= start for begin, finish in told):
            told.append((start, end))
            taken.append(term)
    return taken


def _word_reason(asked: str, word: str) -> Reason:
    """Index words are folded to hiragana; what was typed is shown where it is the same."""
    return Reason(asked, asked if normalise(asked) == word else word, ReasonKind.WORD)


def _as_typed(question: Question, term: str) -> str:
    start, end = question.places[term]
    return question.folded.as_typed(start, end)


def _alias_as_typed(question: Question, alias: AliasHit) -> str:
    start = question.folded.text.find(question.corrected[alias.start : alias.end])
    if alias.end == 0 or start < 0:
        return ""
    return question.folded.as_typed(start, start + alias.end - alias.start)
