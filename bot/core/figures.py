"""Completion figures as values: what chat shows and what pictures and files are drawn from.

Two things are counted, and never mixed. *受講済 of a period* is a person who met every
必修 concept at least once in it, right or wrong; it is what the sentence on top says. *受講済
of a week* is a person who answered that week's question in time; it makes the weeks below.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.people import Section
from bot.core.period import Period

__all__ = [
    "MissedConcept",
    "NameKind",
    "NameList",
    "Period",
    "SectionReport",
    "SectionTotal",
    "WardReport",
    "WeekRow",
    "WorkingTime",
]

WARD_ID = ""
WARD_NAME = "区全体"
OTHERS_ID = "(others)"  # no section id: those are what the roster's names become
LEAST_ANSWERS = 30
NO_RATE = "－"
WEEK_DEFINITION = (
    "週の受講済：次の週の最初の開庁日9時までに、週の設問すべてに答えた人と、"
    "その週に行った朝礼5分カードの集合が記録された人。"
    "期限後受講：そのあとになった人。"
    "週の率は、受講済÷対象です。"
)


def tenths(part: int, whole: int) -> int:
    """``part`` of ``whole`` in tenths of a per cent, 小数第2位四捨五入 (half goes up)."""
    return (2000 * part + whole) // (2 * whole)


def rate_text(part: int, whole: int) -> str:
    """The rate as the office writes it: 「93.8％」; 「－」 where nobody counts."""
    if whole == 0:
        return NO_RATE
    full, rest = divmod(tenths(part, whole), 10)
    return f"{full}.{rest}％"


@dataclass(frozen=True, slots=True)
class SectionTotal:
    """A section (or the ward) over a period, in people, as on ``as_of``.

    ``members`` is 対象: completed + not_completed. 対象外 stand beside it, not in it.
    """

    section_id: str
    section_name: str
    members: int
    completed: int
    not_completed: int
    excluded: int
    as_of: date

    @property
    def rate(self) -> str:
        """受講済÷対象, as text."""
        return rate_text(self.completed, self.members)

    @property
    def sentence(self) -> str:
        """The one sentence a supervisor copies."""
        return (
            f"{self.section_name}　対象{self.members}人／受講済{self.completed}人（{self.rate}）／"
            f"未受講{self.not_completed}人／対象外{self.excluded}人"
            f"（{self.as_of.month}月{self.as_of.day}日時点）"
        )


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week of a section, in people: members = completed + late + not_completed.

    ``open`` means the week has not closed and the count still moves.
    """

    week: str
    monday: date
    members: int
    completed: int
    late: int
    excluded: int
    not_completed: int
    open: bool = False

    @property
    def rate(self) -> str:
        """受講済 (in time) ÷対象, as text."""
        return rate_text(self.completed, self.members)


@dataclass(frozen=True, slots=True)
class SectionReport:
    """One section: its total and its weeks, oldest first, with what must be printed beside.

    ``roster_note`` says how old the roster is where that matters. ``paused`` people have
    stopped their posts for now; they are counted like everybody.
    """

    period: Period
    as_of: date
    roster_note: str | None
    total: SectionTotal
    weeks: tuple[WeekRow, ...]
    definition: str
    paused: int = 0


@dataclass(frozen=True, slots=True)
class MissedConcept:
    """A concept of the course: ``missed`` of ``n`` answers in the ward were not right."""

    title: str
    n: int
    missed: int


@dataclass(frozen=True, slots=True)
class WardReport:
    """The ward: the total, each section (the small ones together), and what needs care.

    ``suspended`` are questions that rest, ``overdue`` entries past their review date,
    ``unanswered`` topics with how often, ``unknown`` those of 「分かりません」 with a band of
    people. ``time`` is the working time it took.
    """

    period: Period
    as_of: date
    roster_note: str | None
    total: SectionTotal
    sections: tuple[SectionReport, ...]
    missed_concepts: tuple[MissedConcept, ...]
    suspended: tuple[str, ...]
    overdue: tuple[str, ...]
    unanswered: tuple[tuple[str, int], ...]
    weeks: tuple[WeekRow, ...] = ()
    definition: str = ""
    paused: int = 0
    time: WorkingTime | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """What a period's training took: answers times a stated time, never one person's.

    ``seconds_each`` is the time a question is reckoned with; nobody's time is measured.
    """

    answers: int
    members: int
    seconds_each: int

    @property
    def hours_in_all(self) -> str:
        """The ward's total in hours, one decimal."""
        whole, rest = divmod((self.answers * self.seconds_each + 180) // 360, 10)
        return f"{whole}.{rest}"

    @property
    def minutes_a_head(self) -> str:
        """The average per person on the roster in minutes, one decimal; 「－」 without any."""
        if not self.members:
            return NO_RATE
        whole, rest = divmod(
            (self.answers * self.seconds_each + 3 * self.members) // (6 * self.members), 10
        )
        return f"{whole}.{rest}"


class NameKind(StrEnum):
    """Which names a list holds."""

    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    EXCLUDED = "excluded"


NAME_LABELS = {
    NameKind.COMPLETED: "受講済",
    NameKind.NOT_COMPLETED: "未受講",
    NameKind.EXCLUDED: "対象外",
}


@dataclass(frozen=True, slots=True)
class NameList:
    """The people of one's own section who stand in one state; every making is logged."""

    section: Section
    kind: NameKind
    names: tuple[str, ...]
    period: Period
    as_of: date

    @property
    def title(self) -> str:
        """What the list is called."""
        return f"{self.section.name}　{NAME_LABELS[self.kind]}（{self.period.label}）"
