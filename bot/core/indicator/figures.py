"""The figures of a survey from three counts, exactly: shares, bounds, interval and verdict.

Whole numbers decide everything, so that no rounding can turn a verdict. The interval is the
central 95 % one for a finite population: those who answered are taken as a sample of all
staff, and a number of yes in the ward is left out where the result would be in the outer
2.5 % (hypergeometric). It says nothing of people who are silent for a reason; for that stand
the bounds, from "all silent say no" to "all silent say yes".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import comb

TARGET = 80  # per cent
_TAIL = 40  # one in so many lies beyond each end of the interval
MOST_STAFF = 1_000_000


class CountsFault(Exception):
    """Counts that cannot be; the message says in Japanese which."""


class Verdict(StrEnum):
    """Whether the target is reached, and how surely; the value is what is printed."""

    CERTAIN = "達成(確実)"
    INTERVAL = "達成(回答者ベース・区間下限も80%以上)"
    RESPONDENTS = "達成(回答者ベースのみ)"
    MISSED = "未達成"


@dataclass(frozen=True, slots=True)
class Counts:
    """All staff asked, those who answered, and those of them who said yes, in people."""

    staff: int
    answered: int
    yes: int

    def __post_init__(self) -> None:
        if not 1 <= self.staff <= MOST_STAFF:
            raise CountsFault(f"対象の人数（{self.staff}）は、1人以上、{MOST_STAFF:,}人以下です。")
        if not 0 <= self.answered <= self.staff:
            raise CountsFault(
                f"回答した人数（{self.answered}）は、0人以上、対象の人数（{self.staff}）以下です。"
            )
        if not 0 <= self.yes <= self.answered:
            raise CountsFault(
                f"「はい」の人数（{self.yes}）は、"
                f"0人以上、回答した人数（{self.answered}）以下です。"
            )


@dataclass(frozen=True, slots=True)
class Figures:
    """What is said of the counts; shares from 0 to 1, whole people in ``bounds``/``interval``.

    ``share_of_respondents`` is None while nobody has answered.
    """

    counts: Counts
    share_of_respondents: Fraction | None
    share_of_all_staff: Fraction
    bounds: tuple[int, int]
    interval: tuple[int, int]
    verdict: Verdict

    @property
    def response(self) -> Fraction:
        """The response rate."""
        return Fraction(self.counts.answered, self.counts.staff)

    def share(self, people: int) -> Fraction:
        """So many people as a share of all staff."""
        return Fraction(people, self.counts.staff)


def figures(counts: Counts) -> Figures:
    """Everything that is said of the counts."""
    bounds = (counts.yes, counts.staff - counts.answered + counts.yes)
    inside = interval(counts)
    return Figures(
        counts,
        Fraction(counts.yes, counts.answered) if counts.answered else None,
        Fraction(counts.yes, counts.staff),
        bounds,
        inside,
        _verdict(counts, inside[0]),
    )


def interval(counts: Counts) -> tuple[int, int]:
    """The 95 % interval of how many of all staff would say yes, in people."""
    lowest = _lowest(counts.staff, counts.answered, counts.yes)
    silent_yes = _lowest(counts.staff, counts.answered, counts.answered - counts.yes)
    return lowest, counts.staff - silent_yes


def _lowest(staff: int, answered: int, yes: int) -> int:
    """The smallest number of yes among ``staff`` with which ``yes`` or more is no rare result.

    Among all samples those count in which the ``yes``-th person with a yes is number j + 1 of
    the staff: with each further person in the ward who says yes these come on top.
    """
    if yes == 0:
        return 0
    enough = comb(staff, answered)
    no = answered - yes
    ways, sum_of_ways = comb(staff - yes, no), 0
    for place in range(yes - 1, staff - no):
        sum_of_ways += ways
        if _TAIL * sum_of_ways > enough:
            return place + 1
        ways = ways * (place + 1) * (staff - 1 - place - no)
        ways //= (place + 2 - yes) * (staff - 1 - place)
    return staff - no


def _verdict(counts: Counts, lowest: int) -> Verdict:
    def reached(part: int, whole: int) -> bool:
        return 100 * part >= TARGET * whole

    if reached(counts.yes, counts.staff):
        return Verdict.CERTAIN
    if counts.answered and reached(counts.yes, counts.answered):
        return Verdict.INTERVAL if reached(lowest, counts.staff) else Verdict.RESPONDENTS
    return Verdict.MISSED
