"""集合: who took part in a 朝礼5分カード, ticked by name, without right or wrong.

It counts towards 受講済 and never towards 習得. Until the week in which it was noted closes,
it can be taken back; then exactly what it added goes.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256

from bot.content.library import Library
from bot.core.course import Concept
from bot.core.learning.weeks import CompletionState, closes_at, state_of_answer
from bot.core.office_calendar import tokyo_day, week_of
from bot.core.people import Actor, Section, Staff
from bot.core.period import whole_year
from bot.core.permissions import Action, require, sections_in_reach
from bot.core.retention import fiscal_year
from bot.service.audit import list_viewed
from bot.service.certificates import Certificates
from bot.service.gathering_values import (
    GatheringFault,
    Noted,
    People,
    PeopleChanged,
    Shown,
    Talk,
    TooLate,
)
from bot.service.referral import UnknownEntry
from bot.store import gatherings, people
from bot.store.engine import Store, Tx
from bot.store.gatherings import Gathering

__all__ = [
    "GatheringFault",
    "Gatherings",
    "Noted",
    "People",
    "PeopleChanged",
    "Shown",
    "Talk",
    "TooLate",
]

MOST_SHOWN = 10


class Gatherings:
    """For 課長 (their own sections) and 研修担当 (the ward)."""

    def __init__(self, store: Store, library: Library, certificates: Certificates) -> None:
        self._store = store
        self._library = library
        self._certificates = certificates

    def sections(self, actor: Actor, now: datetime) -> tuple[Section, ...]:
        """The sections with people today that the actor may note for, their own first."""
        require(actor, Action.NOTE_TOGETHER)
        reach = sections_in_reach(actor, Action.NOTE_TOGETHER)
        with self._store.read() as tx:
            there = {member.section_id for member in people.members(tx, tokyo_day(now))}
            found = [s for s in people.sections(tx) if s.section_id in there]
        mine = {m.section_id for m in actor.memberships}
        near = [s for s in found if reach is None or s.section_id in reach]
        return tuple(sorted(near, key=lambda s: (s.section_id not in mine, s.name)))

    def people(self, actor: Actor, talk: Talk, now: datetime) -> People:
        """Who could have taken part: the section on that day, without those 対象外 then.

        In the audit before anybody sees it. Raises GatheringFault, NotPermitted.
        """
        require(actor, Action.NOTE_TOGETHER, section_id=talk.section_id)
        titles = self._checked(talk, now)
        with self._store.write() as tx:
            section = _section(tx, talk.section_id)
            staff = _offered(tx, talk)
            if not staff:
                raise GatheringFault("day", "その日に、その課に在籍する方が名簿にいません。")
            what = f"{section.name}の方の一覧（集合の記録）"
            list_viewed(tx, actor, what, [one.staff_id for one in staff], now)
        return People(talk, section, titles, staff, _digest(staff))

    def ids(self, actor: Actor, talk: Talk, digest: str, now: datetime) -> tuple[str, ...]:
        """The ids behind a list that was shown (PeopleChanged when it is another by now)."""
        require(actor, Action.NOTE_TOGETHER, section_id=talk.section_id)
        self._checked(talk, now)
        with self._store.read() as tx:
            staff = _offered(tx, talk)
        if _digest(staff) != digest:
            raise PeopleChanged
        return tuple(one.staff_id for one in staff)

    def note(self, actor: Actor, talk: Talk, staff_ids: Collection[str], now: datetime) -> Noted:
        """Count the talk for these people, in one transaction.

        Noting the same section, day and concepts again adds people to the same talk.
        """
        require(actor, Action.NOTE_TOGETHER, section_id=talk.section_id)
        titles = self._checked(talk, now)
        week = week_of(talk.day)
        with self._store.write() as tx:
            gatherings.one_at_a_time(tx)
            section = _section(tx, talk.section_id)
            offered = {one.staff_id for one in _offered(tx, talk)}
            if not staff_ids or not set(staff_ids) <= offered:
                raise PeopleChanged
            noted = _begun(tx, actor, talk, now)
            state = state_of_answer(week, now) if gatherings.is_posted(tx, week) else None
            added = sum(
                gatherings.add(tx, noted, who, state, week) for who in sorted(set(staff_ids))
            )
        return Noted(
            id=noted.id,
            section=section,
            day=talk.day,
            titles=titles,
            added=added,
            known=len(set(staff_ids)) - added,
            late=state is CompletionState.COMPLETED_LATE,
            until=_until(now),
        )

    def recent(self, actor: Actor, now: datetime) -> tuple[Shown, ...]:
        """The newest talks of this 年度 in the actor's reach, in numbers."""
        require(actor, Action.NOTE_TOGETHER)
        reach = sections_in_reach(actor, Action.NOTE_TOGETHER)
        with self._store.read() as tx:
            start = whole_year(fiscal_year(tokyo_day(now))).start
            found = gatherings.of_sections(tx, reach, start, MOST_SHOWN)
            return tuple(self._shown(tx, talk, now) for talk in found)

    def participants(
        self, actor: Actor, gathering_id: str, now: datetime
    ) -> tuple[Shown, tuple[Staff, ...]]:
        """Who took part in a talk that can still be undone; in the audit before it is seen."""
        with self._store.write() as tx:
            talk = _undoable(tx, actor, gathering_id, now)
            shown = self._shown(tx, talk, now)
            staff = gatherings.participants(tx, talk.id)
            what = f"{shown.section.name}の集合に参加した方の一覧"
            list_viewed(tx, actor, what, [one.staff_id for one in staff], now)
        return shown, staff

    def undo(
        self, actor: Actor, gathering_id: str, staff_ids: Collection[str], now: datetime
    ) -> int:
        """Take these people off a talk, with what it added for them; how many.

        A certificate that was earned by it alone is withdrawn.
        """
        with self._store.write() as tx:
            gatherings.one_at_a_time(tx)
            talk = _undoable(tx, actor, gathering_id, now)
            week = week_of(talk.day)
            off = [who for who in sorted(set(staff_ids)) if gatherings.remove(tx, talk, who, week)]
            gatherings.end_if_empty(tx, talk.id)
            self._certificates.withdraw_unearned(tx, off, fiscal_year(talk.day), now)
        return len(off)

    def _checked(self, talk: Talk, now: datetime) -> tuple[str, ...]:
        """The titles of the concepts; GatheringFault for what cannot be noted."""
        today = tokyo_day(now)
        if talk.day > today:
            raise GatheringFault(
                "day", "これからの日は記録できません。行った日をえらんでください。"
            )
        start = whole_year(fiscal_year(today)).start
        if talk.day < start:
            message = f"今の年度（{start.year}年4月1日から）の日をえらんでください。"
            raise GatheringFault("day", message)
        concepts = self._library.course.concepts
        if not talk.concepts:
            raise GatheringFault("concepts", "使ったカードのテーマを、1つ以上えらんでください。")
        found: Sequence[Concept | None] = [concepts.get(one) for one in talk.concepts]
        if not all(found):
            raise UnknownEntry(talk.concepts[0])
        return tuple(concept.title for concept in found if concept is not None)

    def _shown(self, tx: Tx, talk: Gathering, now: datetime) -> Shown:
        concepts = self._library.course.concepts
        until = _until(talk.noted_at)
        return Shown(
            id=talk.id,
            section=_section(tx, talk.section_id),
            day=talk.day,
            titles=tuple(concepts[c].title if c in concepts else c for c in talk.concepts),
            people=talk.people,
            until=until if now < until else None,
        )


