"""The one-tap reminder: the same neutral words to everybody of a section who is still to answer.

It goes through the ledger and out of each person's budget. Whoever presses is told how many
it went to and why not to the others, in numbers; whom it reached is not shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from bot.core.budget import WINDOW, Slot, Withheld, next_slot, withheld
from bot.core.delivery import DeliveryKind, Occurrence, PlannedDelivery
from bot.core.learning.weeks import weekly_post, weeks_between
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.period import Period
from bot.core.permissions import Action, require
from bot.service.statistics import Statistics
from bot.store import deliveries, pushes
from bot.store.engine import Store, Tx
from bot.store.figures import Person


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many will be reminded, from when on, and how many will not, by reason."""

    people: int
    due_at: datetime
    withheld: Mapping[Withheld, int]


class Reminders:
    """Reminds a supervisor's own section."""

    def __init__(self, store: Store, statistics: Statistics) -> None:
        self._store = store
        self._statistics = statistics

    def remind(self, actor: Actor, section_id: str, period: Period, now: datetime) -> Reminded:
        """Plan the reminder for those 未受講 who have a question to answer (own section only)."""
        require(actor, Action.SEND_REMINDER, section_id=section_id)
        slot = next_slot(now)
        with self._store.write() as tx:
            pushes.one_at_a_time(tx)
            missing = self._statistics.not_completed(tx, section_id, period, now)
            reasons = dict(_reasons(tx, missing, slot, now))
            chosen = [p.staff_id for p in missing if p.staff_id not in reasons]
            planned = [PlannedDelivery(staff_id) for staff_id in chosen]
            sent = deliveries.plan(tx, _occurrence(section_id, slot), planned) if planned else 0
        return Reminded(sent, slot.due_at, Counter(reasons.values()))


def _occurrence(section_id: str, slot: Slot) -> Occurrence:
    """One a section and half-day; a section's id may be longer than a key, and not ASCII."""
    section = sha256(section_id.encode()).hexdigest()[:16]
    return Occurrence(
        key=f"reminder/{slot.day}/{slot.hours.opens}/{section}",
        kind=DeliveryKind.REMINDER,
        due_at=slot.due_at,
        expires_at=slot.expires_at,
        hours=slot.hours,
    )


def _reasons(
    tx: Tx, missing: Sequence[Person], slot: Slot, now: datetime
) -> Iterator[tuple[str, Withheld]]:
    """Who is not reminded, and why; the first reason that holds."""
    ids = [p.staff_id for p in missing]
    can_answer = pushes.with_open_question(tx, ids, now)
    days = pushes.pushed_days(tx, ids, slot.due_at - WINDOW, now)
    for person in missing:
        reason = _reason(person, can_answer, days.get(person.staff_id, frozenset()), slot.day)
        if reason is not None:
            yield person.staff_id, reason


def _reason(
    person: Person, can_answer: frozenset[str], days: frozenset[date], day: date
) -> Withheld | None:
    if not person.has_account:
        return Withheld.NO_ACCOUNT
    if person.staff_id not in can_answer:
        return Withheld.NOTHING_TO_ANSWER
    return withheld(days | _expected(day), day)


def _expected(day: date) -> frozenset[date]:
    """The days near ``day`` on which a question comes anyway: it has the budget first."""
    posts = map(weekly_post, weeks_between(day, day + WINDOW))
    return frozenset(tokyo_day(post.due_at) for post in posts if post is not None)
