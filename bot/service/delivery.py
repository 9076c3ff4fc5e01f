"""The one door for everything the bot sends unasked: plan, claim, settle.

Plans are level-triggered: ``ensure_due`` may run at any time, in any number of
processes, and inserts each occurrence with its deliveries once. What was missed is
late, not lost, until it expires.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.content.library import Library
from bot.core.delivery import (
    Ambiguous,
    Delivery,
    DeliveryState,
    Occurrence,
    PlannedDelivery,
    Refused,
    RetryAfter,
    SendResult,
    Sent,
)
from bot.core.learning import choose_question, closes_at, weekly_post, weeks_between
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.store import deliveries, people, training
from bot.store.engine import Store, Tx

LOOK_BACK = timedelta(days=7)
CLOSE_LOOK_BACK = timedelta(days=56)
LEASE = timedelta(seconds=60)
# One at a time: what a process that dies has claimed is never sent blindly again.
BATCH = 1


class DeliveryDesk:
    """Plans what is due and keeps the ledger of what was sent."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library

    def ensure_due(self, now: datetime) -> int:
        """Plan what is due at ``now`` and close weeks that ended; returns new deliveries."""
        planned = sum(
            self._plan_week(week, now)
            for week in weeks_between(tokyo_day(now - LOOK_BACK), tokyo_day(now))
        )
        self._close_weeks(now)
        with self._store.write() as tx:
            deliveries.cancel_expired(tx, now)
        return planned

    def claim(self, now: datetime) -> tuple[Delivery, ...]:
        """Take the longest due delivery for sending; it is ours for a minute."""
        with self._store.write() as tx:
            deliveries.bury_lost(tx, now)
            return deliveries.claim(tx, now, now + LEASE, BATCH)

    def settle(self, delivery: Delivery, result: SendResult, now: datetime) -> None:
        """Write down how a claimed delivery went.

        An ambiguous send is never repeated blindly: it ends as dead and is shown to
        the administrators; the question still stands in the person's App Home.
        """
        with self._store.write() as tx:
            match result:
                case Sent(channel, ts):
                    deliveries.mark_sent(tx, delivery.delivery_id, channel, ts)
                case RetryAfter(seconds):
                    later = now + timedelta(seconds=seconds)
                    deliveries.requeue(tx, delivery.delivery_id, later)
                case Ambiguous(reason) | Refused(reason):
                    deliveries.mark_dead(tx, delivery.delivery_id, reason)

    def counts(self, actor: Actor) -> Mapping[DeliveryState, int]:
        """How many deliveries are in which state (administrators)."""
        require(actor, Action.SEE_HEALTH)
        with self._store.read() as tx:
            return deliveries.counts(tx)

    def _plan_week(self, week: str, now: datetime) -> int:
        post = weekly_post(week)
        if post is None or not post.due_at <= now < post.expires_at:
            return 0
        with self._store.read() as tx:
            members = {m.staff.staff_id for m in people.members(tx, tokyo_day(now))}
            missing = sorted(members - deliveries.planned_staff(tx, post.key))
            past = training.past_answers_of_all(tx, missing)
        course = self._library.course
        chosen = {i: choose_question(course, past.get(i, ())) for i in missing}
        planned = [PlannedDelivery(i, {"question": q.id}) for i, q in chosen.items() if q]
        if not planned:
            return 0
        with self._store.write() as tx:
            return deliveries.plan(tx, post, planned)

    def _close_weeks(self, now: datetime) -> None:
        weeks = weeks_between(tokyo_day(now - CLOSE_LOOK_BACK), tokyo_day(now))
        with self._store.read() as tx:
            posts = [(w, _unclosed_post(tx, w)) for w in weeks if closes_at(w) <= now]
        for week, post in posts:
            if post is not None:
                with self._store.write() as tx:
                    members = people.members(tx, tokyo_day(post.due_at))
                    training.close_week(tx, week, members, now)


def _unclosed_post(tx: Tx, week: str) -> Occurrence | None:
    post = weekly_post(week)
    if post is None or training.is_closed(tx, week) or not deliveries.has_occurrence(tx, post.key):
        return None
    return post
