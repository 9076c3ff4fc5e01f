"""Reads opening hours as staff would write them: 「月〜金 9:00〜17:30」, one line a rule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.content.fields import Text
from bot.content.lists import ListOf
from bot.content.nodes import Node
from bot.content.schema import BAD, Bad, Page, quoted
from bot.core.opening import MINUTES_A_DAY, OnHolidays, Rule, Schedule

_WEEK = "月火水木金土日"
_HOLIDAY_LINES: Mapping[str, OnHolidays] = {
    "祝日は休み": OnHolidays.CLOSED,
    "祝日も同じ": OnHolidays.AS_USUAL,
    "祝日は不明": OnHolidays.UNKNOWN,
}
_ALL_DAY = re.compile("24時間(?:365日)?")
_CLOSED = "休み"
_WAVES = str.maketrans(dict.fromkeys("〜～~‐‑‒–—―−-", "〜"))

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NTH = re.compile(f"第([1-5])([{_WEEK}])(?:曜日?)?")
_MONTH_DAY = re.compile(r"毎月(\d{1,2})日", re.ASCII)
_WEEKDAYS = re.compile(f"[{_WEEK}](?:〜[{_WEEK}])?|祝|・")
_TIME = re.compile(r"(翌?)(\d{1,2})(?::(\d{2})|時(?:(\d{1,2})分)?)", re.ASCII)

_WANTED = "「月〜金 9:00〜17:30」「第4日曜 9:00〜17:30」「2027-03-28 休み」のように書いてください"

_Days = Callable[[int, int], Rule]
_Line = tuple[Rule, ...] | OnHolidays | bool


class _Unreadable(Exception):
    """A line that cannot be read; carries the sentence that says why."""


@dataclass(frozen=True, slots=True)
class _HoursLine:
    """One line of a timetable; True stands for 「24時間」."""

    def read(self, node: Node, label: str, page: Page) -> tuple[str, _Line] | Bad:
        """The line as written and what it means."""
        text = Text(60).read(node, label, page)
        if isinstance(text, Bad):
            return BAD
        try:
            return text, _meaning(unicodedata.normalize("NFKC", text))
        except _Unreadable as unreadable:
            return page.fault(node.line, f"{label}の{quoted(text)}は読めません。{unreadable}")


@dataclass(frozen=True, slots=True)
class Timetable:
    """A list of such lines as one ``Schedule``."""

    def read(self, node: Node, label: str, page: Page) -> Schedule | Bad:
        """The schedule; its text is the lines as written."""
        lines = ListOf(_HoursLine(), least=1).read(node, label, page)
        if isinstance(lines, Bad):
            return BAD
        meanings = [meaning for _, meaning in lines]
        policies = [m for m in meanings if isinstance(m, OnHolidays)]
        rules = tuple(rule for m in meanings if isinstance(m, tuple) for rule in m)
        always = True in meanings
        if always == bool(rules) or len(policies) > 1:
            return page.fault(node.line, f"{label}の行どうしが合いません。{_WANTED}")
        text = "、".join(text for text, _ in lines)
        return Schedule(rules, always, policies[0] if policies else OnHolidays.CLOSED, text)


def _meaning(text: str) -> _Line:
    if text in _HOLIDAY_LINES:
        return _HOLIDAY_LINES[text]
    if _ALL_DAY.fullmatch(text):
        return True
    days, _, times = text.partition(" ")
    rule = _date_rule(days) or _days_rule(days.translate(_WAVES))
    if times.strip() == _CLOSED:
        if rule(0, 1).day is None:
            raise _Unreadable("休みと書けるのは「2027-03-28 休み」のような日付だけです")
        return (rule(0, 0),)
    return tuple(rule(opens, closes) for opens, closes in _spans(times))


def _date_rule(text: str) -> _Days | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError:
        raise _Unreadable("その日付はありません") from None
    return lambda opens, closes: Rule(opens, closes, day=day)


def _days_rule(text: str) -> _Days:
    nth, month_day = _NTH.fullmatch(text), _MONTH_DAY.fullmatch(text)
    if nth:
        week, weekdays = int(nth[1]), frozenset({_WEEK.index(nth[2])})
        return lambda opens, closes: Rule(opens, closes, weekdays, nth=week)
    if month_day and 1 <= int(month_day[1]) <= 31:
        number = int(month_day[1])
        return lambda opens, closes: Rule(opens, closes, month_day=number)
    days, holidays = _weekdays(text)
    return lambda opens, closes: Rule(opens, closes, days, holidays=holidays)


_NAMED = {
    "毎日": (frozenset(range(7)), True),
    "平日": (frozenset(range(5)), False),
    "休日": (frozenset({5, 6}), True),
}


def _weekdays(text: str) -> tuple[frozenset[int], bool]:
    if text in _NAMED:
        return _NAMED[text]
    parts = _WEEKDAYS.findall(text)
    if not parts or "".join(parts) != text:
        raise _Unreadable(_WANTED)
    days = {day for part in parts for day in _run(part)}
    return frozenset(days), "祝" in parts


def _run(part: str) -> Iterator[int]:
    if part in ("祝", "・"):
        return
    first, last = _WEEK.index(part[0]), _WEEK.index(part[-1])
    if last < first:
        raise _Unreadable("曜日の順が逆です")
    yield from range(first, last + 1)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for part in re.split("[、,・]", text.translate(_WAVES)):
        ends = [_TIME.fullmatch(end.strip()) for end in part.split("〜")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            raise _Unreadable(_WANTED)
        opens, closes = _minute(ends[0]), _minute(ends[1])
        if opens >= MINUTES_A_DAY:
            raise _Unreadable("始まりは0:00から23:59までです")
        if closes <= opens:
            raise _Unreadable("終わりが始まりより前です。翌日まで開くときは「翌9:00」と書きます")
        yield opens, closes


def _minute(match: re.Match[str]) -> int:
    hours, minutes = int(match[2]), int(match[3] or match[4] or 0)
    if minutes > 59 or hours * 60 + minutes > MINUTES_A_DAY:
        raise _Unreadable("時刻は0:00から24:00までです")
    return hours * 60 + minutes + (MINUTES_A_DAY if match[1] else 0)
