"""Who is told once that questions rest, or that a 必修 concept has few left.

The key of each message names what happened, and its row is what remembers that it was told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256

from bot.content.library import Library
from bot.core.course import Concept
from bot.core.delivery import OFFICE_HOURS, DeliveryKind, Occurrence, PlannedDelivery
from bot.core.learning.question_facts import Facts
from bot.core.office_calendar import tokyo_day
from bot.core.people import Role, Section, Staff
from bot.store import deliveries, occurrences, people
from bot.store.engine import Store, Tx

SUSPENDED, FEW = "questions_suspended", "questions_few"
WORTH_TELLING = timedelta(days=14)
MOST_NAMED = 20


def tell_suspended(
    tx: Tx,
    library: Library,
    newly: Mapping[str, Facts],
    why: Mapping[str, Collection[str]],
    now: datetime,
) -> None:
    """The editors, and the 課長 whose section owns an entry: one message for all of ``newly``.

    ``why``: for each of these questions the facts (「entry.field」) that read otherwise.
    """
    day = tokyo_day(now)
    key = f"{SUSPENDED}/{_digest(f'{i} {sorted(newly[i].items())}' for i in sorted(newly))}"
    payload = {"notice": SUSPENDED, "questions": " ".join(sorted(newly)[:MOST_NAMED])}
    entries = {fact.rpartition(".")[0] for facts in why.values() for fact in facts}
    _plan(tx, key, payload, (*_editors(tx, day), *_owners(tx, library, entries, day)), now)


def tell_few(store: Store, found: Iterable[tuple[Concept, Collection[str]]], now: datetime) -> None:
    """The editors and the 研修担当, once for each state of a concept."""
    for concept, left in found:
        key = f"{FEW}/{_digest([concept.id, *sorted(left)])}"
        with store.read() as tx:
            told = occurrences.exists(tx, key)
        if not told:
            payload = {"notice": FEW, "concept": concept.id}
            day = tokyo_day(now)
            with store.write() as tx:
                officers = people.holders(tx, Role.TRAINING_OFFICER, day)
                _plan(tx, key, payload, (*_editors(tx, day), *officers), now)


def owning(sections: Iterable[Section], post: str) -> tuple[Section, ...]:
    """The section in which a post is: 「保健福祉課 地域福祉担当」 is in 保健福祉課."""
    found = [section for section in sections if post.startswith(section.name)]
    return tuple(sorted(found, key=lambda section: -len(section.name))[:1])


def _owners(tx: Tx, library: Library, entry_ids: Iterable[str], day: date) -> Iterator[Staff]:
    destinations, sections = library.knowledge.destinations, people.sections(tx)
    for entry_id in sorted(entry_ids):
        if entry_id in destinations:
            for section in owning(sections, destinations[entry_id].owner):
                yield from people.supervisors(tx, section.section_id, day)


def _editors(tx: Tx, day: date) -> tuple[Staff, ...]:
    """The editors; without any the administrators, so that somebody knows."""
    editors = people.holders(tx, Role.KNOWLEDGE_EDITOR, day)
    return editors or people.holders(tx, Role.ADMINISTRATOR, day)


def _plan(
    tx: Tx, key: str, payload: Mapping[str, str], told: Iterable[Staff], now: datetime
) -> None:
    due = Occurrence(key, DeliveryKind.NOTICE, now, now + WORTH_TELLING, OFFICE_HOURS)
    ids = dict.fromkeys(person.staff_id for person in told)
    deliveries.plan(tx, due, [PlannedDelivery(staff_id, payload) for staff_id in ids])


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]
