"""Wards of invented staff in which a survey is held; everybody's answer is known to the test."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.people import Actor, Membership, Role, Section, Staff
from bot.core.pooling import Form
from bot.service.survey.desk import Surveys
from bot.service.survey.owner import SurveyOwner
from bot.service.survey.values import Accepted, Refused
from bot.store import people
from bot.store.engine import Store
from bot.store.survey_file import SurveyFile
from bot.store.tables import metadata
from tests.content.conftest import KNOWLEDGE, QUIZZES, write

WAVE = "r8-w1"
PLAN = """
waves:
  - {id: r8-w1, label: 9月末時点, opens: 2026-09-01, closes: 2026-09-17,
     reference_day: 2026-08-31, use: reference}
  - {id: r8-w2, label: 年度末, opens: 2027-01-25, closes: 2027-02-12,
     reference_day: 2027-01-22, use: official}
"""
OPENS = datetime(2026, 9, 1, 9, tzinfo=TOKYO)  # a Tuesday
CLOSES = datetime(2026, 9, 17, 17, tzinfo=TOKYO)
HIRED = datetime(2026, 4, 1, tzinfo=TOKYO).date()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OPTIONS = (
    "そう思う",
    "どちらかといえばそう思う",
    "どちらかといえばそう思わない",
    "そう思わない",
)
DOSES = ("0", "1〜20", "21〜60", "61以上")
WEIGHTS = (40, 35, 15, 10)
SECTION_SIZE = 30


def planned_library(folder: Path, plan: str = PLAN) -> Library:
    """A small content set with these waves."""
    quizzes = {**QUIZZES, "survey.yaml": plan}
    return Library.open(write(folder / "knowledge", KNOWLEDGE), write(folder / "quizzes", quizzes))


def staff_id(number: int) -> str:
    """The id of a person: long enough to be found among bytes."""
    return f"staff-{number:05d}"


def actor(number: int) -> Actor:
    """The person, as the front knows them."""
    held = (Membership(section_of(number), Role.STAFF, HIRED),)
    return Actor(f"U{number:05d}", Staff(staff_id(number), f"職員{number}"), held)


def section_of(number: int) -> str:
    """Thirty people a section."""
    return f"sec{number // SECTION_SIZE:02d}"


def hire(store: Store, number: int, on_paper: Iterable[int] = ()) -> None:
    """That many people, the same each time; those on paper have no account."""
    paper = set(on_paper)
    staff = [
        Staff(staff_id(n), f"職員{n}", None if n in paper else f"U{n:05d}") for n in range(number)
    ]
    sections = sorted({section_of(n) for n in range(number)})
    held = [(staff_id(n), Membership(section_of(n), Role.STAFF, HIRED)) for n in range(number)]
    with store.write() as tx:
        people.replace_roster(tx, [Section(s, f"{s}課") for s in sections], staff, held, HIRED)
        # A roster without an account keeps the one that is known.
        without = [staff_id(n) for n in paper]
        table = metadata.tables["staff"]
        tx.execute(table.update().where(table.c.staff_id.in_(without)).values(slack_user_id=None))


def forms(number: int, seed: int = 1) -> list[Form]:
    """What everybody will answer."""
    chance = random.Random(seed)  # noqa: S311 - an invented ward
    made = []
    for _ in range(number):
        first, second = chance.choices(OPTIONS, WEIGHTS, k=2)
        dose = chance.choice(DOSES)
        made.append({"q1": first, "q2": second, "q3": "はい", "q4": dose})
    return made


@dataclass
class SurveyWard:
    """One process's view of a survey over a store, with the owner in it."""

    store: Store
    surveys: Surveys
    file: Path
    truth: Sequence[Form] = field(default_factory=list)

    @property
    def owner(self) -> SurveyOwner:
        """The owner, which must be this process."""
        assert self.surveys.owner is not None
        return self.surveys.owner

    def open(self, now: datetime = OPENS) -> None:
        """Become the owner and open the wave."""
        assert self.surveys.take_ownership(self.file, now)
        self.owner.open_wave(self.surveys.plan, WAVE, now)

    def answer(self, number: int, now: datetime = OPENS) -> Accepted | Refused:
        """Somebody answers as the test knows."""
        return self.surveys.answer(actor(number), WAVE, self.truth[number], now)

    def elsewhere(self) -> Surveys:
        """Another process's view of the same survey."""
        return Surveys(self.store, self.surveys._library)

    def die(self) -> None:
        """What remains of a process that was killed: the lock is gone, nothing was counted."""
        self.owner._file.release()
        self.surveys.owner = None


def expected(truth: Mapping[int, Form] | Sequence[Form], question: str = "q1") -> dict[str, int]:
    """How often each option was chosen, of those that were."""
    chosen = truth.values() if isinstance(truth, Mapping) else truth
    counts: dict[str, int] = {}
    for form in chosen:
        counts[form[question]] = counts.get(form[question], 0) + 1
    return counts


def counted(file: SurveyFile, wave: str = WAVE, question: str = "q1") -> dict[str, int]:
    """The ward's counters of one question as they stand in the file."""
    found = file.counted(wave).options
    return {option: n for (asked, option), n in found.items() if asked == question and n}
