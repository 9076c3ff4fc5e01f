"""The 事実確認シート: asked, judged and forgotten; only pooled ticks are ever kept.

Nothing of a sheet is stored or logged. What is learnt from it waits in memory until it
is a lot (``core.lots``) and is lost on purpose when the process ends.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import SystemRandom
from threading import Lock

from bot.content.library import Library
from bot.core.discretion import is_discreet
from bot.core.lots import SHEET_LOTS, draw
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.sheet import POSITIVE, Noticed, Sheet, SheetResult, items_of
from bot.core.sheet_items import SheetGroup, SheetPart
from bot.core.sheet_rules import duties_of, judge, noticed
from bot.service.cards import DestinationCard, DutyCard, destination_card, duty_card
from bot.service.sheet_notes import NoteCheck
from bot.store import sheet as ticks
from bot.store.engine import Store

Tick = tuple[str, str]  # item and answer
MOST_WAITING = 200  # sheets; where fewer people write than a lot needs, the oldest are let go
_CHANCE = SystemRandom()


@dataclass(frozen=True, slots=True)
class SheetForm:
    """What can be ticked; ``free_text``: the ward has turned own lines on."""

    groups: tuple[SheetGroup, ...]
    free_text: bool

    def part(self, part: SheetPart) -> tuple[SheetGroup, ...]:
        """The headings of one part, in the file's order."""
        return tuple(group for group in self.groups if group.part is part)


@dataclass(frozen=True, slots=True)
class JudgedSheet:
    """A sheet's result with the cards of its duties (at once) and destinations."""

    result: SheetResult
    duties: tuple[DutyCard, ...]
    destinations: tuple[DestinationCard, ...]


@dataclass(frozen=True, slots=True)
class _Ticked:
    """What one sheet adds to the counts; ``who`` only tells one writer from another."""

    who: str
    ticks: frozenset[Tick]


class Sheets:
    """Open to every member of the workspace."""

    def __init__(self, store: Store, library: Library, *, free_text: bool = False) -> None:
        self._store = store
        self._library = library
        self._free_text = free_text
        self._notes = NoteCheck()
        self._lock = Lock()
        self._waiting: Mapping[str, _Ticked] = {}
        self._key = secrets.token_bytes(32)

    def form(self, actor: Actor) -> SheetForm:
        """The headings and items of today."""
        return SheetForm(self._library.knowledge.sheet, self._free_text)

    def recognised(self, actor: Actor, signs: Iterable[str]) -> tuple[str, ...]:
        """The items whose own sign an answer has recognised: to look at, not yet noticed."""
        wanted = set(signs)
        items = items_of(self._library.knowledge, SheetPart.SIGNS)
        return tuple(item.id for item in items if not wanted.isdisjoint(item.signs[:1]))

    def urgent(self, actor: Actor, sheet: Sheet, now: datetime) -> tuple[DutyCard, ...]:
        """The cards that come before anything else is asked, most urgent first."""
        knowledge = self._library.knowledge
        duties = duties_of(noticed(sheet, knowledge, *POSITIVE), knowledge)
        return tuple(duty_card(knowledge, d.kind, now) for d in duties if d.at_once)

    def judge(self, actor: Actor, sheet: Sheet, now: datetime) -> JudgedSheet:
        """What follows from a sheet; nothing of it is kept."""
        knowledge = self._library.knowledge
        result = judge(sheet, knowledge, now)
        entries = (knowledge.destinations[d.destination_id] for d in result.destinations)
        return JudgedSheet(
            result=result,
            duties=tuple(duty_card(knowledge, d.kind, now) for d in result.at_once),
            destinations=tuple(destination_card(knowledge, e, now) for e in entries),
        )

    def note_faults(self, actor: Actor, sheet: Sheet) -> tuple[str, ...]:
        """For each line of the writer's own what has to be put right; empty: nothing."""
        return tuple(self._notes.fault(note) for note in sheet.notes)

    def learn(self, actor: Actor, sheet: Sheet, now: datetime) -> bool:
        """Put the sheet's ticks to those that wait; whether a lot was added to the counts.

        A sheet that has to do with 死にたい気持ち is not counted at all. StoreUnavailable
        leaves what waited as it was, without this sheet.
        """
        counted = tuple(self._ticks(sheet))
        if not counted:
            return False
        who = hashlib.blake2b(actor.slack_user_id.encode(), key=self._key).hexdigest()
        with self._lock:
            waiting = {**self._waiting, secrets.token_hex(8): _Ticked(who, frozenset(counted))}
            leaving = draw(waiting, _CHANCE.sample, SHEET_LOTS, lambda form: waiting[form].who)
            if leaving:
                counts = Counter(tick for form in leaving for tick in waiting[form].ticks)
                with self._store.write() as tx:
                    ticks.add_ticks(tx, f"{tokyo_day(now):%Y-%m}", counts)
            staying = [form for form in waiting if form not in leaving]
            self._waiting = {form: waiting[form] for form in staying[-MOST_WAITING:]}
        return bool(leaving)

    def _ticks(self, sheet: Sheet) -> Iterator[Tick]:
        if self._is_discreet(sheet):
            return
        for answer in Noticed:
            for item in noticed(sheet, self._library.knowledge, answer):
                yield item.id, answer.value

    def _is_discreet(self, sheet: Sheet) -> bool:
        knowledge = self._library.knowledge
        touched = noticed(sheet, knowledge, *Noticed)
        kinds = [kind for item in touched for kind in (*item.danger, *item.watch)]
        signs = [sign for item in touched for sign in item.signs]
        leads: Sequence[str] = [lead for item in touched for lead in item.lead_ids]
        return is_discreet(kinds, signs, leads)
