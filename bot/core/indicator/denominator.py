"""N reconciled with the roster: everybody on it is asked, or left out for one reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.core.indicator.wave import THRESHOLDS

OTHER = "その他"


class DenominatorFault(Exception):
    """The people asked and those left out are not the roster; the message says the numbers."""


@dataclass(frozen=True, slots=True)
class Denominator:
    """The roster at a day: those asked and, by reason, those left out, in people."""

    day: date
    roster: int
    asked: int
    left_out: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        out = sum(people for _, people in self.left_out)
        if self.asked + out != self.roster or min(self.asked, *self.people_out, 0) < 0:
            raise DenominatorFault(
                f"対象{self.asked}人と対象外{out}人を足しても、名簿の{self.roster}人になりません。"
            )

    @property
    def people_out(self) -> tuple[int, ...]:
        """How many are left out for each reason."""
        return tuple(people for _, people in self.left_out)

    def shown(self, reason_from: int = THRESHOLDS.reason_from) -> tuple[tuple[str, int], ...]:
        """The reasons as they may be printed, for the ward as a whole only.

        Reasons with fewer people than ``reason_from`` are one sum, 「その他」, at the end.
        """
        named = [(r, n) for r, n in self.left_out if n >= reason_from and r != OTHER]
        rest = sum(self.people_out) - sum(people for _, people in named)
        return (*named, (OTHER, rest)) if rest else tuple(named)


def reconciled(day: date, reasons: Iterable[str | None]) -> Denominator:
    """One entry a person on the roster: None for who is asked, or why they are not."""
    counted = Counter(reasons)
    asked = counted.pop(None, 0)
    left_out = tuple(sorted((str(reason), people) for reason, people in counted.items()))
    return Denominator(day, asked + sum(counted.values()), asked, left_out)
