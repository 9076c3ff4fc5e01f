"""survey.yaml: the waves of the years, and what is wrong with a file that cannot be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.content.reader import read_course
from bot.core.office_calendar import at_tokyo
from bot.core.survey import SurveyPlan
from tests.content.conftest import QUIZZES, write
from tests.survey.wards import PLAN


def read(folder: Path, text: str) -> tuple[SurveyPlan | None, list[str]]:
    """The plan, and the faults of its file."""
    loaded = read_course(write(folder / "quizzes", {**QUIZZES, "survey.yaml": text}), None)
    plan = None if loaded.value is None else loaded.value.survey
    return plan, [str(error) for error in loaded.errors]


def test_the_waves_are_read_with_their_moments(tmp_path: Path) -> None:
    plan, faults = read(tmp_path, PLAN)
    assert faults == []
    assert plan is not None
    first, last = plan.waves
    assert (first.id, first.label, first.counts, last.counts) == ("r8-w1", "9月末時点", False, True)
    assert first.opens_at == at_tokyo(date(2026, 9, 1), 9)
    assert first.closes_at == at_tokyo(date(2026, 9, 17), 17)
    assert plan.four
    assert plan.counted_in(2026) == last


def test_moments_keep_to_office_days(tmp_path: Path) -> None:
    text = PLAN.replace("2026-09-01", "2026-09-05").replace("2026-09-17", "2026-09-22")
    plan, _ = read(tmp_path, text)
    assert plan is not None
    assert plan.waves[0].opens_at == at_tokyo(date(2026, 9, 7), 9)
    assert plan.waves[0].closes_at == at_tokyo(date(2026, 9, 18), 17)


def test_without_the_file_nobody_is_asked(tmp_path: Path) -> None:
    loaded = read_course(write(tmp_path / "quizzes", QUIZZES), None)
    assert loaded.value is not None
    assert loaded.value.survey.waves == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("use: official", "use: reference", "ちょうど1つ"),
        ("use: reference", "use: official", "ちょうど1つ"),
        ("closes: 2026-09-17", "closes: 2026-09-05", "8日後"),
        ("reference_day: 2026-08-31", "reference_day: 2026-09-02", "始まりの日まで"),
        ("opens: 2027-01-25", "opens: 2026-09-10", "終わった日より後"),
        ("id: r8-w2", "id: r8-w1", "にもあります"),
        ("use: official", "use: maybe", "使いみち"),
        ("label: 年度末, ", "", "label"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in PLAN
    plan, faults = read(tmp_path, PLAN.replace(before, after))
    assert plan is None
    assert any(said in fault and "survey.yaml:" in fault for fault in faults), faults
