"""What the 指標担当 may change of the plan: each change makes a new plan from the old one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from bot.core.indicator.plan import (
    Activity,
    Beside,
    Entered,
    Indicator,
    Moment,
    Plan,
    SheetChoice,
)
from bot.core.period import whole_year

T = TypeVar("T")
_Change = Callable[[Sequence[Entered]], Sequence[Entered]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the board: the indicator's place, and the place of what stands beside it."""

    indicator: int
    beside: int | None = None

    @property
    def code(self) -> str:
        """As forms carry it: 「0」 or 「0.1」."""
        return str(self.indicator) if self.beside is None else f"{self.indicator}.{self.beside}"


def rows_of(plan: Plan, place: int) -> tuple[tuple[Row, Indicator | Beside], ...]:
    """The rows of one indicator: itself, then what stands beside it."""
    indicator = plan.indicators[place]
    beside = ((Row(place, number), other) for number, other in enumerate(indicator.beside))
    return ((Row(place), indicator), *beside)


def with_activity(plan: Plan, place: int, activity: Activity) -> Plan:
    """The plan with another activity in that place; its days in their order."""
    sorted_ = replace(
        activity, held=tuple(sorted(activity.held)), planned=tuple(sorted(activity.planned))
    )
    return replace(plan, activities=_put(plan.activities, place, sorted_))


def with_value(plan: Plan, row: Row, entered: Entered) -> Plan:
    """The plan with one value more; one of the same day gives way to it."""
    return _with_values(plan, row, lambda values: _added(values, entered))


def without_values(plan: Plan, row: Row, days: Collection[date]) -> Plan:
    """The plan without the values of these days."""
    return _with_values(plan, row, lambda values: [v for v in values if v.as_of not in days])


def with_choice(plan: Plan, moment: Moment, progress: str, next_year: str) -> Plan:
    """The plan with 進捗状況 of one sheet and 方向性 of both; a new word can be chosen again."""
    known = plan.choice(moment)
    choice = SheetChoice(moment, progress, known.confirmed if known else "")
    words = (*plan.progress, progress) if progress not in plan.progress else plan.progress
    return replace(_with_sheet(plan, choice), progress=words, next_year=next_year)


def with_mark(plan: Plan, moment: Moment, mark: str) -> Plan:
    """The plan with the draft of that mark confirmed; without a 進捗状況 nothing changes."""
    known = plan.choice(moment)
    return plan if known is None else _with_sheet(plan, replace(known, confirmed=mark))


def of_year(plan: Plan, fiscal_year: int) -> Plan:
    """The plan of another 年度: what is to be done and reached, and nothing done yet."""
    activities = (replace(a, held=(), planned=(), people=None) for a in plan.activities)
    indicators = (
        replace(i, values=(), beside=tuple(replace(b, values=()) for b in i.beside))
        for i in plan.indicators
    )
    return replace(
        plan,
        fiscal_year=fiscal_year,
        activities=tuple(activities),
        indicators=tuple(indicators),
        choices=(),
    )


def outside(days: Iterable[date], fiscal_year: int) -> tuple[date, ...]:
    """The days that do not lie in the 年度."""
    year = whole_year(fiscal_year)
    return tuple(day for day in days if not year.start <= day <= year.end)


def print_of(entry: Activity | Indicator | SheetChoice | None) -> str:
    """A short digest of an entry, by which a form knows what it was opened over."""
    return hashlib.sha256(repr(entry).encode("utf-8")).hexdigest()[:12]


def differences(old: Plan, new: Plan) -> Iterator[str]:
    """What changed, in words: which entries, and what of them."""
    if old.fiscal_year != new.fiscal_year:
        yield f"{new.fiscal_year}年度の計画"
        return
    for before, after in zip(old.activities, new.activities, strict=False):
        if before != after:
            yield f"「{after.name}」の日程・人数"
    for was, now in zip(old.indicators, new.indicators, strict=False):
        if was != now:
            yield f"「{now.name}」の数字"
    for moment in Moment:
        yield from _of_sheet(moment, old.choice(moment), new.choice(moment))
    if old.next_year != new.next_year:
        yield "方向性"


def _of_sheet(
    moment: Moment, before: SheetChoice | None, after: SheetChoice | None
) -> Iterator[str]:
    progress = [choice.progress if choice else "" for choice in (before, after)]
    confirmed = [choice.confirmed if choice else "" for choice in (before, after)]
    if progress[0] != progress[1]:
        yield f"{moment.value}の進捗状況"
    if confirmed[0] != confirmed[1]:
        yield f"{moment.value}の案を確かめたしるし"


def _with_sheet(plan: Plan, choice: SheetChoice) -> Plan:
    kept = {c.moment: c for c in (*plan.choices, choice)}
    kept[choice.moment] = choice
    return replace(plan, choices=tuple(kept[m] for m in Moment if m in kept))


def _with_values(plan: Plan, row: Row, change: _Change) -> Plan:
    indicator = plan.indicators[row.indicator]
    if row.beside is None:
        changed = replace(indicator, values=tuple(change(indicator.values)))
    else:
        other = indicator.beside[row.beside]
        other = replace(other, values=tuple(change(other.values)))
        changed = replace(indicator, beside=_put(indicator.beside, row.beside, other))
    return replace(plan, indicators=_put(plan.indicators, row.indicator, changed))


def _added(values: Sequence[Entered], entered: Entered) -> Sequence[Entered]:
    others = [v for v in values if v.as_of != entered.as_of]
    return sorted([*others, entered], key=lambda v: v.as_of)


def _put(items: tuple[T, ...], place: int, item: T) -> tuple[T, ...]:
    return (*items[:place], item, *items[place + 1 :])
