"""集合: what is filled in for a team talk, what is shown of it, and why it may be refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.people import Section, Staff


class GatheringFault(Exception):
    """What was filled in cannot be noted; ``field`` is where, the message why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class PeopleChanged(Exception):
    """The people to tick are others by now than those that were shown."""


class TooLate(Exception):
    """The week in which it was noted has closed; nothing is taken back any more."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A team talk as it is filled in."""

    section_id: str
    day: date
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Whose names can be ticked for a talk; ``digest`` names exactly these people."""

    talk: Talk
    section: Section
    titles: tuple[str, ...]
    staff: tuple[Staff, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted: for how many people, how many were on it already, until when undone.

    ``late``: the week had closed, so it became 期限後受講; the 年度 counts the day itself.
    """

    id: str
    section: Section
    day: date
    titles: tuple[str, ...]
    added: int
    known: int
    late: bool
    until: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A talk that was noted, in numbers; ``until`` is None when it can no longer be undone."""

    id: str
    section: Section
    day: date
    titles: tuple[str, ...]
    people: int
    until: datetime | None
