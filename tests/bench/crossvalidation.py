"""Every example asked while it is held out of the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.core.analysis import Analyser
from bot.core.knowledge import Knowledge
from bot.core.matching import Matcher

FOLDS = 5


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What held-out examples found: counts over all and by destination."""

    asked: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    three: Counter[str] = field(default_factory=Counter)
    lost: list[tuple[str, str]] = field(default_factory=list)  # destination, example

    def line(self) -> str:
        """The shares in one line."""
        total = self.asked.total()
        one, three = self.first.total() / total, self.three.total() / total
        return f"{total} examples  SR@1 {one:.3f}  SR@3 {three:.3f}"


def held_out(knowledge: Knowledge, analyser: Analyser) -> HeldOut:
    """Ask each example of the matcher that was built without it and a fifth of the rest."""
    found = HeldOut()
    for fold in range(FOLDS):
        matcher = Matcher(_without(knowledge, fold), analyser)
        for own, example in _held(knowledge, fold):
            ids = [hit.destination_id for hit in matcher.rank(example).hits]
            found.asked[own] += 1
            found.first[own] += ids[0] == own
            found.three[own] += own in ids
            if own not in ids:
                found.lost.append((own, example))
    return found


def _without(knowledge: Knowledge, fold: int) -> Knowledge:
    kept = {
        entry.id: replace(
            entry, examples=tuple(e for n, e in enumerate(entry.examples) if n % FOLDS != fold)
        )
        for entry in knowledge.destinations.values()
    }
    return replace(knowledge, destinations=kept)


def _held(knowledge: Knowledge, fold: int) -> Iterator[tuple[str, str]]:
    for entry in knowledge.destinations.values():
        yield from ((entry.id, example) for example in entry.examples[fold::FOLDS])
