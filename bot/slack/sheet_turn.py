"""One press or submission on a sheet: what is filled in, and the screen that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.people import Actor
from bot.core.sheet import POSITIVE, Place, SheetResult
from bot.core.sheet_items import SheetPart
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.slack.blocks.base import View
from bot.slack.blocks.sheet import GROUPS, PLACE, fill_view, start_view
from bot.slack.blocks.sheet_result import Paper, result_view
from bot.slack.blocks.sheet_state import (
    MOST_NOTES,
    NOTE,
    NOTE_BASIS,
    TICK,
    OpenSheet,
    basis_block,
    note_block,
    read_sheet,
    unpack_sheet,
)
from bot.slack.showing import Body, asking

NOT_MARKED = "この行が、見たこと・聞いたこと・推測のどれかを選んでください。"
NOTHING_TICKED = "「見た」か「聞いた」に、ひとつ以上印を付けてください。"


@dataclass(frozen=True, slots=True)
class Turn:
    """Who did something on which screen, and when."""

    service: Service
    body: Body
    actor: Actor
    now: datetime

    @classmethod
    def of(cls, service: Service, body: Body) -> Turn:
        """What a payload tells."""
        return cls(service, body, *asking(service, body))

    @property
    def values(self) -> Mapping[str, Any]:
        """What is ticked and written on the screen."""
        found: Mapping[str, Any] = self.body["view"]["state"]["values"]
        return found

    def drawn(self) -> OpenSheet:
        """The sheet as it was when the screen was drawn (UnknownEntry for no sheet of ours)."""
        groups = self.service.sheet.form(self.actor).groups
        return unpack_sheet(self.body["view"].get("private_metadata"), groups)

    def filled(self) -> OpenSheet:
        """The sheet as it is filled in now; a screen without boxes changes nothing in it."""
        opened = self.drawn()
        has_boxes = any(TICK in block for block in self.values.values())
        return read_sheet(opened, self.values) if has_boxes else opened

    def chosen_groups(self, block_id: str) -> tuple[str, ...]:
        """The headings ticked on the first screen."""
        options = self.values[block_id][GROUPS].get("selected_options") or ()
        return tuple(str(option["value"]) for option in options)

    def place(self) -> Place:
        """Where it was noticed (UnknownEntry for a place that is none)."""
        picked = self.values.get(PLACE, {}).get(PLACE, {}).get("selected_option") or {}
        try:
            return Place(picked.get("value", Place.COUNTER))
        except ValueError as error:
            raise UnknownEntry from error

    def begun(self, signs: tuple[str, ...]) -> View:
        """At the headings of what an answer recognised, else the first screen.

        Nothing is ticked: only the writer knows what was seen and what was heard.
        """
        form = self.service.sheet.form(self.actor)
        marked = self.service.sheet.recognised(self.actor, signs)
        groups = [g.id for g in form.part(SheetPart.SIGNS) if any(i.id in marked for i in g.items)]
        if not groups:
            return start_view(form)
        return self.filling(OpenSheet(groups=tuple(groups), marked=marked))

    def filling(self, opened: OpenSheet) -> View:
        """The screen to fill in, with what is urgent on top."""
        urgent = self.service.sheet.urgent(self.actor, opened.sheet, self.now)
        return fill_view(self.service.sheet.form(self.actor), opened, urgent)

    def result(self, opened: OpenSheet, *, sent: bool = False) -> View:
        """The result; ``sent``: as a file it is on its way."""
        found = self.service.sheet.judge(self.actor, opened.sheet, self.now)
        offered = self.may_become_file(opened, found.result)
        paper = Paper.SENT if sent else Paper.OFFERED if offered else Paper.NOT_OFFERED
        # Slack lays three modals over each other; from the second on a page would replace this.
        more = not self.body["view"].get("previous_view_id")
        return result_view(found, opened, more=more, paper=paper)

    def may_become_file(self, opened: OpenSheet, result: SheetResult) -> bool:
        """Whether the writer may have it as a file: not with a line that nobody has checked.

        Whoever ends in a hurry is not held up by the check of the lines.
        """
        checked = not any(self.service.sheet.note_faults(self.actor, opened.sheet))
        return checked and self.service.printing.offers_filled(result)

    def faults(self, opened: OpenSheet) -> dict[str, str]:
        """What has to be put right before there can be a result, by block."""
        noticed = any(o.noticed in POSITIVE for o in opened.sheet.observations)
        if not noticed and not opened.sheet.notes:
            lists = [block_id for block_id, block in self.values.items() if TICK in block]
            return dict.fromkeys(lists[:1], NOTHING_TICKED)
        faults = self.service.sheet.note_faults(self.actor, opened.sheet)
        written = [n for n in range(MOST_NOTES) if self._text(n)]
        found = {note_block(n): fault for n, fault in zip(written, faults, strict=True) if fault}
        return found | {basis_block(n): NOT_MARKED for n in written if not self._marked(n)}

    def _text(self, number: int) -> str:
        field = self.values.get(note_block(number), {}).get(NOTE, {})
        return str(field.get("value") or "").strip()

    def _marked(self, number: int) -> bool:
        """Whether the writer has said how that line is known."""
        chosen = self.values.get(basis_block(number), {}).get(NOTE_BASIS, {})
        return bool(chosen.get("selected_option"))
