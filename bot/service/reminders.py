"""The one-tap reminder: the same neutral words to everybody of a section who is still to answer.

It goes through the ledger and out of each person's budget. Whoever presses is told how many
it went to and why not to the others, in numbers; whom it reached is not shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from bot.content.library import Library
from bot.core.budget import WINDOW, Slot, Withheld, gives_way, next_slot, withheld
from bot.core.delivery import DeliveryKind, Occurrence, PlannedDelivery
from bot.core.learning.choices import AS_IT_COMES, PausedBy
from bot.core.people import Actor
from bot.core.period import Period
from bot.core.permissions import Action, require
from bot.service.course_reminders import SurveyOpen, expected_days, may_ask, no_survey
from bot.service.statistics import Statistics
from bot.service.training.asking import LATE_DAYS
from bot.service.training.means import Usable, everything_usable
from bot.store import courses, deliveries, pushes
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

    def __init__(
        self,
        store: Store,
        library: Library,
        statistics: Statistics,
        survey_open: SurveyOpen = no_survey,
        usable: Usable = everything_usable,
    ) -> None:
        self._store = store
        self._library = library
        self._statistics = statistics
        self._survey_open = survey_open
        self._usable = usable

    def remind(self, actor: Actor, section_id: str, period: Period, now: datetime) -> Reminded:
        """Plan the reminder for those 未受講 who have a question to answer (own section only)."""
        require(actor, Action.SEND_REMINDER, section_id=section_id)
        slot = next_slot(now)
        with self._store.write() as tx:
            pushes.one_at_a_time(tx)
            missing = self._statistics.not_completed(tx, section_id, period, now)
            reasons = dict(self._reasons(tx, missing, slot, now))
            chosen = [p.staff_id for p in missing if p.staff_id not in reasons]
            planned = [PlannedDelivery(staff_id) for staff_id in chosen]
            sent = deliveries.plan(tx, _occurrence(section_id, slot), planned) if planned else 0
        return Reminded(sent, slot.due_at, Counter(reasons.values()))

    def _reasons(
        self, tx: Tx, missing: Sequence[Person], slot: Slot, now: datetime
    ) -> Iterator[tuple[str, Withheld]]:
        """Who is not reminded, and why; the first reason that holds."""
        if gives_way(DeliveryKind.REMINDER, survey_open=self._survey_open(now)):
            yield from ((p.staff_id, Withheld.SURVEY_OPEN) for p in missing)
            return
        ids = [p.staff_id for p in missing]
        asked = may_ask(self._library, self._usable, slot.day)
        since = now - timedelta(days=LATE_DAYS)
        can_answer = pushes.with_open_question(tx, ids, now, since, asked)
        days = pushes.pushed_days(tx, ids, slot.due_at - WINDOW, now)
        expected = expected_days(slot.day, self._library.course.calendar)
        choices = courses.choices_of_all(tx, sorted(can_answer))
        for person in missing:
            paused = choices.get(person.staff_id, AS_IT_COMES).paused_by is PausedBy.SELF
            taken = days.get(person.staff_id, frozenset()) | expected
            reason = _reason(person, can_answer, paused, taken, slot.day)
            if reason is not None:
                yield person.staff_id, reason


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


def _reason(
    person: Person, can_answer: frozenset[str], paused: bool, days: frozenset[date], day: date
) -> Withheld | None:
    """The first reason that holds.

    Who paused was promised that no reminder comes. Three silent weeks stop the posts alone.
    """
    if not person.has_account:
        return Withheld.NO_ACCOUNT
    if person.staff_id not in can_answer:
        return Withheld.NOTHING_TO_ANSWER
    return Withheld.PAUSED if paused else withheld(days, day)
