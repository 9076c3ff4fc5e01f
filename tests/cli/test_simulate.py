"""`simulate-year`: a small ward's whole 年度 over the real service; the large one is a bench."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from contextlib import redirect_stdout
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.__main__ import main
from bot.cli.simulate import as_text
from bot.cli.year.figures import YearFigures, figures, most_in_window
from bot.cli.year.ward import SECTIONS, ward
from bot.core.delivery import DeliveryKind
from bot.core.learning.weeks import CompletionState
from bot.core.roster import parse_roster
from bot.store.year import Ledger, PlannedPost, SentMessage, together

pytestmark = pytest.mark.timeout(600)  # half a minute where nobody else is at work

STAFF = 12
POLICIES = {"once", "leitner", "recommended", "recommended_leitner"}
MONDAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def printed() -> Mapping[str, Any]:
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(["simulate-year", "--staff", str(STAFF), "--json"]) == 0
    found = json.loads(out.getvalue())
    assert isinstance(found, dict)
    return found


def test_nobody_gets_too_much_or_at_the_wrong_time(printed: Mapping[str, Any]) -> None:
    assert printed["staff"] == STAFF
    assert 2 <= printed["max_posts_per_person_7_days"] <= 3
    assert printed["max_posts_per_person_day"] == 1
    assert printed["posts_outside_hours"] == 0
    assert printed["posts_on_closed_days"] == 0
    assert printed["messages"] > STAFF * 60


def test_the_year_is_full_and_its_weeks_stand_as_they_were_lived(
    printed: Mapping[str, Any],
) -> None:
    weeks = printed["weeks_by_state"]
    assert set(weeks) == {state.value for state in CompletionState}
    assert all(weeks.values())  # late ones, leave and weeks without an answer, too
    assert weeks["completed"] > sum(weeks.values()) * 0.7
    assert printed["answers"] > STAFF * 100
    assert printed["weeks_until_all_concepts_p90"] <= 34  # of twenty people: the bench asks 30
    assert printed["concepts_mastered_per_person"] > 5


@pytest.mark.parametrize("law", ["exponential", "power"])
def test_required_concepts_are_kept_better_than_by_the_other_policies(
    printed: Mapping[str, Any], law: str
) -> None:
    recall = printed["recall"][law]
    assert set(recall) == POLICIES
    assert all(0 <= share <= 1 for shares in recall.values() for share in shares.values())
    assert recall["recommended"]["must"] >= 2.4 * recall["once"]["must"]
    assert recall["recommended"]["must"] >= recall["leitner"]["must"]
    assert printed["seconds"] > 0


def test_whoever_reads_it_at_the_terminal_gets_sentences(printed: Mapping[str, Any]) -> None:
    text = as_text(YearFigures(**printed))
    assert f"架空の職員{STAFF}人" in text
    assert "閉庁日に届いたもの　　　　　0通" in text
    assert "忘れ方は仮定です" in text


def test_every_roster_of_the_ward_is_one_that_can_be_imported() -> None:
    whole = ward(300, 2026)
    assert len(whole.roster_days) == 13
    for day in whole.roster_days:
        file, faults = parse_roster(whole.roster(day), day)
        assert faults == ()
        assert file is not None
    april = parse_roster(whole.roster(whole.first), whole.first)[0]
    assert april is not None
    assert len(april.sections) == len(SECTIONS)


def test_the_ward_lives_through_everything_that_is_asked_for() -> None:
    people = ward(300, 2026).people
    assert sum(p.away is not None for p in people) > 10
    assert sum(p.moved is not None for p in people) > 10
    assert sum(p.pause is not None for p in people) > 10
    assert sum(p.silent is not None for p in people) > 10
    assert sum(p.joined.year == 2026 for p in people) > 10
    assert sum(p.left is not None for p in people) > 0
    weeks = {(p.away[1] - p.away[0]).days // 7 for p in people if p.away}
    assert min(weeks) <= 2
    assert max(weeks) >= 25


def test_halves_hold_everybody_and_nobody_is_moved_across() -> None:
    whole = ward(60, 2026)
    first, second = whole.halves()
    assert sorted(p.number for p in (*first.people, *second.people)) == list(range(60))
    sections = [
        {p.section_on(day) for p in half.people for day in (whole.roster_days[0], whole.last)}
        for half in (first, second)
    ]
    assert not sections[0] & sections[1]


def _message(day: int, hour: int = 10, kind: DeliveryKind = DeliveryKind.QUIZ) -> SentMessage:
    at = datetime(2026, 6, 1, hour, tzinfo=UTC) - timedelta(hours=9) + timedelta(days=day)
    return SentMessage("Y00000", kind, at)


def _counted(*sent: SentMessage) -> YearFigures:
    posts = (PlannedPost("Y00000", "quiz/2026-W23/1", MONDAY, {"q": MONDAY}),)
    ledger = Ledger(sent, posts, {"Y00000": {"c": MONDAY}}, {CompletionState.COMPLETED: 1}, 1, 0)
    return figures(ledger, ward(1, 2026), 1, {})


def test_figures_see_what_must_never_be() -> None:
    assert _counted(_message(0), _message(2)).faults == []
    assert _counted(*(_message(day) for day in (0, 2, 4, 4))).max_posts_per_person_7_days == 4
    assert len(_counted(*(_message(day) for day in (0, 1, 2, 3))).faults) == 1
    assert _counted(_message(0), _message(0, 11)).max_posts_per_person_day == 2
    assert _counted(_message(0, 8), _message(1, 12), _message(2, 17)).posts_outside_hours == 3
    assert _counted(_message(5), _message(6, 9)).posts_on_closed_days == 2
    notice = _counted(*(_message(day, kind=DeliveryKind.NOTICE) for day in (0, 1, 2, 3)))
    assert notice.faults == []  # it goes to an office, not to a person


def test_seven_days_end_before_the_eighth() -> None:
    days = [MONDAY + timedelta(days=n) for n in (0, 2, 4, 7)]
    assert most_in_window(days) == 3
    assert most_in_window([*days[:3], MONDAY + timedelta(days=6)]) == 4


def test_ledgers_of_two_halves_add_up() -> None:
    one = Ledger((_message(0),), (), {"a": {"c": MONDAY}}, {CompletionState.COMPLETED: 2}, 3, 1)
    two = Ledger((_message(1),), (), {"b": {}}, {CompletionState.COMPLETED: 1}, 4, 0)
    both = together([one, two])
    assert len(both.sent) == 2
    assert both.weeks[CompletionState.COMPLETED] == 3
    assert (both.answers, both.mastered) == (7, 1)
    assert set(both.first_met) == {"a", "b"}
