"""I5, B1: from the close on nothing is kept that is not shown, in neither database.

So no export, earlier or later, can say more than the first, and a stolen file says no more
than the report.
"""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bot.cli.survey import report_lines
from bot.core.indicator.suppression import GroupCount, Shown, Sum, table
from bot.core.indicator.wave import ReportingGroup, WaveDefinition
from bot.service.roster import OPERATOR
from bot.service.survey.counts import as_text, of_text, reduced
from bot.store import survey
from bot.store.survey_counters import Counted
from tests.survey.killing import definition
from tests.survey.wards import CLOSES, OPTIONS, WAVE, SurveyWard, staff_id

WARDS = 500
EVERYBODY = "そう思う"


@pytest.fixture
def engine_name() -> str:
    """What is kept is made of the same values on both."""
    return "sqlite"


def random_counted(chance: random.Random) -> tuple[WaveDefinition, Counted]:
    """A wave of which between nobody and everybody answered, and said yes."""
    groups, sums = [], {}
    for n in range(chance.randint(1, 9)):
        people = chance.randint(12, 60)
        answered = chance.randint(0, chance.choice((3, people)))
        yes = round(answered * chance.choice((0, 0.1, 0.5, 0.85, 1)))
        groups.append(ReportingGroup(f"g{n}", f"第{n}課", (f"s{n}",), people, f"p{n}"))
        sums[f"g{n}"] = Sum(answered, yes, yes)
    left, left_yes = sum(s.people for s in sums.values()), sum(s.low for s in sums.values())
    doses = {}
    for dose in ("0", "1〜20", "21〜60", "61以上"):
        people = chance.randint(0, left)
        yes = chance.randint(max(0, left_yes - (left - people)), min(people, left_yes))
        doses[dose] = Sum(people, yes, yes)
        left, left_yes = left - people, left_yes - yes
    total = sum(s.low for s in sums.values())
    chosen = {("q1", OPTIONS[0]): total}
    return replace(definition(0), groups=tuple(groups)), Counted(chosen, sums, doses, {})


def test_i5_what_is_kept_is_the_table_and_a_second_one_is_the_same() -> None:
    chance = random.Random(5)  # noqa: S311 - an invented ward
    for _ in range(WARDS):
        wave, exact = random_counted(chance)
        kept = reduced(exact, wave)
        for held, sums in ((exact.groups, kept.groups), (exact.doses, kept.doses)):
            for name, shown in sums.items():
                if name and shown.shown is Shown.EXACT:
                    assert shown.low == shown.high == held[name].low
                elif name and shown.shown is Shown.HIDDEN:
                    assert (shown.low, shown.high) == (0, held[name].people)
        counts = [
            GroupCount(g.id, g.name, g.people, exact.groups[g.id].people, exact.groups[g.id].low)
            for g in wave.groups
        ]
        rows = table(counts, wave.thresholds)
        assert [(r.shown, r.low, r.high) for r in rows] == [
            (kept.groups[r.id].shown, kept.groups[r.id].low, kept.groups[r.id].high) for r in rows
        ]
        assert of_text(as_text(kept)) == kept


def test_i5_b1_after_the_close_neither_database_holds_what_is_hidden(ward: SurveyWard) -> None:
    """A section in which one answered, one in which all said the same, two that are shown."""
    same = dict.fromkeys(("q1", "q2"), EVERYBODY) | {"q3": "はい", "q4": "61以上"}
    ward.truth = [same if n < 60 else form for n, form in enumerate(ward.truth)]
    ward.open()
    for number in (0, *range(30, 120)):
        ward.answer(number)
    ward.owner.close_wave(WAVE, CLOSES)
    result = ward.surveys.result(OPERATOR, WAVE)
    by_id = {row.id: row for row in result.rows}
    assert by_id["group-sec00"].shown is Shown.HIDDEN
    assert by_id["group-sec01"].shown is Shown.BAND
    ward.owner.rest()
    with closing(sqlite3.connect(ward.file)) as db:
        parts = db.execute("SELECT name, people, low, high FROM part WHERE kind = 'group'")
        kept = {name: tuple(numbers) for name, *numbers in parts}
    with ward.store.read() as tx:
        stored = survey.wave(tx, WAVE)
    assert stored is not None
    known = json.loads(stored.counts or "")["groups"]
    for row in result.rows:
        assert kept[row.id] == (row.answered, row.low, row.high)
        assert known[row.id][:3] == [row.answered, row.low, row.high]
    assert kept["group-sec00"] == (1, 0, 1)
    assert kept["group-sec01"] == (30, 28, 30)


def test_b1_of_a_ward_in_which_too_few_answered_only_their_number_is_kept(
    ward: SurveyWard,
) -> None:
    ward.open()
    for number in range(9):
        ward.answer(number)
    ward.owner.close_wave(WAVE, CLOSES)
    result = ward.surveys.result(OPERATOR, WAVE)
    assert (result.answered, result.too_few, sum(map(sum, result.counts))) == (9, True, 0)
    assert "回答が10人に満たないため" in report_lines(result)[2]
    ward.owner.rest()
    data = ward.file.read_bytes()
    assert staff_id(3).encode() in data, "that they have answered, for thirty days"
    with closing(sqlite3.connect(ward.file)) as db:
        assert db.execute("SELECT count(*) FROM chosen").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM part WHERE kind = 'dose'").fetchone() == (0,)
