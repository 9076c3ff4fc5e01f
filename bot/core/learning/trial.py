"""The built-in crossover trial: does the weekly training change what people answer?

Half of the staff meet the concepts of block A first, the other half those of block B; in
the middle the blocks change. In the second half everybody meets one block for the first
time (*new*), and answers new questions of the other one which they have been taught
(*taught*): each person is their own comparison, and as each block is new to one half and
taught to the other, how hard a block is cancels out. 必修 concepts are in no block.

People are drawn one by one, not by section: a ward has some ten or twenty sections, too
few to compare, and 異動 would move people between halves. Colleagues who talk about a
question make the effect look smaller, never larger.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from math import sqrt
from statistics import fmean, variance

from bot.core.course import Course

FIRST_WEEKS, SECOND_WEEKS = 20, 16
"""必修 come first, one a week; in twenty weeks six more concepts have been met by most."""
LEAST_EACH = 10
"""So many people of each half are needed before an effect is shown at all."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial; ``blocks`` are ids of concepts, ``key`` decides who is in which half.

    The halves change on ``crosses_on``; ``ends_on`` is the first day after it.
    """

    starts_on: date
    crosses_on: date
    ends_on: date
    key: str
    blocks: tuple[tuple[str, ...], tuple[str, ...]]
    stopped_on: date | None = None

    def half(self, staff_id: str) -> int:
        """0 or 1: with which block this person begins."""
        return hmac.digest(self.key.encode(), staff_id.encode(), "sha256")[0] & 1

    def avoided(self, staff_id: str, day: date) -> frozenset[str]:
        """The concepts that are not begun with this person yet; none outside the first half."""
        if not self.starts_on <= day < self.crosses_on or self.stopped_on is not None:
            return frozenset()
        return frozenset(self.blocks[1 - self.half(staff_id)])

    def is_running(self, day: date) -> bool:
        """Whether it goes on, that day or later."""
        return self.stopped_on is None and day < self.ends_on


def planned(course: Course, key: str, start: date) -> Trial | None:
    """A trial that begins on ``start``; None where there are too few concepts beside 必修."""
    free = sorted(
        (c.id for c in course.concepts.values() if not c.required),
        key=lambda id_: sha256(f"{key}/{id_}".encode()).digest(),
    )
    half = len(free) // 2
    if not half:
        return None
    crosses = start + timedelta(weeks=FIRST_WEEKS)
    ends = crosses + timedelta(weeks=SECOND_WEEKS)
    blocks = tuple(sorted(free[:half])), tuple(sorted(free[half : 2 * half]))
    return Trial(start, crosses, ends, key, blocks)


@dataclass(frozen=True, slots=True)
class Observation:
    """Somebody's first answer to a question in the second half of the trial.

    ``taught``: its concept was met before the halves changed. Otherwise it is the very
    first answer to that concept.
    """

    person: str
    half: int
    taught: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What being taught adds to the share of right first answers, in points of a hundred.

    ``low`` … ``high`` is the 95 % interval; ``people`` are those with answers of both kinds.
    """

    points: float
    low: float
    high: float
    people: int
    answers: int

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class GivenFirst:
    """Somebody's first answer to a question: of which concept, when, right or not."""

    person: str
    concept_id: str
    day: date
    right: bool


def observations(trial: Trial, answers: Iterable[GivenFirst]) -> tuple[Observation, ...]:
    """What counts among the first answers to questions, given in the order of time.

    A person counts with a block only as the trial meant it: their own block was met
    before the halves changed, the other one was not.
    """
    blocks = [frozenset(block) for block in trial.blocks]
    met: set[tuple[str, str]] = set()
    found: list[Observation] = []
    for answer in answers:
        half = trial.half(answer.person)
        is_new = (answer.person, answer.concept_id) not in met
        if not trial.crosses_on <= answer.day < trial.ends_on:
            if answer.day < trial.crosses_on:
                met.add((answer.person, answer.concept_id))
            continue
        if answer.concept_id in blocks[half] and not is_new:
            found.append(Observation(answer.person, half, taught=True, right=answer.right))
        elif answer.concept_id in blocks[1 - half] and is_new:
            found.append(Observation(answer.person, half, taught=False, right=answer.right))
            met.add((answer.person, answer.concept_id))
    return tuple(found)


def effect(seen: Sequence[Observation]) -> Effect | None:
    """The mean difference within people, the halves weighing the same; None with too few.

    The interval is Welch's: no half needs the same number of people or the same spread.
    """
    halves: tuple[list[float], list[float]] = [], []
    used = 0
    for half, taught, new in _both(seen):
        halves[half].append(100 * (fmean(taught) - fmean(new)))
        used += len(taught) + len(new)
    if min(map(len, halves)) < LEAST_EACH:
        return None
    points = (fmean(halves[0]) + fmean(halves[1])) / 2
    shares = [variance(values) / (4 * len(values)) for values in halves]
    error = sqrt(sum(shares))
    margin = _t95(_freedom(shares, [len(values) for values in halves])) * error
    return Effect(points, points - margin, points + margin, sum(map(len, halves)), used)


def _both(seen: Sequence[Observation]) -> Iterable[tuple[int, list[bool], list[bool]]]:
    """For everybody with answers of both kinds: their half, the taught and the new ones."""
    people: defaultdict[tuple[str, int], tuple[list[bool], list[bool]]]
    people = defaultdict(lambda: ([], []))
    for one in seen:
        people[one.person, one.half][0 if one.taught else 1].append(one.right)
    for (_, half), (taught, new) in people.items():
        if taught and new:
            yield half, taught, new


def _freedom(shares: Sequence[float], sizes: Sequence[int]) -> float:
    """Welch and Satterthwaite's degrees of freedom; many where nobody differs."""
    below = sum(share**2 / (n - 1) for share, n in zip(shares, sizes, strict=True))
    return sum(shares) ** 2 / below if below else float(sum(sizes))


def _t95(freedom: float) -> float:
    """Student's t for 95 %, by the series of Cornish and Fisher (within .001 from 9 on)."""
    z = 1.959964
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def counts(trial: Trial, staff_ids: Iterable[str]) -> Mapping[int, int]:
    """How many of these people are in each half."""
    found = {0: 0, 1: 0}
    for staff_id in staff_ids:
        found[trial.half(staff_id)] += 1
    return found