def _begun(tx: Tx, actor: Actor, talk: Talk, now: datetime) -> Gathering:
    """The talk's row: the one there is, or a new one."""
    new = Gathering(
        secrets.token_hex(8), talk.section_id, talk.day, tuple(sorted(talk.concepts)), now, 0
    )
    known = gatherings.same(tx, new)
    if known is not None:
        new = Gathering(known.id, new.section_id, new.day, new.concepts, now, known.people)
    gatherings.begin(tx, new, None if actor.staff is None else actor.staff.staff_id)
    return new


def _undoable(tx: Tx, actor: Actor, gathering_id: str, now: datetime) -> Gathering:
    require(actor, Action.NOTE_TOGETHER)
    talk = gatherings.find(tx, gathering_id)
    if talk is None:
        raise UnknownEntry(gathering_id)
    require(actor, Action.NOTE_TOGETHER, section_id=talk.section_id)
    if now >= _until(talk.noted_at):
        raise TooLate
    return talk


def _section(tx: Tx, section_id: str) -> Section:
    section = people.section(tx, section_id)
    if section is None:
        raise UnknownEntry(section_id)
    return section


def _offered(tx: Tx, talk: Talk) -> tuple[Staff, ...]:
    """The section's people on that day by name, without those 対象外."""
    out = people.excluded_on(tx, talk.day)
    staff = [m.staff for m in people.members(tx, talk.day, talk.section_id)]
    return tuple(
        sorted(
            (one for one in staff if one.staff_id not in out),
            key=lambda one: (one.name, one.staff_id),
        )
    )


def _digest(staff: Collection[Staff]) -> str:
    return sha256("\n".join(one.staff_id for one in staff).encode()).hexdigest()[:16]


def _until(noted_at: datetime) -> datetime:
    """Until when it can be undone: no week has closed in between."""
    return closes_at(week_of(tokyo_day(noted_at)))
