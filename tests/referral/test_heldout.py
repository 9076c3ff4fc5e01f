"""The shipped content against the project's own held-out questions.

The floors stand a little below what was reached when they were set; raise them as the
content grows. None of the questions may be copied into knowledge/.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.content.library import Library
from bot.core.referral import GENERAL_DESK, Decision
from tests.support.engines import kept_engines

ROOT = Path(__file__).parents[2]
Answered = list[tuple[dict[str, Any], Decision]]


@pytest.fixture(scope="module")
def answered() -> Answered:
    edition = Library.open(ROOT / "knowledge", ROOT / "quizzes").edition
    decider = kept_engines().of(edition).decider
    lines = (Path(__file__).parent / "heldout.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row, decider.decide(row["text"])) for row in map(json.loads, lines)]


def share(answered: list[bool]) -> float:
    return sum(answered) / len(answered)


def ids(decision: Decision) -> list[str]:
    return [hit.destination_id for hit in decision.hits]


def test_right_destination_first_and_within_three(answered: Answered) -> None:
    inside = [(row["primary"], ids(decision)) for row, decision in answered if row["in_scope"]]
    assert share([found[0] in primary for primary, found in inside]) >= 0.94
    assert share([bool(set(found) & set(primary)) for primary, found in inside]) >= 0.98


def test_duties_are_recognised_and_rarely_wrongly(answered: Answered) -> None:
    told = [(row["duty"], [kind.value for kind in d.duties]) for row, d in answered]
    assert share([duty in kinds for duty, kinds in told if duty != "none"]) >= 0.95
    assert (
        share([bool(kinds) for duty, kinds in told if duty == "none"]) <= 0.05
    )  # doubt goes to safety


def test_direct_answers_are_right(answered: Answered) -> None:
    direct = [ids(d)[0] in row["primary"] for row, d in answered if d.direct]
    assert len(direct) >= 30
    assert share(direct) >= 0.97


def test_questions_that_belong_here_are_not_refused(answered: Answered) -> None:
    assert share([d.abstained for row, d in answered if row["in_scope"]]) <= 0.03


def test_other_questions_are_mostly_not_answered(answered: Answered) -> None:
    outside = [d for row, d in answered if not row["in_scope"]]
    polite = [d.abstained or (ids(d)[0] == GENERAL_DESK and not d.direct) for d in outside]
    assert share(polite) >= 0.90
    assert not any(d.direct for d in outside)


def test_personal_data_are_noticed_only_where_they_are(answered: Answered) -> None:
    for row, decision in answered:
        assert bool(decision.personal_data) == (row["style"] == "pii"), row["id"]
