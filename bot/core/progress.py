"""How far a long send has come, and how long one would take: figures and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import cycle
from math import ceil

from bot.core.delivery import NOON, OFFICE_HOURS

BAR_WIDTH = 20
SIZES = (240, 1_000, 35_000)
SECTION_SIZE = 50
DOCUMENTED_PER_MINUTE = 60
GRANTED_PER_MINUTE = 240
START_MINUTE = 10 * 60


def bar(part: int, whole: int, width: int = BAR_WIDTH) -> str:
    """A progress bar as text; full only when all is done."""
    filled = width * part // whole if whole else width
    return "■" * filled + "□" * (width - filled)


def duration_words(seconds: float) -> str:
    """A duration as people say it, rounded up: 「30秒」「4分」「9時間44分」."""
    if seconds <= 59:
        return f"{ceil(seconds)}秒"
    minutes = ceil(seconds / 60)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes}分"
    return f"{hours}時間{minutes}分" if minutes else f"{hours}時間"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach everybody; ``staff`` of them share a message.

    ``per_minute`` is None where nothing is sent: everybody sees it on opening the app.
    ``planned_only`` marks a way that is not built until a ward asks for it.
    """

    name: str
    per_minute: int | None
    staff: int = 1
    planned_only: bool = False


WAYS = (
    Way("1人ずつ（ダイレクトメッセージ）", DOCUMENTED_PER_MINUTE),
    Way("1人ずつ（Slackが認めた場合）", GRANTED_PER_MINUTE),
    Way(
        f"課のチャンネル（{SECTION_SIZE}人に1通）",
        DOCUMENTED_PER_MINUTE,
        staff=SECTION_SIZE,
        planned_only=True,
    ),
    Way("アプリのホーム（開いたときに表示）", None),
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one way costs: messages, seconds of sending, and when the last one goes out.

    ``ends_on`` counts business days from 1, the day it starts at 10:00; ``ends_at`` is the
    minute of that day.
    """

    way: Way
    messages: int
    seconds: float
    ends_on: int
    ends_at: int


def estimates(staff: int, ways: Sequence[Way] = WAYS) -> tuple[Estimate, ...]:
    """How each way serves that many people, sending in office hours only."""
    return tuple(_estimate(way, staff) for way in ways)


def _estimate(way: Way, staff: int) -> Estimate:
    if way.per_minute is None:
        return Estimate(way, 0, 0.0, 1, START_MINUTE)
    messages = ceil(Fraction(staff, way.staff))
    seconds = messages * 60 / way.per_minute
    day, minute = _end(seconds / 60)
    return Estimate(way, messages, seconds, day, minute)


def _end(minutes: float) -> tuple[int, int]:
    """The business day and minute at which so many minutes of sending are over."""
    day, begins = 1, START_MINUTE
    halves = cycle([(OFFICE_HOURS.opens, NOON[0]), (NOON[1], OFFICE_HOURS.closes)])
    for opens, closes in halves:
        begins = max(begins, opens)
        if minutes <= closes - begins:
            break
        minutes -= closes - begins
        if closes == OFFICE_HOURS.closes:
            day, begins = day + 1, OFFICE_HOURS.opens
    return day, begins + ceil(minutes)


def week_title(monday: date) -> str:
    """What a weekly question is called."""
    friday = monday + timedelta(days=4)
    return f"{monday.month}月{monday.day}日〜{friday.month}月{friday.day}日の週の設問"
