"""The one audit: who saw which list of names, told to the people on it and proved unchanged."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.audit import Anchor, Tampering, month_of, verify
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.service.notices import Notice, Notices
from bot.store import audit
from bot.store.audit import Look
from bot.store.engine import Store, Tx

MOST_LOOKS = 30
ADMINISTRATORS, CHANNEL = "administrators", "channel"


@dataclass(frozen=True, slots=True)
class Verified:
    """How the audit stands: what was checked, and every place that was tampered with."""

    months: int
    entries: int
    dropped: int
    tampering: tuple[Tampering, ...]
    closed: tuple[Anchor, ...]


def list_viewed(tx: Tx, actor: Actor, what: str, staff_ids: Collection[str], now: datetime) -> None:
    """Write down that ``actor`` is shown the list ``what`` with these people on it.

    Call it in the transaction (``store.write()``) that reads the list, before the list is
    shown: without the entry nobody sees it. ``what`` is Japanese and read by the people on
    the list (「窓口サービス課の未受講者の一覧」); at most 100 characters, without names.
    """
    viewer = None if actor.staff is None else actor.staff.staff_id
    audit.append(tx, viewer, what, staff_ids, month_of(tokyo_day(now)), now)


class Audit:
    """Reading the audit: each person what concerns them, the administrators whether it holds."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._notices = Notices(store)

    def looks_at_me(self, actor: Actor) -> tuple[Look, ...]:
        """Who looked at a list with the actor on it, newest first."""
        require(actor, Action.SEE_OWN_RECORD)
        if actor.staff is None:
            return ()
        with self._store.read() as tx:
            return audit.looks_at(tx, actor.staff.staff_id, MOST_LOOKS)

    def verify(self, actor: Actor, anchors: Iterable[Anchor] = ()) -> Verified:
        """Whether anything was edited, deleted or cut off (administrators).

        ``anchors`` are the counts and marks posted when months closed: with them also a
        month is found out that was cut off and whose own row was adapted.
        """
        require(actor, Action.VERIFY_AUDIT)
        with self._store.read() as tx:
            segments, entries, key = audit.segments(tx), audit.entries(tx), audit.key(tx)
            closed = audit.closed(tx)
        found = tuple(verify(key or "", segments, entries, anchors))
        return Verified(
            months=len(segments),
            entries=sum(len(of_month) for of_month in entries.values()),
            dropped=sum(segment.dropped for segment in segments),
            tampering=found,
            closed=closed,
        )

    def close_months(self, now: datetime) -> None:
        """Close the months that are over and tell the administrators each one's count and mark.

        Chore of the clock, in any number of processes: each month is told once.
        """
        for anchor in self._due(ADMINISTRATORS, now):
            if self._notices.tell(Notice.AUDIT_CLOSED, anchor.month, now):
                self._note(ADMINISTRATORS, anchor)

    def to_post(self, now: datetime) -> tuple[Anchor, ...]:
        """The closed months whose count and mark are not in the administrators' channel yet."""
        return self._due(CHANNEL, now)

    def posted(self, anchor: Anchor) -> None:
        """That month stands in the channel; posting it twice would do no harm."""
        self._note(CHANNEL, anchor)

    def anchor(self, month: str) -> Anchor | None:
        """Count and mark of a closed month, for the message that tells them."""
        with self._store.read() as tx:
            return next((one for one in audit.closed(tx) if one.month == month), None)

    def _due(self, where: str, now: datetime) -> tuple[Anchor, ...]:
        month = month_of(tokyo_day(now))
        with self._store.read() as tx:
            behind = any(s.month < month and not s.closed for s in audit.segments(tx))
        if behind:
            with self._store.write() as tx:
                audit.close_before(tx, month)
        with self._store.read() as tx:
            before = audit.posted(tx, where)
            return tuple(anchor for anchor in audit.closed(tx) if anchor.month > before)

    def _note(self, where: str, anchor: Anchor) -> None:
        with self._store.write() as tx:
            audit.note_posted(tx, where, anchor.month)
