"""Invented figures for charts and files: sections of any size, weeks of any number."""

from __future__ import annotations

import random
from datetime import date, timedelta

from bot.core.figure_sums import added_up, added_weeks
from bot.core.figures import (
    WARD_ID,
    WARD_NAME,
    MissedConcept,
    NameKind,
    NameList,
    SectionReport,
    SectionTotal,
    WardReport,
    WeekRow,
    WorkingTime,
)
from bot.core.office_calendar import week_of
from bot.core.people import Section
from bot.core.period import rule_of, whole_year

DAY = date(2026, 11, 22)
YEAR = whole_year(2026)
DESK = "窓口サービス課"
RARE = "𠮷﨑髙辻課"
DEFINITION = rule_of(f"concept-{n}" for n in range(12)).definition
NOTE = "名簿は4月1日現在のものです。"


def week(monday: date, members: int, completed: int, late: int = 0) -> WeekRow:
    """A closed week."""
    missing = members - completed - late
    return WeekRow(week_of(monday), monday, members, completed, late, 1, missing)


def weeks(number: int, people: int, seed: int = 1) -> tuple[WeekRow, ...]:
    """So many weeks from April on, with figures that the seed decides."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret hangs on it
    made = []
    for index in range(number):
        completed = chance.randint(0, people)
        late = chance.randint(0, people - completed)
        made.append(week(date(2026, 4, 6) + timedelta(weeks=index), people, completed, late))
    return tuple(made)


def section(
    name: str = DESK, people: int = 24, number: int = 12, seed: int = 1, section_id: str = "s1"
) -> SectionReport:
    """A section's report."""
    total = SectionTotal(section_id, name, people, people - 3, 3, 1, DAY)
    return SectionReport(YEAR, DAY, NOTE, total, weeks(number, people, seed), DEFINITION, paused=1)


def ward(sections: int = 4, number: int = 6) -> WardReport:
    """The ward's report, with everything that may need care."""
    names = [RARE, *(f"第{n}課" for n in range(1, sections))]
    parts = tuple(
        section(name, 5 + n, number, n, f"s{n}") for n, name in enumerate(names[:sections])
    )
    return WardReport(
        period=YEAR,
        as_of=DAY,
        roster_note=NOTE,
        total=added_up(WARD_ID, WARD_NAME, [part.total for part in parts]),
        sections=parts,
        missed_concepts=(MissedConcept("通告の義務はだれにあるか", 120, 61),),
        suspended=("お金の困りごと（2つめ）",),
        overdue=("くらしの相談窓口",),
        unanswered=(("家計", 4),),
        unknown=("住まい（3〜5人）",),
        weeks=added_weeks(part.weeks for part in parts),
        definition=DEFINITION,
        paused=2,
        time=WorkingTime(4000, 300, 30),
    )


def names(*listed: str) -> NameList:
    """A list of those who have not completed."""
    return NameList(Section("s1", DESK), NameKind.NOT_COMPLETED, listed, YEAR, DAY)
