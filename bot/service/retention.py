"""Deleting what has aged out, and giving out or erasing what is kept about one person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.audit import month_of
from bot.core.office_calendar import at_tokyo, week_of
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.core.retention import Terms, answers_before, deliveries_before, events_before
from bot.store import asked, audit, inbox, retention, waiting
from bot.store.engine import Store, Tx


@dataclass(frozen=True, slots=True)
class AgedOut:
    """How many rows, or people, were forgotten; ``completions`` became counts."""

    events: int
    deliveries: int
    answers: int
    completions: int
    people: int
    months_of_audit: int = 0


class Retention:
    """Follows the configured terms; one short transaction at a time, so that nobody waits."""

    def __init__(self, store: Store, terms: Terms) -> None:
        self._store = store
        self._terms = terms

    def age_out(self, now: datetime) -> AgedOut:
        """Delete everything whose term is over; repeating it at once deletes nothing more."""
        before = deliveries_before(now, self._terms)
        april = answers_before(now, self._terms)
        first = at_tokyo(april, 0)
        with self._store.write() as tx:
            events = inbox.forget_before(tx, events_before(now, self._terms))
            waiting.forget_before(tx, events_before(now, self._terms))
        answers = self._all(lambda tx: retention.forget_answers(tx, first))
        self._all(lambda tx: retention.forget_taken(tx, april))
        self._all(lambda tx: retention.forget_achieved(tx, april))
        self._all(lambda tx: retention.forget_gatherings(tx, april))
        deliveries = self._all(lambda tx: retention.forget_deliveries(tx, before))
        self._all(lambda tx: retention.forget_occurrences(tx, before))
        completions = self._all(lambda tx: retention.sum_up_completions(tx, week_of(april)))
        with self._store.read() as tx:
            gone = retention.left_before(tx, april)
        for staff_id in gone:
            with self._store.write() as tx:
                retention.erase_person(tx, staff_id)
        with self._store.write() as tx:
            audited = audit.drop_before(tx, month_of(april))
        return AgedOut(events, deliveries, answers, completions, len(gone), audited)

    def _all(self, some: Callable[[Tx], int]) -> int:
        """Repeat ``some``, each time in its own transaction, until it finds nothing."""
        total = 0
        while True:
            with self._store.write() as tx:
                done = some(tx)
            if not done:
                return total
            total += done

    def export(self, actor: Actor, staff_id: str) -> Mapping[str, list[dict[str, Any]]]:
        """Every row kept about a person, by table (administrators); empty for nobody known."""
        require(actor, Action.CHANGE_ROSTER)
        with self._store.read() as tx:
            return retention.rows_of_person(tx, staff_id)

    def erase(self, actor: Actor, staff_id: str) -> Mapping[str, int]:
        """Delete every row about a person but for counts; how many by table (administrators)."""
        require(actor, Action.CHANGE_ROSTER)
        with self._store.write() as tx:
            asked.forget(tx, staff_id)
            return retention.erase_person(tx, staff_id)
