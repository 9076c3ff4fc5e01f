"""When forms that nobody may tell apart are added up: in lots, by one rule for all of them.

Forms wait in memory until enough of them, by enough different people, can leave together;
which ones is drawn by lot, and only their sum is kept. What waits when the process ends is
lost on purpose. People are opaque words that only tell one from another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Sample = Callable[[Sequence[str], int], Sequence[str]]
"""Draws that many of a list by chance."""


@dataclass(frozen=True, slots=True)
class LotRule:
    """``lot`` forms leave together, by at least ``people`` different people.

    ``kept_back`` forms stay for the lot after them.
    """

    lot: int = 10
    kept_back: int = 10
    people: int = 1


LOTS = LotRule()
SHEET_LOTS = LotRule(kept_back=0, people=3)


def leaving(waiting: int, rule: LotRule = LOTS) -> int:
    """How many of ``waiting`` forms may leave now: whole lots, enough staying behind."""
    return max(0, (waiting - rule.kept_back) // rule.lot) * rule.lot


def draw(
    waiting: Mapping[str, object],
    sample: Sample,
    rule: LotRule = LOTS,
    whose: Callable[[str], str] = str,
) -> tuple[str, ...]:
    """Which forms leave now, in the order of their ids; none while too few wait.

    ``sample`` draws by chance, so that who came when says nothing. ``whose`` tells a form's
    person; without it a form's id is its person. A draw by too few people lets none go.
    """
    number = leaving(len(waiting), rule)
    drawn = tuple(sorted(sample(sorted(waiting), number))) if number else ()
    return drawn if len(set(map(whose, drawn))) >= rule.people else ()
