"""How the questions themselves do, from first attempts: never by section, never by name.

*Facility* is the share of first attempts that were right. *Discrimination* is the
correlation of a question with how the same people did on all other questions (the
rest-score point-biserial that Moodle shows). People meet questions in different orders
and numbers, so the rest is the share right of the others, of at least ``LEAST_REST``.

The terms follow training.md §2: published from 30 first attempts on, judged from 150 on.
There is no time: between a message and its answer lies a day at the counter, which says
nothing about a question and too much about a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import fmean

from bot.core.course import Question

LEAST_PUBLISHED = 30
LEAST_JUDGED = 150
LEAST_REST = 5
TOO_HARD, TOO_EASY = 0.30, 0.95
LEAST_DISCRIMINATION = 0.05
LEAST_DISTRACTOR = 0.05


class Flag(StrEnum):
    """Why an editor should look at a question."""

    TOO_HARD = "too_hard"
    TOO_EASY = "too_easy"
    DOES_NOT_DISCRIMINATE = "does_not_discriminate"
    UNUSED_CHOICE = "unused_choice"
    STRONG_PREFER_WRONG = "strong_prefer_wrong"


FLAG_LABELS: Mapping[Flag, str] = {
    Flag.TOO_HARD: "正解が3割より少ないです",
    Flag.TOO_EASY: "ほとんどの人が正解しています（95％より多い）",
    Flag.DOES_NOT_DISCRIMINATE: "ほかの設問でよく正解する人とそうでない人で、差がありません",
    Flag.UNUSED_CHOICE: "ほとんど選ばれない選択肢があります（5％より少ない）",
    Flag.STRONG_PREFER_WRONG: "よく正解する人のほうが多く選ぶ、誤りの選択肢があります",
}


@dataclass(frozen=True, slots=True)
class FirstAttempt:
    """Somebody's first answer to a question; ``person`` only tells one from another."""

    person: int
    question_id: str
    choice: int
    right: bool


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One question in figures, all of them shares or a correlation.

    ``shares``: of each choice, in the order of the file. ``discrimination`` is None where
    everybody did the same. ``flags`` are empty below LEAST_JUDGED.
    """

    question_id: str
    n: int
    facility: float
    discrimination: float | None
    shares: tuple[float, ...]
    flags: tuple[Flag, ...]


def item_statistics(
    attempts: Iterable[FirstAttempt], questions: Mapping[str, Question]
) -> Mapping[str, ItemStatistics]:
    """The figures of every question with at least LEAST_PUBLISHED first attempts."""
    people: defaultdict[int, list[FirstAttempt]] = defaultdict(list)
    for attempt in attempts:
        if attempt.question_id in questions:
            people[attempt.person].append(attempt)
    given: defaultdict[str, list[_Scored]] = defaultdict(list)
    for answers in people.values():
        right = sum(answer.right for answer in answers)
        for answer in answers:
            rest = _rest(right - answer.right, len(answers) - 1)
            given[answer.question_id].append(_Scored(answer.choice, answer.right, rest))
    return {
        id_: _figures(questions[id_], given[id_])
        for id_ in questions
        if len(given[id_]) >= LEAST_PUBLISHED
    }


@dataclass(frozen=True, slots=True)
class _Scored:
    choice: int
    right: bool
    rest: float | None


def _rest(right: int, others: int) -> float | None:
    return right / others if others >= LEAST_REST else None


def _figures(question: Question, given: Sequence[_Scored]) -> ItemStatistics:
    n = len(given)
    chosen = Counter(answer.choice for answer in given)
    facility = sum(answer.right for answer in given) / n
    shares = tuple(chosen[i] / n for i in range(len(question.choices)))
    discrimination = point_biserial([(a.right, a.rest) for a in given if a.rest is not None])
    found = ItemStatistics(question.id, n, facility, discrimination, shares, ())
    if n < LEAST_JUDGED:
        return found
    flags = tuple(_flags(found, question, given))
    return ItemStatistics(question.id, n, facility, discrimination, shares, flags)


def point_biserial(scores: Sequence[tuple[bool, float]]) -> float | None:
    """The correlation of right or wrong with the rest score; None where one never varies."""
    if not scores:
        return None
    rights, rests = [float(right) for right, _ in scores], [rest for _, rest in scores]
    mean_right, mean_rest = fmean(rights), fmean(rests)
    across = sum((x - mean_right) * (y - mean_rest) for x, y in zip(rights, rests, strict=True))
    spread = sum((x - mean_right) ** 2 for x in rights) * sum((y - mean_rest) ** 2 for y in rests)
    return across / sqrt(spread) if spread > 0 else None


def _flags(found: ItemStatistics, question: Question, given: Sequence[_Scored]) -> Iterable[Flag]:
    wrong = [i for i in range(len(question.choices)) if i not in question.right_indexes]
    if found.facility < TOO_HARD:
        yield Flag.TOO_HARD
    if found.facility > TOO_EASY:
        yield Flag.TOO_EASY
    if found.discrimination is not None and found.discrimination < LEAST_DISCRIMINATION:
        yield Flag.DOES_NOT_DISCRIMINATE
    if any(found.shares[i] < LEAST_DISTRACTOR for i in wrong):
        yield Flag.UNUSED_CHOICE
    weak, strong = _thirds(given)
    if any(_times(strong, i) > _times(weak, i) for i in wrong):
        yield Flag.STRONG_PREFER_WRONG


def _thirds(given: Sequence[_Scored]) -> tuple[Sequence[_Scored], Sequence[_Scored]]:
    """The third that did worst on the other questions, and the one that did best."""
    ordered = sorted((a for a in given if a.rest is not None), key=lambda a: a.rest or 0.0)
    third = len(ordered) // 3
    return ordered[:third], ordered[len(ordered) - third :]


def _times(given: Sequence[_Scored], choice: int) -> int:
    return sum(answer.choice == choice for answer in given)
