"""What the survey tells a front: what is asked, what is promised, and what became of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.indicator.wave import Question
from bot.core.survey import WaveState


class Why(StrEnum):
    """Why an answer was not taken, or nobody is asked."""

    NO_WAVE = "no_wave"
    NOT_ASKED = "not_asked"
    ON_PAPER = "on_paper"
    ALREADY = "already"
    INCOMPLETE = "incomplete"
    NOT_NOW = "not_now"
    BROKEN = "broken"  # the wave's record is not the one that was frozen


class WaveOver(Exception):
    """Nobody is asked in that wave any more."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What is said before anybody answers; ``first_line`` stands above everything else."""

    first_line: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurveyInvitation:
    """A wave as a person is asked it; ``again``: why somebody who has answered is asked again.

    ``unsure``: what to say where this process cannot know who has answered. An answer is given
    as the text of an option, by id of question; the first question is needed, the others may be
    left out.
    """

    wave: str
    title: str
    promise: Promise
    questions: tuple[Question, ...]
    closes_at: datetime
    again: str | None = None
    unsure: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answer was taken; ``text`` is said to whoever gave it and never what was chosen."""

    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer was not taken, and ``text`` says why."""

    why: Why
    text: str

    @property
    def keeps_choices(self) -> bool:
        """Whether the front leaves the form open, with what was chosen in it."""
        return self.why in {Why.NOT_NOW, Why.INCOMPLETE}


@dataclass(frozen=True, slots=True)
class GroupStatus:
    """How many of a group have answered, on paper or in Slack; never what."""

    group: str
    name: str
    people: int
    answered: int
    on_paper: int
    on_paper_most: int


@dataclass(frozen=True, slots=True)
class WaveStatus:
    """How far a wave is; ``waiting`` of those who answered are not counted yet.

    ``owner_alive``: a process is at work that takes answers. ``broken``: its record is not
    the one that was frozen, and nothing else is known of it.
    """

    wave: str
    title: str
    digest: str
    state: WaveState
    opens_at: datetime
    closes_at: datetime
    people: int
    answered: int
    waiting: int
    groups: tuple[GroupStatus, ...]
    interrupted: bool  # answers may have been lost before they were counted
    owner_alive: bool
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is made known at an opening: the hash of all that is frozen, N, and the wording."""

    wave: str
    title: str
    digest: str
    people: int
    counted_wave: str
    questions: tuple[Question, ...]
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Press:
    """A press under a screen: pressed or delivered twice it is one, and does what was shown.

    ``name``: of chance, made with the screen. ``seen``: what must not have changed since, the
    hash of the wave as it was shown.
    """

    name: str
    seen: str = ""
