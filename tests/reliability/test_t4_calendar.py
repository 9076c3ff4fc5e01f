"""T4: four planners, jumping clocks, an outage, a year's end: each week asked exactly once."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.calendars import PEOPLE, run_weeks

WEEKS = 12  # November to January: 2026-W53 and New Year


def test_every_week_is_asked_once_and_none_is_lost(url: str, tmp_path: Path) -> None:
    outcome = run_weeks(url, tmp_path, WEEKS)
    assert {"quiz/2026-W53/1", "quiz/2027-W01/1", "quiz/2027-W01/2"} <= outcome.expected
    assert outcome.noted >= outcome.expected
    assert len(outcome.noted - outcome.expected) <= 2, "at most one clock was a week ahead"
    assert outcome.planned == len(outcome.noted - outcome.missed) * PEOPLE
    assert len(outcome.unreached) == 2, "the posts of the outage"
    assert outcome.sent == (len(outcome.expected) - 2) * PEOPLE, "all but those"
