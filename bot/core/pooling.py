"""How answers to the survey wait, so that no copy of what is stored shows one person's answer.

The people of a pooling group wait together. They leave in lots of ten, drawn by lot from
twice as many, so that ten always stay behind for the last lot, which leaves at the close. A
group too small for two lots leaves as one, at the close. Of a lot only sums are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Form = Mapping[str, str]
"""One person's answers: the option chosen, by question; what was left out is not in it."""


@dataclass(frozen=True, slots=True)
class PoolRule:
    """``lot`` people leave together, and ``kept_back`` stay for the lot after them."""

    lot: int = 10
    kept_back: int = 10


LOTS = PoolRule()
LEAST_ON_PAPER = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """What is kept of a lot: how often each option was chosen, by question.

    ``dose`` crosses the answer about the year's questions with the target question; it is
    kept for the whole ward only.
    """

    options: Mapping[tuple[str, str], int]
    dose: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Lot:
    """Who leaves together, in the order of their ids, and the sum of what they chose."""

    people: tuple[str, ...]
    tally: Tally


def leaving(waiting: int, rule: PoolRule = LOTS) -> int:
    """How many of ``waiting`` people may leave now: whole lots, enough staying behind."""
    return max(0, (waiting - rule.kept_back) // rule.lot) * rule.lot


def draw(
    waiting: Mapping[str, Form],
    sample: Callable[[Sequence[str], int], Sequence[str]],
    rule: PoolRule = LOTS,
) -> tuple[str, ...]:
    """Who leaves now, in the order of their ids; nobody while too few wait.

    ``sample`` draws that many of a list by chance, so that who came when says nothing.
    """
    number = leaving(len(waiting), rule)
    return tuple(sorted(sample(sorted(waiting), number))) if number else ()


def lot_of(forms: Mapping[str, Form], target: str, dose: str | None) -> Lot:
    """The lot of these people; ``target`` and ``dose`` are ids of questions."""
    options: Counter[tuple[str, str]] = Counter()
    crossed: Counter[tuple[str, str]] = Counter()
    for form in forms.values():
        options.update(form.items())
        if dose is not None and dose in form and target in form:
            crossed[form[dose], form[target]] += 1
    return Lot(tuple(sorted(forms)), Tally(_sorted(options), _sorted(crossed)))


def _sorted(counts: Counter[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
    return dict(sorted(counts.items()))
