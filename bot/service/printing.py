"""What is printed: the pocket guide, the urgent numbers, sheets to fill in, and a filled one."""

from __future__ import annotations

from datetime import datetime

from bot.content.library import Library
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.sheet import SheetResult
from bot.reports.agenda import Agenda, agenda_page, agenda_text
from bot.reports.pocket_guide import pocket_guide
from bot.reports.sheet_blank import blank_sheet
from bot.reports.sheet_filled import filled_sheet
from bot.reports.sheet_workbook import blank_workbook
from bot.reports.urgent_page import urgent_page
from bot.service.guide_printing import guide_of, urgent_of
from bot.service.referral import UnknownEntry
from bot.service.sheet_printing import agenda_of, filled_of, form_of, may_be_printed


class NotOnPaper(Exception):
    """A filled sheet is not printed: the ward has not turned files on, or it could betray."""


class Printing:
    """Open to every member of the workspace; keeps nothing.

    ``sheet_files``: whether the ward lets a filled sheet become a file (SHEET_FILES).
    """

    def __init__(self, library: Library, *, sheet_files: bool = False) -> None:
        self._library = library
        self._sheet_files = sheet_files

    def pocket_guide(self, actor: Actor, now: datetime) -> bytes:
        """The pocket guide as a PDF of two to four A4 pages."""
        return pocket_guide(guide_of(self._library.knowledge, tokyo_day(now)))

    def urgent_page(self, actor: Actor, now: datetime) -> bytes:
        """The urgent numbers as a PDF of one A4 page."""
        return urgent_page(urgent_of(self._library.knowledge, tokyo_day(now)))

    def blank_sheet(self, actor: Actor, now: datetime) -> bytes:
        """The blank 気づきメモ as a PDF of two A4 pages."""
        return blank_sheet(form_of(self._library.knowledge, tokyo_day(now)))

    def blank_workbook(self, actor: Actor, now: datetime) -> bytes:
        """The blank 気づきメモ as XLSX."""
        return blank_workbook(form_of(self._library.knowledge, tokyo_day(now)))

    def offers_filled(self, result: SheetResult) -> bool:
        """Whether the writer may have this sheet as a file."""
        return self._sheet_files and may_be_printed(result)

    def filled_sheet(self, actor: Actor, result: SheetResult, now: datetime) -> bytes:
        """The writer's own sheet as a PDF, for the writer only (NotOnPaper where not offered)."""
        if not self.offers_filled(result):
            raise NotOnPaper
        return filled_sheet(filled_of(result, self._library.knowledge, tokyo_day(now)))

    def agenda(self, actor: Actor, conference_id: str, now: datetime) -> Agenda:
        """A conference's sheet to fill in (UnknownEntry when there is none)."""
        knowledge = self._library.knowledge
        if conference_id not in knowledge.conferences:
            raise UnknownEntry(conference_id)
        return agenda_of(knowledge, conference_id, tokyo_day(now))

    def agenda_text(self, actor: Actor, conference_id: str, now: datetime) -> str:
        """The same as text to copy."""
        return agenda_text(self.agenda(actor, conference_id, now))

    def agenda_page(self, actor: Actor, conference_id: str, now: datetime) -> bytes:
        """The same as a PDF of one A4 page."""
        return agenda_page(self.agenda(actor, conference_id, now))
