"""Counting answers so that nobody's own can be found: only whole lots are ever added up.

What people give waits in memory, as a pile of anonymous keys, until the pile is a lot:
enough forms by enough different people. Then its sum leaves at once, and nothing says
which form or person a key came from. What does not become a lot is kept back, and is
lost on purpose when the process ends. Who gave it is an opaque word, used only to see
that people differ, and is forgotten with the lot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class LotRule:
    """How large a lot is: at least ``forms`` forms by at least ``people`` people."""

    forms: int = 10
    people: int = 3


LOTS_OF_TEN = LotRule()


@dataclass(frozen=True, slots=True)
class Lot(Generic[K]):
    """What waits: how many forms, given by whom, and the sum of their keys."""

    forms: int = 0
    people: frozenset[str] = frozenset()
    counts: Mapping[K, int] = field(default_factory=dict)


def given(
    lot: Lot[K], person: str, keys: Iterable[K], rule: LotRule = LOTS_OF_TEN
) -> tuple[Lot[K], Mapping[K, int]]:
    """The lot with one more form, and the counts that may leave now.

    Each key counts once a form, however often it stands in it. The counts are empty
    while the lot is kept back; when they leave, what waits is empty. Forms of different
    questionnaires, or of different groups that are counted apart, need a lot each.
    """
    counts = Counter(lot.counts)
    counts.update(set(keys))
    grown = Lot(lot.forms + 1, lot.people | {person}, dict(counts))
    if grown.forms >= rule.forms and len(grown.people) >= rule.people:
        return Lot(), grown.counts
    return grown, {}
