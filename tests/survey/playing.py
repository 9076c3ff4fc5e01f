"""A whole wave of 300 people, played with everything an attacker could collect collected."""

from __future__ import annotations

import io
import json
import logging
import random
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.content.library import Library
from bot.core.indicator.result import WaveResult
from bot.core.office_calendar import is_business_day
from bot.logs import JsonLines
from bot.service.backups import Backups
from bot.service.roster import OPERATOR
from bot.service.survey.desk import Surveys
from bot.slack.blocks.survey_sent import survey_message
from bot.store import deliveries, ledger
from bot.store.engine import Store
from tests.survey.attacks import Look, Step, Truth, between
from tests.survey.wards import (
    CLOSES,
    HOUR,
    OPENS,
    SurveyWard,
    actor,
    forms,
    hire,
    section_of,
    staff_id,
)

PEOPLE, ANSWERING = 300, 270
DAYS = 17


@dataclass
class Evidence:
    """What was collected; ``order``: who answered, in order of time, as their times tell.

    ``nightly`` are the program's own copies, ``snapshots`` those of somebody who copies every
    file every night, survey.db too, and ``looks`` what such copies of it hold.
    """

    truth: Truth
    order: list[str]
    group_of: Mapping[str, str]
    log: bytes = b""
    messages: bytes = b""
    closed: Path = Path()
    main: dict[str, bytes] = field(default_factory=dict)
    nightly: dict[str, bytes] = field(default_factory=dict)
    snapshots: dict[str, bytes] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    reminded: dict[str, frozenset[str]] = field(default_factory=dict)
    published: WaveResult | None = None

    @property
    def steps(self) -> list[Step]:
        """What was counted between the copies of survey.db that somebody took at night."""
        return between(self.looks, self.group_of)

    @property
    def table(self) -> Step:
        """What the published table says of those who answered, and nothing else."""
        assert self.published is not None
        voted = frozenset(self.truth)
        return published_step(self.published, voted, self.group_of)


def published_step(found: WaveResult, voted: frozenset[str], group_of: Mapping[str, str]) -> Step:
    """A published table as an attacker reads it who knows who has answered.

    Of what is not shown there is only the sum: total minus the rows that are.
    """
    people = {
        row.id: frozenset(one for one in voted if group_of[one] == row.id) for row in found.rows
    }
    loose = [row for row in found.rows if row.low < row.high]
    rest = found.yes - sum(row.low for row in found.rows if row.low == row.high)
    share = rest / (sum(row.answered for row in loose) or 1)
    yes: dict[str, float] = {row.id: row.low for row in found.rows if row.low == row.high}
    yes |= {row.id: min(row.high, max(row.low, share * row.answered)) for row in loose}
    headline = found.definition.headline
    chosen = dict(zip(headline.options, found.of(headline), strict=True))
    return Step({group: who for group, who in people.items() if who}, yes, +Counter(chosen))


def play(store: Store, library: Library, folder: Path) -> Evidence:
    """Play the wave: people answer over its days, reminders go out, copies are made at night."""
    hire(store, PEOPLE)
    ward = SurveyWard(store, Surveys(store, library), folder / "survey.db", forms(PEOPLE, 3))
    chance = random.Random(3)  # noqa: S311 - an invented ward
    answering = chance.sample(range(PEOPLE), ANSWERING)
    shares = sorted(chance.sample(range(1, ANSWERING), DAYS - 1))
    held = Evidence(
        truth={staff_id(n): ward.truth[n]["q1"] for n in answering},
        order=[staff_id(n) for n in answering],
        group_of={staff_id(n): f"group-{section_of(n)}" for n in range(PEOPLE)},
    )
    backups = Backups(store, folder / "backups", 100)
    with logging_everything() as log:
        ward.open()
        # Drawn by chance, but the same in every run: one lot in some thousands is all of a kind.
        ward.owner._ballot._sample = chance.sample
        for day in range(DAYS):
            now = OPENS + timedelta(days=day)
            first, last = [0, *shares, ANSWERING][day : day + 2]
            _one_day(ward, held, answering[first:last], now)
            backups.make_if_due(now + 15 * HOUR)
            ward.owner.copy(folder / "backups")
            _snapshot(folder, held, day)
        ward.owner.tend(ward.surveys.plan, CLOSES)
        ward.owner.copy(folder / "backups")
        held.published = ward.surveys.result(OPERATOR, "r8-w1")
        ward.owner.rest()
        held.log = log.getvalue().encode()
    _snapshot(folder, held, DAYS)
    held.closed = folder / "survey.db"
    held.main = {f.name: f.read_bytes() for f in folder.parent.glob("kizuki.sqlite3*")}
    held.nightly = {f.name: f.read_bytes() for f in (folder / "backups").iterdir()}
    held.reminded = _reminded(store)
    return held


def _one_day(ward: SurveyWard, held: Evidence, numbers: list[int], now: datetime) -> None:
    owner = ward.owner
    owner.tend(ward.surveys.plan, now + HOUR)
    if is_business_day(now.date()):
        held.messages += _send(ward, now + 2 * HOUR)
    for number in numbers:
        ward.surveys.answer(actor(number), "r8-w1", ward.truth[number], now + 3 * HOUR)
        owner.step()


def _send(ward: SurveyWard, now: datetime) -> bytes:
    """Send what is due; each message as the local workspace would keep it."""
    kept = []
    with ward.store.write() as tx:
        keys = ledger.open_keys(tx, now)
        for one in ledger.claim(tx, keys, now, now, now + HOUR, 10_000) if keys else ():
            reply = survey_message(ward.surveys.as_sent(one.payload["wave"], now))
            kept.append({"to": one.to, "staff": one.staff_id, "blocks": reply.blocks})
            ledger.mark_sent(tx, one.delivery_id, f"D{one.to}", f"{len(kept)}.0")
    return json.dumps(kept, ensure_ascii=False).encode()


def _snapshot(folder: Path, held: Evidence, day: int) -> None:
    """Copy every file as it lies there, by another process, as a machine's backup does."""
    target = folder.parent / f"night{day}"
    target.mkdir()
    subprocess.run(["cp", "-r", f"{folder}/.", str(target)], check=True)
    for file in sorted(target.glob("survey.db*")):
        held.snapshots[f"{day}/{file.name}"] = file.read_bytes()
    held.looks.append(look(target / "survey.db"))


def look(file: Path) -> Look:
    """What anybody reads who has the file."""
    with closing(sqlite3.connect(file)) as db:
        voted = frozenset(row[0] for row in db.execute("SELECT staff FROM voted"))
        groups = db.execute(
            "SELECT name, people, (low + high) / 2.0 FROM part WHERE kind = 'group'"
        )
        chosen = db.execute("SELECT option, n FROM chosen WHERE question = 'q1'")
        by_group = {name: (people, yes) for name, people, yes in groups}
        return Look(voted, by_group, dict(chosen.fetchall()))


def _reminded(store: Store) -> dict[str, frozenset[str]]:
    """Who got or was to get which message, as the ledger tells."""
    with store.read() as tx:
        keys = tx.exec_driver_sql("SELECT DISTINCT occurrence_key FROM delivery").scalars()
        return {key: deliveries.planned_staff(tx, key) for key in keys.all()}


@contextmanager
def logging_everything() -> Iterator[io.StringIO]:
    """Everything logged meanwhile at any level, as JSON lines."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
