"""The year of 300 people, and L4 once more with what the product really sent."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli.simulate import as_text, played
from bot.cli.year.figures import YearFigures
from bot.cli.year.ward import ward
from tests.support.service import KNOWLEDGE_DIR, QUIZZES_DIR

STAFF, YEAR = 300, 2026
MOST_SECONDS, BY_WEEK, TIMES_ONCE = 120, 30, 2.4


def year() -> Sequence[str]:
    """Who got what and when, what is recalled, and how long it took to play."""
    found = played(KNOWLEDGE_DIR, QUIZZES_DIR, ward(STAFF, YEAR))
    print(as_text(found))
    return [*found.faults, *_slow(found), *_forgotten(found)]


def _slow(found: YearFigures) -> Sequence[str]:
    met = found.weeks_until_all_concepts_p90
    bars = {
        f"{found.seconds:.0f} s, {MOST_SECONDS} wanted": found.seconds <= MOST_SECONDS,
        f"all concepts met by week {met}": met is not None and met <= BY_WEEK,
    }
    return [fault for fault, held in bars.items() if not held]


def _forgotten(found: YearFigures) -> Sequence[str]:
    return [
        f"必修 under {law}: {recall}"
        for law, recall in found.recall.items()
        if recall["recommended"]["must"] < TIMES_ONCE * recall["once"]["must"]
        or recall["recommended"]["must"] < recall["leitner"]["must"]
    ]
