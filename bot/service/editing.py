"""A knowledge editor's changed files: judged, shown, put in place, taken back.

A proposal waits a day on disk, so that it survives a restart; what was put in place is
kept for good with time and staff id, because it must be known who changed the guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.content import editing, shelf
from bot.content.difference import changes
from bot.content.editing import Draft, Files
from bot.content.errors import ContentError
from bot.content.library import Library
from bot.content.shelf import Change, Shelf
from bot.core.analysis import Analyser
from bot.core.knowledge import Knowledge
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.core.personal_data import PersonalDataDetector
from bot.core.trial import Found, concerns_finding, try_out
from bot.service.cards import ConferenceCard, DestinationCard, DutyCard
from bot.service.editors import Editors
from bot.service.exchange import Exchange
from bot.service.preview import (
    changed_conferences,
    changed_destinations,
    changed_duties,
    suspicious_lines,
)

PROPOSALS, HISTORY = "knowledge-proposals", "knowledge-history"
WAITS = timedelta(days=1)


class ProposalGone(Exception):
    """The proposal or change is not there (any more): expired, dropped or used."""


class AlreadyBack(Exception):
    """The change has been taken back already."""


class NothingChanges(Exception):
    """The files are, byte for byte, those that are in place."""


class StillFaulty(Exception):
    """The folder as it would be has mistakes; carries all of them."""

    def __init__(self, errors: tuple[ContentError, ...]) -> None:
        super().__init__(f"{len(errors)} mistakes")
        self.errors = errors


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """What changes in one file, in words; ``suspicious`` lines may hold personal data."""

    name: str
    words: tuple[str, ...]
    suspicious: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Faults:
    """Why files cannot be taken: mistakes of theirs, and those that stood there before."""

    names: tuple[str, ...]
    errors: tuple[ContentError, ...]
    others: tuple[ContentError, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Files without a mistake, as they would change what staff see.

    ``found`` None: nothing about finding can change.
    """

    id: str
    files: tuple[ChangedFile, ...]
    destinations: tuple[DestinationCard, ...]
    duties: tuple[DutyCard, ...]
    conferences: tuple[ConferenceCard, ...]
    found: tuple[Found, ...] | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """A change that is in place; ``id`` is what 「元に戻す」 needs."""

    id: str
    files: tuple[str, ...]


class Editing:
    """Takes changed files of knowledge/ from those who may change it."""

    def __init__(self, library: Library, editors: Editors, data_dir: Path) -> None:
        self._library = library
        self._editors = editors
        self._proposals = Shelf(data_dir / PROPOSALS)
        self._history = Shelf(data_dir / HISTORY)
        self._exchange = Exchange(library.knowledge_dir, self._history, editors.nobody_reading)

    def place_of(self, actor: Actor, name: str) -> str:
        """Where a file of that name belongs (NotPermitted, NotOurFile)."""
        require(actor, Action.EDIT_KNOWLEDGE)
        return editing.place_of(name, self._library.quizzes_dir)

    def propose(self, actor: Actor, new: Mapping[str, bytes], now: datetime) -> Proposal | Faults:
        """Judge files by what the folder would be with them; good ones wait for a day.

        Takes seconds: the examples are tried out before and after. Raises NothingChanges.
        """
        require(actor, Action.EDIT_KNOWLEDGE)
        self._proposals.forget_before(now - WAITS)
        draft = self._draft(new)
        if draft.knowledge is None:
            return Faults(tuple(new), draft.errors, draft.others)
        here = {name: self._now(name) for name in new}
        if here == dict(new):
            raise NothingChanges
        change = Change(shelf.new_id(now), now, _staff_id(actor), here, dict(new))
        self._proposals.save(change)
        return self._shown(change, self._library.knowledge, draft.knowledge, now)

    def _draft(self, new: Files) -> Draft:
        return editing.draft(self._library.knowledge_dir, self._library.quizzes_dir, new)

    def _shown(self, change: Change, old: Knowledge, new: Knowledge, now: datetime) -> Proposal:
        analyser = Analyser()
        found = try_out(old, new, analyser) if concerns_finding(old, new) else None
        detector = PersonalDataDetector(analyser)
        return Proposal(
            id=change.id,
            files=tuple(_changed(change, name, detector) for name in change.after),
            destinations=changed_destinations(old, new, now),
            duties=changed_duties(old, new, now),
            conferences=changed_conferences(old, new),
            found=found,
            until=now + WAITS,
        )

    def confirm(self, actor: Actor, id_: str, now: datetime) -> Done:
        """Put a proposal in place (「反映する」).

        Raises NotPermitted, ProposalGone, StillFaulty, ChangedMeanwhile, NotWritable.
        """
        require(actor, Action.EDIT_KNOWLEDGE)
        proposed = self._proposals.load(id_)
        if proposed is None or proposed.at < now - WAITS:
            raise ProposalGone(id_)
        change = Change(shelf.new_id(now), now, _staff_id(actor), proposed.before, proposed.after)
        done = self._carry_out(change, now)
        self._proposals.remove(id_)
        return done

    def drop(self, actor: Actor, id_: str) -> None:
        """Forget a proposal (「やめる」)."""
        require(actor, Action.EDIT_KNOWLEDGE)
        self._proposals.remove(id_)

    def undo(self, actor: Actor, id_: str, now: datetime) -> Done:
        """Put back what a change replaced (「元に戻す」); that too can be taken back.

        Raises AlreadyBack where it is back already, and what ``confirm`` raises.
        """
        made = self._history.load(id_)
        if made is None:
            raise ProposalGone(id_)
        self._require_undo(actor, made)
        if all(self._now(name) == data for name, data in made.before.items()):
            raise AlreadyBack
        return self._carry_out(made.undone(now, _staff_id(actor)), now)

    def _require_undo(self, actor: Actor, made: Change) -> None:
        """Whoever renewed an entry may take that back without being an editor."""
        if not (made.by and made.by == _staff_id(actor)):
            require(actor, Action.EDIT_KNOWLEDGE)

    def _now(self, name: str) -> bytes | None:
        return editing.current(self._library.knowledge_dir, name)

    def exchange(
        self, actor: Actor, name: str, before: bytes | None, after: bytes, now: datetime
    ) -> Done:
        """Put one file in place at once (「変わりありません」 and the form of the ward's values).

        The caller has asked whether the actor may, and lets the editors reload. Raises what
        ``confirm`` raises.
        """
        change = Change(shelf.new_id(now), now, _staff_id(actor), {name: before}, {name: after})
        return self._put(change)

    def _carry_out(self, change: Change, now: datetime) -> Done:
        done = self._put(change)
        self._editors.reload(now)
        return done

    def _put(self, change: Change) -> Done:
        draft = self._draft(change.after)
        if draft.knowledge is None:
            raise StillFaulty(draft.errors + draft.others)
        self._exchange.put(change)
        return Done(change.id, tuple(change.after))


def _staff_id(actor: Actor) -> str:
    return actor.staff.staff_id if actor.staff else ""


def _changed(change: Change, name: str, detector: PersonalDataDetector) -> ChangedFile:
    before, after = change.before[name], change.after[name]
    words = changes(name, before, after)
    if after is None or not name.endswith(".txt"):
        return ChangedFile(name, words)
    return ChangedFile(name, words, suspicious_lines(before, after, detector))
