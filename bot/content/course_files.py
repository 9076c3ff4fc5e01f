"""Reads quizzes/calendar.yaml (when posts come) and quizzes/newcomers.yaml (their first post)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.content.common import SENTENCE, SHORT
from bot.content.fields import KEBAB, Day, Defines, OneOf, RefersTo, Text
from bot.content.lists import Entries, ListOf
from bot.content.nodes import Node
from bot.content.schema import Bad, Entry, Key, Page, Shape, quoted
from bot.core.learning.course_calendar import (
    FIRST_MINUTE,
    LAST_MINUTE,
    PLAIN,
    Blackout,
    CourseCalendar,
    MonthDay,
    Weekday,
    YearlyPause,
)
from bot.core.learning.first_signs import GENERAL, FirstSign, SignGroup

_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_LEAP_YEAR = 2028  # any: 29 February may be written


@dataclass(frozen=True, slots=True)
class _Minute:
    """A time of day, ``"10:00"``, in minutes; a morning's post begins then."""

    def read(self, node: Node, label: str, page: Page) -> int | Bad:
        text = Text().read(node, label, page)
        if isinstance(text, Bad):
            return text
        match = _TIME.fullmatch(text)
        minute = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else -1
        if FIRST_MINUTE <= minute <= LAST_MINUTE:
            return minute
        wanted = '9:00から11:30までの時刻を、"10:00" の形で書いてください'
        return page.fault(node.line, f"{label}の{quoted(text)}は使えません。{wanted}")


@dataclass(frozen=True, slots=True)
class _YearlyDay:
    """A day of every year, ``03-25``."""

    def read(self, node: Node, label: str, page: Page) -> MonthDay | Bad:
        text = Text().read(node, label, page)
        if isinstance(text, Bad):
            return text
        match = _MONTH_DAY.fullmatch(text)
        if match is not None:
            month, day = int(match[1]), int(match[2])
            try:
                date(_LEAP_YEAR, month, day)
            except ValueError:
                pass
            else:
                return month, day
        wanted = "03-25（3月25日）の形にしてください"
        return page.fault(node.line, f"{label}の{quoted(text)}は日付ではありません。{wanted}")


def _ordered(entry: Entry[Blackout]) -> None:
    if entry.value.end < entry.value.start:
        entry.fault("to", "終わりの日（to）は、始まりの日（from）と同じか、あとにしてください")


def _apart(entry: Entry[CourseCalendar]) -> None:
    if entry.value.second.number < entry.value.first.number + 2:
        said = "1回目の曜日の2日あとか、それよりあとにしてください"
        entry.fault("second_weekday", f"2回目の曜日（second_weekday）は、{said}")


_PAUSE = Shape(
    YearlyPause,
    (
        Key("from", "始まりの日", _YearlyDay(), into="start"),
        Key("to", "終わりの日", _YearlyDay(), into="end"),
    ),
)
_BLACKOUT = Shape(
    Blackout,
    (
        Key("sections", "課の名前", ListOf(SHORT, least=1), into="section_ids"),
        Key("from", "始まりの日", Day(), into="start"),
        Key("to", "終わりの日", Day(), into="end"),
        Key("note", "理由", SENTENCE),
    ),
    _ordered,
)
CALENDAR = Shape(
    CourseCalendar,
    (
        Key("post_time", "届ける時刻", _Minute(), into="minute"),
        Key("first_weekday", "1回目の曜日", OneOf.all(Weekday), into="first"),
        Key("second_weekday", "2回目の曜日", OneOf.all(Weekday), into="second"),
        Key("pause", "毎年のお休み", _PAUSE, optional=True),
        Key("blackouts", "課の繁忙期", ListOf(_BLACKOUT), optional=True, default=()),
    ),
    _apart,
)


@dataclass(frozen=True, slots=True)
class NewcomerFile:
    """The groups of newcomers.yaml."""

    groups: tuple[Entry[SignGroup], ...] = ()

    @property
    def values(self) -> tuple[SignGroup, ...]:
        """The groups without their lines."""
        return tuple(entry.value for entry in self.groups)


def _has_general(entry: Entry[NewcomerFile]) -> None:
    # Also one with faults of its own is there.
    if GENERAL not in entry.page.record.defined.get("sign_group", {}):
        entry.fault("groups", f"どの課にも当たらないときのまとまり（id: {GENERAL}）がありません")


_SIGN = Shape(
    FirstSign,
    (
        Key("text", "気づき", Text(60)),
        Key("action", "そのときにすること", Text(80)),
        Key("concept", "学ぶことのID", RefersTo("concept"), into="concept_id"),
    ),
)
_GROUP = Shape(
    SignGroup,
    (
        Key("id", "ID", Defines("sign_group", KEBAB)),
        Key("sections", "課の名前にあることば", ListOf(SHORT), "words", optional=True, default=()),
        Key("signs", "三つの気づき", ListOf(_SIGN, least=3, most=3)),
    ),
)
NEWCOMERS = Shape(NewcomerFile, (Key("groups", "まとまり", Entries(_GROUP)),), _has_general)
NO_CALENDAR, NO_NEWCOMERS = PLAIN, NewcomerFile()
