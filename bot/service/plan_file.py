"""quizzes/plan.yaml: read as it stands, exchanged as a whole, taken back."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.content import editing, shelf
from bot.content.library import Library
from bot.content.plan import PLAN_FILE
from bot.content.plan_text import faults_in, read_plan, written
from bot.content.shelf import Change, Shelf
from bot.core.indicator.plan import Plan
from bot.core.indicator.plan_changes import differences
from bot.core.people import Actor
from bot.service.editing import AlreadyBack, ProposalGone, StillFaulty
from bot.service.exchange import Exchange
from bot.service.plan_values import LastChange, Saved

HISTORY = "plan-history"
_LOOKED_THROUGH = 20  # changes, for the one that can be taken back


@dataclass(frozen=True, slots=True)
class PlanAsFiled:
    """The file's bytes (None: there is none) and the plan in them."""

    data: bytes | None
    plan: Plan


class PlanFiling:
    """The one way to the file; whoever calls has asked whether the actor may."""

    def __init__(self, library: Library, data_dir: Path) -> None:
        self._library = library
        self._history = Shelf(data_dir / HISTORY)
        # One file is exchanged in one step: nobody need wait until everything is read again.
        self._exchange = Exchange(library.quizzes_dir, self._history, nullcontext)

    def read(self) -> PlanAsFiled:
        """The plan as it stands now (StillFaulty while the file has mistakes)."""
        data = self._data()
        plan = read_plan(data)
        if not isinstance(plan, Plan):
            raise StillFaulty(plan)
        return PlanAsFiled(data, plan)

    def change(self, actor: Actor, file: PlanAsFiled, plan: Plan, now: datetime) -> Saved:
        """Put another plan in the place of the one that was read.

        Raises StillFaulty, ChangedMeanwhile, NotWritable; then nothing is changed.
        """
        if plan == file.plan:
            return Saved("", ())
        after = {PLAN_FILE: written(plan)}
        change = Change(shelf.new_id(now), now, _staff_id(actor), {PLAN_FILE: file.data}, after)
        self._put(change)
        return Saved(change.id, tuple(differences(file.plan, plan)))

    def undo(self, actor: Actor, id_: str, now: datetime) -> Saved:
        """Take a change back (ProposalGone, AlreadyBack, and what ``change`` raises)."""
        made = self._history.load(id_)
        if made is None:
            raise ProposalGone(id_)
        if self._data() == made.before[PLAN_FILE]:
            raise AlreadyBack
        change = made.undone(now, _staff_id(actor))
        self._put(change)
        return Saved(change.id, _words(change))

    def last(self, file: PlanAsFiled) -> LastChange | None:
        """The newest change after which the file is as it was read."""
        for change in self._history.newest(_LOOKED_THROUGH):
            if change.after[PLAN_FILE] == file.data:
                return LastChange(change.id, change.at, _words(change))
        return None

    def _data(self) -> bytes | None:
        return editing.current(self._library.quizzes_dir, PLAN_FILE)

    def _put(self, change: Change) -> None:
        """Only what the reader takes is put in place."""
        data = change.after[PLAN_FILE]
        faults = faults_in(data, self._library.knowledge) if data is not None else ()
        if faults:
            raise StillFaulty(faults)
        self._exchange.put(change)


def _words(change: Change) -> tuple[str, ...]:
    old, new = (read_plan(files[PLAN_FILE]) for files in (change.before, change.after))
    if isinstance(old, Plan) and isinstance(new, Plan):
        return tuple(differences(old, new))
    return ()


def _staff_id(actor: Actor) -> str:
    return actor.staff.staff_id if actor.staff else ""
