"""A year of answers for so many people, made inside the database, and what it costs to use."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.office_calendar import monday_of, week_of
from bot.core.people import Actor, Membership, Role, Staff
from bot.service.delivery import DeliveryDesk
from bot.service.statistics import Statistics
from bot.store.engine import Store, Tx

APRIL = date(2026, 4, 1)
NOW = datetime(2027, 3, 15, 12, tzinfo=TOKYO)  # the last Monday before the spring pause
WEEKS, A_WEEK = 40, 3  # 120 answers a person: 35,000 people give 4.2 million
SECTION_SIZE = 350
TRAINER = Actor("U0", Staff("T", "研修"), (Membership("S0", Role.TRAINING_OFFICER, APRIL),))
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})"


@dataclass(frozen=True)
class Cost:
    """What one size of the ward costs; seconds and megabytes."""

    staff: int
    answers: int
    ward_view: float
    noting: float
    planning: float
    disk: float
    memory: float

    @property
    def sending(self) -> float:
        """Minutes to post one message to each, at Slack's one a second."""
        return self.staff / 60


def fill(store: Store, library: Library, staff: int) -> int:
    """Hire them and let each answer for a year; the number of answers."""
    sections = max(1, staff // SECTION_SIZE)
    with store.write() as tx:
        _many(tx, "section (section_id, name)", sections, "'S' || i, '課' || i")
        _many(tx, "staff (staff_id, name, slack_user_id)", staff, "'P' || i, '職員' || i, 'U' || i")
        row = f"i, 'P' || i, 'S' || (1 + i % {sections}), 'staff', '2026-04-01'"
        _many(tx, "membership (id, staff_id, section_id, role, valid_from)", staff, row)
    concepts = list(library.course.concepts.values())
    for number in range(WEEKS * A_WEEK):
        concept = concepts[number % len(concepts)]
        with store.write() as tx:
            _trust(tx)
            _answer(tx, number, concept.id, concept.questions[0].id, staff, sections)
    if store.file is None:
        with store.write() as tx:
            tx.execute(text("ANALYZE"))
    return staff * WEEKS * A_WEEK


def _answer(tx: Tx, number: int, concept: str, question: str, staff: int, sections: int) -> None:
    """One question: everybody answers it on one day."""
    monday = monday_of(week_of(APRIL + timedelta(days=7 + 7 * (number // A_WEEK))))
    day, week = monday + timedelta(days=number % A_WEEK), week_of(monday)
    key, at = f"quiz/{week}/{1 + number % A_WEEK}", f"{day} 03:00:00.000000"
    noted = f"'{key}', 'quiz', '{at}', '{at}', 'active', 8, 18, {_true(tx)}"
    columns = "key, kind, due_at, expires_at, state, opens, closes, business_days"
    _many(tx, f"occurrence ({columns})", 1, noted)
    given = f"'{key}', 'P' || i, '{question}', 0, {_true(tx)}, {_true(tx)}, '{at}'"
    answered = "occurrence_key, staff_id, question_id, choice, confident, is_right, at"
    _many(tx, f"answer ({answered})", staff, given)
    met = f"'P' || i, '{concept}', '{day}', 'answered'"
    _many(tx, "taken (staff_id, concept_id, day, how)", staff, met)
    if number % A_WEEK == 0:
        stands = f"'P' || i, '{week}', 'S' || (1 + i % {sections}), 'completed', '{at}'"
        _many(tx, "completion (staff_id, week, section_id, state, at)", staff, stands)


def _trust(tx: Tx) -> None:
    """Leave out looking each reference up, eight million times: these rows are ours."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SET LOCAL session_replication_role = replica"))


def _true(tx: Tx) -> str:
    return "1" if tx.dialect.name == "sqlite" else "true"


def _many(tx: Tx, into: str, count: int, values: str) -> None:
    """Rows numbered from 1, made by the database; the values are ours alone."""
    numbered = f"{NUMBERS.format(count)} SELECT {values} FROM n"  # noqa: S608  # no outside value
    tx.execute(text(f"INSERT INTO {into} {numbered}"))


def cost(store: Store, library: Library, staff: int) -> Cost:
    """Fill a database without rows and use it."""
    answers = fill(store, library, staff)
    figures = Statistics(store, library)
    figures.open_year(NOW)
    noting = _seconds(lambda: figures.note_completed(NOW))
    seen = figures.figures(TRAINER, NOW)
    if seen.ward is None or seen.ward.total.members != staff:
        raise AssertionError(seen.ward)
    view = min(_seconds(lambda: figures.figures(TRAINER, NOW)) for _ in range(3))
    desk = DeliveryDesk(store, library)
    planning = _seconds(lambda: desk.ensure_due(NOW))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(staff, answers, view, noting, planning, _megabytes(store), memory)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _megabytes(store: Store) -> float:
    if store.file is not None:
        return store.file.stat().st_size / 1e6
    with store.read() as tx:
        size = tx.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    return float(size) / 1e6


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """A database with tables."""
    store = Store.open(url)
    store.upgrade()
    try:
        yield store
    finally:
        store.close()


def draw(costs: list[Cost], file: Path) -> None:
    """The table as a picture: what grows with the staff, both axes logarithmic."""
    from matplotlib.figure import Figure  # noqa: PLC0415  # a second, for the picture alone

    figure = Figure(figsize=(8, 5), dpi=120)
    axes = figure.add_subplot()
    staff = [c.staff for c in costs]
    lines = {
        "ward view (s)": [c.ward_view for c in costs],
        "planning a week's post (s)": [c.planning for c in costs],
        "sending it at 1 a second (min)": [c.sending for c in costs],
        "database after a year (MB)": [c.disk for c in costs],
    }
    for name, values in lines.items():
        axes.loglog(staff, values, marker="o", label=name)
    axes.set_xticks(staff, [f"{n:,}" for n in staff])
    axes.set_xlabel("staff")
    axes.set_title("What it costs, by the size of the staff")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend()
    file.parent.mkdir(exist_ok=True)
    figure.savefig(file)
