"""Weeks pressed together: several planners, each with a clock of its own, over one ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.content.library import Library
from bot.core.delivery import DeliveryKind, Occurrence, OccurrenceState, Sent
from bot.core.learning.weeks import weekly_posts, weeks_between
from bot.core.office_calendar import at_tokyo, tokyo_day
from bot.core.pace import Limits
from bot.core.people import Membership, Role, Section, Staff
from bot.service.delivery import DeliveryDesk
from bot.store import figures, occurrences, people
from bot.store.engine import Store
from tests.content.conftest import KNOWLEDGE, QUIZZES, write

PEOPLE = 3
PLANNERS = 4
FIRST_DAY = date(2026, 11, 2)
DOWN_DAYS = 10
WEEK = timedelta(days=7)
SECTION = Section("welfare", "福祉課")
CONCEPTS = ("call-first", "call-second", "call-third")  # three, so that both posts are filled
THREE = {
    f"concepts/{name}.yaml": text.replace("call-first", name)
    for name in CONCEPTS
    for text in QUIZZES.values()
}
UNPACED = Limits(1e6, 1e6)


@dataclass(frozen=True)
class Outcome:
    """What stands in the ledger at the end, against what the calendar says.

    ``unreached``: posts that came and went while nobody was there.
    """

    expected: frozenset[str]
    unreached: frozenset[str]
    noted: frozenset[str]
    missed: frozenset[str]
    planned: int
    sent: int


def run_weeks(url: str, folder: Path, weeks: int) -> Outcome:
    """Let the planners work through that many weeks, with jumps and an outage in the middle."""
    library = Library.open(write(folder / "k", KNOWLEDGE), write(folder / "q", THREE))
    stores = [Store.open(url) for _ in range(PLANNERS)]
    _employ(stores[0])
    desks = [_desk(store, library) for store in stores]
    sent = 0
    moments = list(_moments(weeks))
    with ThreadPoolExecutor(PLANNERS) as threads:
        for number, now in enumerate(moments):
            clocks = _clocks(number, now)
            list(threads.map(_plan, desks, clocks))
            sent += _send(desks[number % PLANNERS], now)
            _learn(stores[0], now)
    with stores[0].read() as tx:
        rows = [r for r in occurrences.progress(tx, 10 * weeks) if r.kind is DeliveryKind.QUIZ]
    for store in stores:
        store.close()
    posts = list(_posts(moments[-1]))
    return Outcome(
        expected=frozenset(post.key for post in posts),
        unreached=frozenset(post.key for post in posts if not _reached(post, moments)),
        noted=frozenset(row.key for row in rows),
        missed=frozenset(r.key for r in rows if r.state is OccurrenceState.MISSED),
        planned=sum(sum(row.counts.values()) for row in rows),
        sent=sent,
    )


def _moments(weeks: int) -> Iterator[datetime]:
    """Four times a week in office hours; in the middle nobody is there for ten days.

    On Thursdays, too: before a holiday on Friday its post lives for that day alone.
    """
    outage = FIRST_DAY + weeks // 2 * WEEK + timedelta(days=3)
    for week in range(weeks):
        for days, hour in ((0, 10), (2, 15), (3, 11), (4, 16)):
            day = FIRST_DAY + week * WEEK + timedelta(days=days)
            if not outage <= day < outage + timedelta(days=DOWN_DAYS):
                yield at_tokyo(day, hour)


def _clocks(number: int, now: datetime) -> Sequence[datetime]:
    """Every fifth time one planner's clock is a week ahead, every seventh one a week behind."""
    clocks = [now + timedelta(seconds=n) for n in range(PLANNERS)]
    if number % 5 == 4:
        clocks[number % PLANNERS] += WEEK
    if number % 7 == 6:
        clocks[(number + 1) % PLANNERS] -= WEEK
    return clocks


def _plan(desk: DeliveryDesk, now: datetime) -> int:
    return desk.ensure_due(now)


def _send(desk: DeliveryDesk, now: datetime) -> int:
    desk.ensure_due(now)  # whoever's clock was ahead has had its say
    sent = 0
    while batch := desk.claim(now):
        for delivery in batch:
            desk.settle(delivery, Sent("D1", "1.0"))
            sent += delivery.kind is DeliveryKind.QUIZ
    return sent


def _learn(store: Store, now: datetime) -> None:
    """Everybody meets a concept now and then: whoever falls silent would be left in peace."""
    with store.write() as tx:
        for n in range(PEOPLE):
            figures.note_taken(tx, f"S{n}", CONCEPTS[0], tokyo_day(now))


def _desk(store: Store, library: Library) -> DeliveryDesk:
    return DeliveryDesk(store, library, posting=UNPACED, checking=UNPACED)


def _employ(store: Store) -> None:
    store.upgrade()
    staff = [Staff(f"S{n}", f"職員{n}", f"U{n}") for n in range(PEOPLE)]
    held = [(p.staff_id, Membership("welfare", Role.STAFF, FIRST_DAY)) for p in staff]
    with store.write() as tx:
        people.replace_roster(tx, [SECTION], staff, held, FIRST_DAY)


def _posts(last: datetime) -> Iterator[Occurrence]:
    for week in weeks_between(FIRST_DAY, last.astimezone(UTC).date()):
        for post in weekly_posts(week):
            if post.due_at <= last:
                yield post


def _reached(post: Occurrence, moments: Sequence[datetime]) -> bool:
    return any(post.due_at <= moment < post.expires_at for moment in moments)
