"""What a played year comes to, counted from the ledger's rows alone (recall: recall.py)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby

from bot.cli.year.recall import RecallTable
from bot.cli.year.ward import Ward
from bot.core.budget import COUNTED, MOST_IN_WINDOW, WINDOW
from bot.core.clock import TOKYO
from bot.core.delivery import OFFICE_HOURS
from bot.core.learning.weeks import CompletionState
from bot.core.office_calendar import is_business_day, tokyo_day, week_of
from bot.store.year import Ledger, PlannedPost, SentMessage

WHOLE_COURSE_WEEKS = 30
"""Who had posts in so many weeks could have met everything (goal L4)."""


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The figures of a year; ``recall`` by law, policy and ``all`` or ``must`` (必修).

    ``posts_per_person_week``: how many weeks of people had so many messages.
    ``weeks_until_all_concepts_p90``: weeks with posts until nine of ten had met every
    concept, of those with posts in 30 weeks or more; None where they never did.
    """

    staff: int
    year: int
    messages: int
    answers: int
    max_posts_per_person_7_days: int
    max_posts_per_person_day: int
    posts_outside_hours: int
    posts_on_closed_days: int
    posts_per_person_week: Mapping[str, int]
    weeks_by_state: Mapping[str, int]
    weeks_until_all_concepts_p90: int | None
    concepts_mastered_per_person: float
    recall: RecallTable
    seconds: float = 0.0

    def as_json(self) -> dict[str, object]:
        """The figures by name, as ``--json`` prints them."""
        return asdict(self)

    @property
    def faults(self) -> Sequence[str]:
        """What must never be and was, as sentences."""
        bars = {
            f"7日のうちに{MOST_IN_WINDOW}通より多く届いた人がいます。": (
                self.max_posts_per_person_7_days <= MOST_IN_WINDOW
            ),
            "1日に2通以上届いた人がいます。": self.max_posts_per_person_day <= 1,
            "9時から17時まで（昼休みを除く）のほかに届きました。": not self.posts_outside_hours,
            "閉庁日に届きました。": not self.posts_on_closed_days,
        }
        return [fault for fault, held in bars.items() if not held]


def figures(ledger: Ledger, ward: Ward, concepts: int, recall: RecallTable) -> YearFigures:
    """Count the year; ``seconds`` is left to whoever has a watch."""
    sent, posts = ledger.sent, ledger.posts
    counted = [message for message in sent if message.kind in COUNTED]
    days = {who: [tokyo_day(m.at) for m in all_] for who, all_ in _by_person(counted)}
    return YearFigures(
        staff=len(ward.people),
        year=ward.year,
        messages=len(sent),
        answers=ledger.answers,
        max_posts_per_person_7_days=max(map(most_in_window, days.values()), default=0),
        max_posts_per_person_day=max((max(Counter(d).values()) for d in days.values()), default=0),
        posts_outside_hours=sum(not _in_hours(m) for m in sent),
        posts_on_closed_days=sum(not is_business_day(tokyo_day(m.at)) for m in sent),
        posts_per_person_week=_per_week(days.values(), posts),
        weeks_by_state={state.value: ledger.weeks.get(state, 0) for state in CompletionState},
        weeks_until_all_concepts_p90=_weeks_until_all(ledger, concepts),
        concepts_mastered_per_person=round(ledger.mastered / len(ward.people), 2),
        recall=recall,
    )


def _by_person(sent: Iterable[SentMessage]) -> Iterable[tuple[str, list[SentMessage]]]:
    return ((who, list(some)) for who, some in groupby(sent, key=lambda m: m.staff_id))


def most_in_window(days: Sequence[date]) -> int:
    """The most of these days, in order, that any seven days hold."""
    return max(sum(first <= day < first + WINDOW for day in days) for first in days)


def _in_hours(message: SentMessage) -> bool:
    """Within 9:00-17:00 without noon; whether the day is open is counted by itself."""
    local = message.at.astimezone(TOKYO)
    minute = local.hour * 60 + local.minute
    at_noon = 12 * 60 <= minute < 13 * 60
    return OFFICE_HOURS.opens <= minute < OFFICE_HOURS.closes and not at_noon


def _per_week(days: Iterable[Sequence[date]], posts: Sequence[PlannedPost]) -> Mapping[str, int]:
    """How many person-weeks with a post planned had 0, 1, 2 … messages."""
    messages = [Counter(map(week_of, some)) for some in days]
    found = Counter(n for weeks in messages for n in weeks.values())
    planned = {(post.staff_id, week_of(post.day)) for post in posts}
    none = max(0, len(planned) - sum(found.values()))
    return {str(n): count for n, count in sorted({0: none, **found}.items())}


def _weeks_until_all(ledger: Ledger, concepts: int) -> int | None:
    """The 90th of 100 of weeks with posts until everything was met."""
    reached: list[float] = []
    for who, some in groupby(ledger.posts, key=lambda post: post.staff_id):
        weeks = sorted({week_of(post.day) for post in some})
        if len(weeks) >= WHOLE_COURSE_WEEKS:
            days = ledger.first_met.get(who, {}).values()
            done = week_of(max(days)) if len(days) == concepts else None
            reached.append(sum(w <= done for w in weeks) if done else math.inf)
    reached.sort()
    last = reached[math.ceil(0.9 * len(reached)) - 1] if reached else math.inf
    return None if math.isinf(last) else int(last)
