"""What a figure speaks of (a 年度, its 上半期, chosen dates) and what 受講済 means in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.core.retention import FISCAL_MONTH, fiscal_year

FIRST_YEAR, LAST_YEAR = 2000, 2199
LONGEST_DAYS = 731
UNREADABLE = "期間を読み取れませんでした。もう一度えらんでください。"


class PeriodFault(Exception):
    """Dates that make no period; the message is for whoever chose them."""


@dataclass(frozen=True, slots=True)
class Period:
    """What a figure speaks of: ``start`` and ``end`` both included (年度, 上半期, chosen dates)."""

    start: date
    end: date
    label: str

    def upto(self, today: date) -> date:
        """The day its figures stand at: today, or its last day once it is over."""
        return max(self.start, min(today, self.end))


def whole_year(year: int) -> Period:
    """The 年度 that begins on 1 April of ``year``."""
    return Period(date(year, FISCAL_MONTH, 1), date(year + 1, 3, 31), f"{year}年度")


def first_half(year: int) -> Period:
    """The 上半期 of a 年度: April to September."""
    return Period(date(year, FISCAL_MONTH, 1), date(year, 9, 30), f"{year}年度 上半期")


def chosen_dates(start: date, end: date) -> Period:
    """Dates somebody chose; PeriodFault when no figures can be made of them."""
    if end < start:
        raise PeriodFault("終わりの日は、始まりの日と同じか、あとにしてください。")
    if (end - start).days > LONGEST_DAYS:
        raise PeriodFault("期間は2年までにしてください。")
    if not FIRST_YEAR <= start.year <= end.year <= LAST_YEAR:
        raise PeriodFault("日付の年をお確かめください。")
    return Period(start, end, f"{_day(start)}〜{_day(end)}")


def code_of(period: Period) -> str:
    """A period as buttons carry it: 「year:2026」, 「half:2026」 or 「dates:…:…」."""
    year = period.start.year
    if period == whole_year(year):
        return f"year:{year}"
    if period == first_half(year):
        return f"half:{year}"
    return f"dates:{period.start}:{period.end}"


def period_of(code: str) -> Period:
    """The period a button carried; PeriodFault for anything else."""
    kind, *parts = code.split(":")
    try:
        if kind == "dates" and len(parts) == 2:  # a beginning and an end
            return chosen_dates(date.fromisoformat(parts[0]), date.fromisoformat(parts[1]))
        if kind in _NAMED and len(parts) == 1 and FIRST_YEAR <= int(parts[0]) <= LAST_YEAR:
            return _NAMED[kind](int(parts[0]))
    except ValueError as error:
        raise PeriodFault(UNREADABLE) from error
    raise PeriodFault(UNREADABLE)


def usual_periods(today: date) -> tuple[Period, ...]:
    """What can be chosen without dates, the present 年度 first."""
    year = fiscal_year(today)
    return whole_year(year), first_half(year), whole_year(year - 1), first_half(year - 1)


@dataclass(frozen=True, slots=True)
class Rule:
    """What 受講済 means in a 年度, as it stood when the year opened.

    Each of ``concepts`` (ids of the 必修 ones) must have been met once.
    """

    concepts: tuple[str, ...]

    @property
    def definition(self) -> str:
        """The sentence printed on every figure."""
        if not self.concepts:
            return "必修のテーマがまだ決まっていないため、受講済を数えていません。"
        return (
            f"受講済：期間の中で、必修{len(self.concepts)}テーマのすべてに一度は答えた人"
            "（正解・不正解は問いません。朝礼5分カードの集合で学んだテーマも数えます）。"
            "率は受講済÷対象で、小数第2位を四捨五入しています。"
        )


def rule_of(required: Iterable[str]) -> Rule:
    """The rule for a year that opens now, from the ids of the 必修 concepts."""
    return Rule(tuple(sorted(set(required))))


_NAMED = {"year": whole_year, "half": first_half}


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
