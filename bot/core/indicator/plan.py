"""経営課題2 of the ward's plan as the 指標担当 enters it: what was done, and the other indicators.

Entered values only: each says of which day it is and where it comes from, and nothing is
added up that the plan does not add up. Meetings are dates and numbers, never cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from bot.core.period import first_half, whole_year


class Half(StrEnum):
    """The two halves of 具体的取組2-1-1."""

    TRAINING = "training"
    CONFERENCE = "conference"


HALF_LABELS = {Half.TRAINING: "研修", Half.CONFERENCE: "会議"}


class Moment(StrEnum):
    """When the ward reports: the value is what the sheet is called."""

    SEPTEMBER = "9月末時点"
    YEAR_END = "年度末"


def last_day(moment: Moment, fiscal_year: int) -> date:
    """The day of which the sheet of that moment speaks."""
    return (first_half if moment is Moment.SEPTEMBER else whole_year)(fiscal_year).end


@dataclass(frozen=True, slots=True)
class Activity:
    """A training or a conference: the days it was held, and those it is planned for.

    ``verb``: 「実施」 or 「開催」. ``by``: until when it is planned where no day is fixed
    (「年内」). ``people``: how many took part in all, None where nobody entered it.
    """

    half: Half
    name: str
    verb: str = "実施"
    held: tuple[date, ...] = ()
    planned: tuple[date, ...] = ()
    by: str = ""
    people: int | None = None

    def held_by(self, day: date) -> tuple[date, ...]:
        """The days up to ``day`` on which it took place."""
        return tuple(sorted(d for d in self.held if d <= day))

    def ahead_of(self, day: date) -> tuple[date, ...]:
        """The days after ``day`` for which it is planned or on which it was later held."""
        return tuple(sorted({d for d in (*self.planned, *self.held) if d > day}))

    def unsettled(self, day: date) -> tuple[date, ...]:
        """Planned days that have passed without anybody saying whether it was held."""
        return tuple(sorted(d for d in self.planned if d <= day and d not in self.held))


@dataclass(frozen=True, slots=True)
class Entered:
    """A value as somebody entered it: of which day it is, and its source."""

    value: Fraction
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Something shown beside an indicator and never added to it."""

    name: str
    values: tuple[Entered, ...] = ()

    def latest(self, day: date) -> Entered | None:
        """The newest value of ``day`` or before."""
        return _latest(self.values, day)


@dataclass(frozen=True, slots=True)
class Indicator:
    """Another indicator of the plan: at least ``target`` (``unit``: 人, 件 or ％)."""

    id: str
    name: str
    target: int
    unit: str
    by: str
    values: tuple[Entered, ...] = ()
    beside: tuple[Beside, ...] = ()

    def latest(self, day: date) -> Entered | None:
        """The newest value of ``day`` or before."""
        return _latest(self.values, day)

    def reached(self, entered: Entered) -> bool:
        """Whether the value is at or above the target."""
        return entered.value >= self.target


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """What the 指標担当 chose for one sheet.

    ``confirmed``: the mark of the draft that was confirmed; another draft is 案 again.
    """

    moment: Moment
    progress: str
    confirmed: str = ""


PROGRESS = ("予定どおり",)
"""The only choice the founding document shows; the ward adds its own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the 指標担当 keeps of the plan of one 年度 (0: nothing is kept)."""

    fiscal_year: int = 0
    activities: tuple[Activity, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    choices: tuple[SheetChoice, ...] = ()
    progress: tuple[str, ...] = PROGRESS
    next_year: str = "継続実施"

    def choice(self, moment: Moment) -> SheetChoice | None:
        """What was chosen for that sheet."""
        return next((c for c in self.choices if c.moment is moment), None)

    def of(self, half: Half) -> tuple[Activity, ...]:
        """The activities of one half."""
        return tuple(a for a in self.activities if a.half is half)


def _latest(values: Sequence[Entered], day: date) -> Entered | None:
    return max((v for v in values if v.as_of <= day), key=lambda v: v.as_of, default=None)
