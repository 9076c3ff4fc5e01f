"""People, sections and times for the tests; all of them invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from bot.core.delivery import Delivery, DeliveryKind, Occurrence, PlannedDelivery
from bot.core.learning.state import ConceptState, Memory, Step
from bot.core.people import Member, Membership, Role, Section, Staff
from bot.store import deliveries, ledger, people
from bot.store.engine import Store, Tx

DAY = date(2026, 4, 1)
NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # Monday 10:00 in Tokyo
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAYS = timedelta(days=1)
LEASE = MINUTE
WEEK = "2026-W47"

WELFARE = Section("welfare", "福祉課")
TAX = Section("tax", "税務課")
SECTIONS = (WELFARE, TAX)

QUIZ = Occurrence("quiz/2026-W47/1", DeliveryKind.QUIZ, NOW, NOW + timedelta(days=4))


def person(number: int, slack: bool = True) -> Staff:
    """An invented member of staff."""
    account = f"U{number:04d}" if slack else None
    return Staff(f"s{number:04d}", f"職員{number}", account, f"s{number}@example.jp")


def employed(section_id: str = "welfare", since: date = DAY) -> Membership:
    """An ordinary membership, open-ended."""
    return Membership(section_id, Role.STAFF, since)


def hire(tx: Tx, number: int, day: date = DAY) -> Sequence[Staff]:
    """Fill the roster with people of the welfare section."""
    staff = [person(n) for n in range(1, number + 1)]
    people.replace_roster(tx, SECTIONS, staff, [(p.staff_id, employed()) for p in staff], day)
    return staff


def member(number: int, section_id: str = "welfare") -> Member:
    """A person as the figures count them."""
    return Member(person(number), section_id)


def plan_quiz(store: Store, number: int, occurrence: Occurrence = QUIZ) -> Sequence[Staff]:
    """People and one quiz delivery for each of them."""
    with store.write() as tx:
        staff = hire(tx, number)
        planned = [PlannedDelivery(p.staff_id, {"questions": "a-1"}) for p in staff]
        assert deliveries.plan(tx, occurrence, planned) == number
    return staff


def learned(concept_id: str = "c-1", mastered_on: date | None = None) -> ConceptState:
    """How a concept stands after two right answers to different questions."""
    run = (Step(f"{concept_id}-1", DAY, True), Step(f"{concept_id}-2", DAY + 7 * DAYS, False))
    last = run[-1].day
    return ConceptState(
        concept_id=concept_id,
        memory=Memory(11.25, 5.5, 1),
        due=last + 11 * DAYS,
        last_day=last,
        last_question=run[-1].question_id,
        answers=3,
        run=run,
        mastered_on=mastered_on,
    )


def claim(
    store: Store, limit: int = 100, later: timedelta = timedelta(0), only: str | None = None
) -> Sequence[Delivery]:
    """Take what is due at that time after NOW; real time and the calendar are the same."""
    now = NOW + later
    with store.write() as tx:
        keys = [key for key in ledger.open_keys(tx, now) if only in {None, key}]
        return ledger.claim(tx, keys, now, now, now + LEASE, limit)
