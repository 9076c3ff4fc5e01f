"""The synthetic ward: who works where, and what happens to them in the year.

Who is a newcomer, is moved, goes on leave or stays silent follows from a person's number
alone, so that every year of so many people is the same year.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from bot.core.learning.choices import TimeSlot
from bot.core.learning.minds import Setting

SECTIONS = (
    "総務課",
    "税務課",
    "窓口サービス課（住民情報）",
    "窓口サービス課（保険年金）",
    "保健福祉課（地域福祉）",
    "保健福祉課（子育て支援）",
    "保健福祉課（保健）",
    "生活支援課",
    "地域課",
    "防災安全課",
)
HALVES = (range(5), range(5, 10))
HEADER = (
    "職員番号",
    "氏名",
    "課",
    "役割",
    "Slackメンバーid",
    "対象外の理由",
    "対象外の開始日",
    "対象外の終了日",
)
AWAY = "勤務していない期間"
SETTINGS = (Setting("exponential", 28), Setting("power", 28))
"""Every second person forgets by the one law, every other by the other."""

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Colleague:
    """One synthetic member of staff; days with an end include it.

    ``attendance``: the share of posts that are answered. ``away``: 対象外. ``silent``:
    answers nothing. ``pause``: stops the posts and takes them up again.
    """

    number: int
    section: str
    joined: date
    attendance: float
    moved: tuple[date, str] | None = None
    left: date | None = None
    away: Days | None = None
    silent: Days | None = None
    pause: Days | None = None
    one_batch: bool = False
    slot: TimeSlot = TimeSlot.MORNING
    easy: bool = False
    supervisor: bool = False

    @property
    def staff_id(self) -> str:
        """職員番号."""
        return f"Y{self.number:05}"

    @property
    def account(self) -> str:
        """The Slack member id."""
        return f"U0Y{self.number:05}"

    @property
    def setting(self) -> Setting:
        """How this person forgets."""
        return SETTINGS[self.number % len(SETTINGS)]

    @property
    def has_wishes(self) -> bool:
        """Whether they want the course otherwise than as it comes."""
        return self.one_batch or self.easy or self.slot is not TimeSlot.MORNING

    def section_on(self, day: date) -> str:
        """Where they work on that day."""
        return self.moved[1] if self.moved and self.moved[0] <= day else self.section

    def works_on(self, day: date) -> bool:
        """Whether they are on the roster and not on leave."""
        return self.is_listed(day) and not _within(day, self.away)

    def is_listed(self, day: date) -> bool:
        """Whether they are on the roster."""
        return self.joined <= day and (self.left is None or day < self.left)

    def is_silent(self, day: date) -> bool:
        """Whether they answer nothing at all then."""
        return _within(day, self.silent)


@dataclass(frozen=True, slots=True)
class Ward:
    """Everybody of the year that begins on 1 April of ``year``."""

    year: int
    people: tuple[Colleague, ...]
    outage: tuple[date, ...] = field(default=())

    def halves(self) -> tuple[Ward, Ward]:
        """The ward in two: whole sections, and nobody is moved from one to the other."""
        by_half = [[p for p in self.people if SECTIONS.index(p.section) in half] for half in HALVES]
        first, second = (replace(self, people=tuple(people)) for people in by_half)
        return first, second

    @property
    def first(self) -> date:
        """1 April."""
        return date(self.year, 4, 1)

    @property
    def last(self) -> date:
        """31 March."""
        return date(self.year + 1, 3, 31)

    @property
    def roster_days(self) -> Sequence[date]:
        """A year before, and then the first of each month."""
        months = [date(self.year + (m > 12), (m - 1) % 12 + 1, 1) for m in range(4, 16)]
        return (date(self.year - 1, 4, 1), *months)

    def roster(self, day: date) -> bytes:
        """The roster file of that day."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(_row(p, day) for p in self.people if p.is_listed(day))
        return out.getvalue().encode()


def ward(staff: int, year: int) -> Ward:
    """A ward of so many people; the bot stands still for three working days in June."""
    people = tuple(_colleague(number, year) for number in range(staff))
    june = date(year, 6, 15)
    monday = june - timedelta(days=june.weekday())
    return Ward(year, people, tuple(monday + timedelta(days=n) for n in range(3)))


def _colleague(number: int, year: int) -> Colleague:
    april, october = date(year, 4, 1), date(year, 10, 1)
    begins = april + timedelta(days=20 + number * 37 % 290)
    section = SECTIONS[number % len(SECTIONS)]
    moved = april if number % 12 == 3 else october if number % 30 == 4 else None
    joined = april if number % 25 == 7 else october if number % 100 == 50 else _before(april)
    return Colleague(
        number=number,
        section=section,
        joined=joined,
        attendance=float(np.random.default_rng([year, number]).beta(8.5, 1.5)),
        moved=(moved, _other_section(number % len(SECTIONS))) if moved else None,
        left=october if number % 100 == 51 else None,
        away=_weeks(begins, 1 + number * 7 % 26) if number % 16 == 5 else None,
        silent=_weeks(begins, 8) if number % 25 == 12 else None,
        pause=_weeks(begins, 2 + number % 7) if number % 20 == 9 else None,
        one_batch=number % 10 == 1,
        slot=TimeSlot.AFTERNOON if number % 6 == 2 else TimeSlot.MORNING,
        easy=number % 20 == 17,
        supervisor=number < len(SECTIONS),
    )


def _other_section(index: int) -> str:
    """One of the same half."""
    half = next(half for half in HALVES if index in half)
    return SECTIONS[half[(half.index(index) + 2) % len(half)]]


def _before(april: date) -> date:
    return date(april.year - 1, 4, 1)


def _weeks(begins: date, weeks: int) -> Days:
    return begins, begins + timedelta(weeks=weeks)


def _within(day: date, days: Days | None) -> bool:
    return days is not None and days[0] <= day <= days[1]


def _row(person: Colleague, day: date) -> Sequence[str]:
    away = person.away if person.away and day <= person.away[1] else None
    told = (AWAY, away[0].isoformat(), away[1].isoformat()) if away else ("", "", "")
    role = "課長" if person.supervisor else ""
    name = f"職員 {person.number + 1:03}"
    return (person.staff_id, name, person.section_on(day), role, person.account, *told)
