"""「ここにつなぐ」, 「ちがう」 and notes told once: what buttons leave behind, and who reads it.

Nothing here knows a resident, a question or who pressed. What has to do with 死にたい
気持ち is not counted at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.content.library import Library
from bot.core.knowledge import Destination
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.service.inbox import RETAKE_AFTER, TAPS
from bot.service.referral import UnknownEntry
from bot.store import feedback, inbox
from bot.store.engine import Store

SHOWN_FROM = 10
MONTHS_SHOWN = 12
MOST_CORRECTIONS = 50
MOST_SIGNS = 24
NEVER_COUNTED = frozenset({"crisis-lines"})
STAYS_IN_SLACK = "stays-in-slack"


@dataclass(frozen=True, slots=True)
class ReferralCount:
    """How often staff pressed 「ここにつなぐ」 for a destination in a month (``YYYY-MM``)."""

    month: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """One 「ちがう」: what was understood, and what would have been right (None: not known)."""

    signs: tuple[str, ...]
    right: str | None
    current: bool


class Feedback:
    """Takes and shows what the buttons under an answer say."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library

    def refer(self, actor: Actor, key: str, destination_id: str, now: datetime) -> bool:
        """Count a referral, once for each answer ``key`` and destination.

        Returns whether it counted: not without a key, and not a second time. Raises
        UnknownEntry for a destination that does not exist. Open to everybody.
        """
        if destination_id not in self._library.knowledge.destinations:
            raise UnknownEntry(destination_id)
        if not key or destination_id in NEVER_COUNTED:
            return False
        tap = f"{TAPS}refer/{key}/{destination_id}"
        with self._store.write() as tx:
            first = inbox.begin(tx, tap, now, RETAKE_AFTER)
            if first:
                feedback.count_referral(tx, destination_id, f"{tokyo_day(now):%Y-%m}")
                inbox.finish(tx, tap, now)
        return first

    def correct(
        self, actor: Actor, key: str, signs: Sequence[str], right: str | None, now: datetime
    ) -> bool:
        """Keep that an answer was wrong, once for each answer ``key``.

        ``signs`` that the lexicon does not know are dropped; ``right`` is the destination
        that would have been right. Returns whether anything was kept.
        """
        knowledge = self._library.knowledge
        if right is not None and right not in knowledge.destinations:
            raise UnknownEntry(right)
        if not key or right in NEVER_COUNTED:
            return False
        known = tuple(sign for sign in signs if sign in knowledge.lexicon)[:MOST_SIGNS]
        tap = f"{TAPS}correct/{key}"
        with self._store.write() as tx:
            first = inbox.begin(tx, tap, now, RETAKE_AFTER)
            if first:
                given = feedback.Correction(known, right, knowledge.version)
                feedback.add_correction(tx, given)
                inbox.finish(tx, tap, now)
        return first

    def referral_counts(self, actor: Actor, now: datetime) -> tuple[ReferralCount, ...]:
        """実際につないだ件数（ボタンによる参考値）: counts from ten on, newest month first.

        NotPermitted for everybody but 研修担当 and 指標担当.
        """
        require(actor, Action.SEE_REFERRALS)
        destinations = self._library.knowledge.destinations
        with self._store.read() as tx:
            rows = feedback.referral_counts(tx, _months_back(now), SHOWN_FROM)
        return tuple(
            ReferralCount(row.month, _name(destinations, row.destination_id), row.count)
            for row in rows
        )

    def corrections(self, actor: Actor) -> tuple[ShownCorrection, ...]:
        """The newest corrections in words (NotPermitted for all but the content's keepers)."""
        require(actor, Action.SEE_CONTENT_ERRORS)
        knowledge = self._library.knowledge
        with self._store.read() as tx:
            rows = feedback.corrections(tx, MOST_CORRECTIONS)
        return tuple(
            ShownCorrection(
                tuple(knowledge.lexicon[s].label for s in row.signs if s in knowledge.lexicon),
                row.destination_id and _name(knowledge.destinations, row.destination_id),
                row.content_version == knowledge.version,
            )
            for row in rows
        )

    def first_time(self, actor: Actor, note: str) -> bool:
        """Whether that person has not been told ``note`` yet; it counts as told now.

        Somebody who is not on the roster is always told: nothing is kept about them.
        """
        if actor.staff is None:
            return True
        with self._store.write() as tx:
            return feedback.tell_once(tx, actor.staff.staff_id, note)


def _months_back(now: datetime) -> str:
    """The first of the months shown."""
    today = tokyo_day(now)
    months = today.year * 12 + today.month - MONTHS_SHOWN
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _name(destinations: Mapping[str, Destination], destination_id: str) -> str:
    """What a destination is called today; one that is gone keeps its id."""
    known = destinations.get(destination_id)
    return known.name if known else destination_id
