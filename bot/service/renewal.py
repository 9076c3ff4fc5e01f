"""Keeping entries true: 「変わりありません」, what is overdue, the ward's own values."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.content import editing
from bot.content.dates import next_review, renewed
from bot.content.library import Library
from bot.content.local_lines import NAME as LOCAL_FILE
from bot.content.local_lines import key_at, with_desk
from bot.core.knowledge import Destination
from bot.core.local import LocalDesk, needs_confirming
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.permissions import Action, NotPermitted, require, scopes, sections_in_reach
from bot.service.editing import Done, Editing, StillFaulty
from bot.service.editors import Editors
from bot.service.referral import UnknownEntry
from bot.store import people
from bot.store.engine import Store


class WrongValues(Exception):
    """Values of the form that local.yaml cannot hold; ``by_key``: key → Japanese sentence."""

    def __init__(self, by_key: Mapping[str, str]) -> None:
        super().__init__("、".join(by_key))
        self.by_key = by_key


class CheckedToday(Exception):
    """The entry was checked today: there is nothing to renew."""


@dataclass(frozen=True, slots=True)
class Due:
    """An entry that is to be looked at; ``overdue`` when its day has passed."""

    destination: Destination
    overdue: bool


@dataclass(frozen=True, slots=True)
class DueList:
    """What one person may renew: the overdue entries, and the one whose turn is next."""

    overdue: tuple[Due, ...]
    following: Due | None


@dataclass(frozen=True, slots=True)
class Renewed:
    """A renewed entry; ``done`` is the change, for 「元に戻す」."""

    destination: Destination
    assured_date: date
    review_after: date
    done: Done


@dataclass(frozen=True, slots=True)
class WardValues:
    """What the ward says about one destination, and whether it is to be confirmed again."""

    destination: Destination
    desk: LocalDesk | None
    needs_confirming: bool


class Renewal:
    """Confirms entries, one tap or one form at a time."""

    def __init__(self, store: Store, library: Library, editors: Editors, editing: Editing) -> None:
        self._store = store
        self._library = library
        self._editors = editors
        self._editing = editing
        self._lock = threading.Lock()

    def may_renew(self, actor: Actor, destination_id: str) -> bool:
        """Whether that entry is the person's to confirm."""
        entry = self._library.knowledge.destinations.get(destination_id)
        return entry is not None and self._owns(self._posts(actor), entry)

    def may_edit(self, actor: Actor) -> bool:
        """Whether the person may change the ward's own values."""
        return bool(scopes(actor, Action.EDIT_KNOWLEDGE))

    def _posts(self, actor: Actor) -> tuple[str, ...] | None:
        """The names of the sections whose entries are the person's; None: all entries."""
        reach = sections_in_reach(actor, Action.RENEW_ENTRY)
        if not reach:
            return None if reach is None else ()
        with self._store.read() as tx:
            found = (people.section(tx, section_id) for section_id in sorted(reach))
            return tuple(section.name for section in found if section)

    def _owns(self, posts: tuple[str, ...] | None, entry: Destination) -> bool:
        """The roster knows sections, ``owner`` a post in one: 「保健福祉課 地域福祉担当」."""
        if posts is None:
            return True
        return any(p.startswith(name) for name in posts for p in (entry.owner, entry.deputy or ""))

    def due(self, actor: Actor, now: datetime) -> DueList:
        """The entries that are the person's to confirm, the longest overdue first.

        NotPermitted for somebody who is not on the roster.
        """
        require(actor, Action.RENEW_ENTRY)
        posts, today = self._posts(actor), tokyo_day(now)
        mine = [d for d in self._library.knowledge.destinations.values() if self._owns(posts, d)]
        ordered = sorted(mine, key=lambda d: (d.review_after, d.id))
        overdue = tuple(Due(d, overdue=True) for d in ordered if d.review_after < today)
        later = (Due(d, overdue=False) for d in ordered[len(overdue) :])
        return DueList(overdue, next(later, None))

    def renew(self, actor: Actor, destination_id: str, now: datetime) -> Renewed:
        """「変わりありません」: checked today, to be looked at again after the same interval.

        Raises NotPermitted, UnknownEntry, CheckedToday, NotEditable, and what
        ``Editing.confirm`` raises.
        """
        if not self.may_renew(actor, self._entry(destination_id).id):
            raise NotPermitted(Action.RENEW_ENTRY)
        with self._lock:  # a second tap sees what the first has done
            entry = self._entry(destination_id)
            if entry.assured_date == tokyo_day(now):
                raise CheckedToday
            return self._renewed(actor, entry, now)

    def _renewed(self, actor: Actor, entry: Destination, now: datetime) -> Renewed:
        today = tokyo_day(now)
        review = next_review(entry.assured_date, entry.review_after, today)
        name = f"destinations/{entry.id}.yaml"
        data = editing.current(self._library.knowledge_dir, name) or b""
        done = self._editing.exchange(actor, name, data, renewed(data, today, review), now)
        self._editors.reload(now)
        return Renewed(entry, today, review, done)

    def _entry(self, destination_id: str) -> Destination:
        entry = self._library.knowledge.destinations.get(destination_id)
        if entry is None:
            raise UnknownEntry(destination_id)
        return entry

    def ward_values(self, actor: Actor, destination_id: str, now: datetime) -> WardValues:
        """What stands in local.yaml about one destination (NotPermitted, UnknownEntry)."""
        self._require_edit(actor)
        entry = self._entry(destination_id)
        desk = self._library.knowledge.local.entries.get(destination_id)
        again = desk is not None and needs_confirming(desk.confirmed, tokyo_day(now))
        return WardValues(entry, desk, again)

    def save_ward_values(
        self,
        actor: Actor,
        destination_id: str,
        values: Mapping[str, str | bool | Sequence[str]],
        now: datetime,
    ) -> Done:
        """Write one destination's values into local.yaml, confirmed today.

        ``values`` are keys of the file; empty ones are taken out. Raises NotPermitted,
        UnknownEntry, NotEditable, WrongValues, and what ``Editing.confirm`` raises. The
        caller lets the editors reload afterwards, which may take longer than a form waits.
        """
        self._require_edit(actor)
        entry = self._entry(destination_id)
        before = editing.current(self._library.knowledge_dir, LOCAL_FILE)
        confirmed = {**values, "confirmed": tokyo_day(now).isoformat()}
        after = with_desk(before, entry.id, confirmed)
        try:
            return self._editing.exchange(actor, LOCAL_FILE, before, after, now)
        except StillFaulty as faulty:
            mine = _by_key(faulty, after, entry.id)
            if mine:
                raise WrongValues(mine) from faulty
            raise

    def _require_edit(self, actor: Actor) -> None:
        if not self.may_edit(actor):
            raise NotPermitted(Action.EDIT_KNOWLEDGE)


def _by_key(faulty: StillFaulty, data: bytes, destination_id: str) -> dict[str, str]:
    """The mistakes that stand in one destination's own lines of local.yaml."""
    said: dict[str, str] = {}
    for error in faulty.errors:
        key = key_at(data, destination_id, error.line)
        if error.path.endswith(f"/{LOCAL_FILE}") and key:
            said.setdefault(key, error.message)
    return said
