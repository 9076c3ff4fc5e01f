"""Figures as files: who may have which, making them, and clearing away those with names.

Drawing happens in a child process (report_child). A file with names is written into the audit
before it is made, and noted for deletion before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.figures import WARD_ID, NameKind, NameList, Period, SectionReport, WardReport
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor, Section
from bot.core.period import usual_periods
from bot.core.permissions import Action, NotPermitted, require, sections_in_reach
from bot.reports.orders import FileKind, MadeFile, Order
from bot.service.audit import list_viewed
from bot.service.notices import Notice, Notices
from bot.service.report_child import ReportMaker
from bot.service.statistics import Statistics
from bot.store import named_files
from bot.store.engine import Store

NAMES_STAY = timedelta(hours=24)
AGAIN = timedelta(minutes=10)
STUCK = timedelta(hours=24)
"""A file with names that stands so much longer than it should is told to the administrators."""
LATEST_WEEKS = 8


class NothingWished(Exception):
    """No kind of file was chosen."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What one actor may have made.

    ``sections`` as the actor sees them; ``named`` are those of which a list of names may go
    in; ``ward``: the figures of the whole ward too.
    """

    sections: tuple[Section, ...]
    named: frozenset[str]
    ward: bool
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for; WARD_ID as section means the whole ward.

    ``bundle``: of the ward, each section's files in one ZIP.
    """

    section_id: str
    period: Period
    kinds: tuple[FileKind, ...]
    with_names: bool = False
    bundle: bool = False


class ReportFiles:
    """Makes files on request and knows which of them have to go again."""

    def __init__(
        self, store: Store, statistics: Statistics, maker: ReportMaker | None = None
    ) -> None:
        self._store = store
        self._statistics = statistics
        self._maker = maker or ReportMaker()
        self._notices = Notices(store)

    def choices(self, actor: Actor, now: datetime) -> Choices:
        """What the actor may ask for (NotPermitted for nothing at all)."""
        found = self._statistics.figures(actor, now)
        reports = (*found.own, *(found.ward.sections if found.ward else ()))
        names = {r.total.section_id: r.total.section_name for r in reports}
        led = sections_in_reach(actor, Action.SEE_NAMES)
        return Choices(
            sections=tuple(Section(section_id, name) for section_id, name in names.items()),
            named=frozenset(names) if led is None else led & frozenset(names),
            ward=found.ward is not None,
            periods=usual_periods(tokyo_day(now)),
        )

    def check(self, actor: Actor, wish: Wish) -> None:
        """Whether the actor may have it, before they wait for it.

        Raises NotPermitted or NothingWished; what it costs is nothing.
        """
        if not wish.kinds:
            raise NothingWished
        section_id = wish.section_id or None
        if wish.with_names:
            # Names of the whole ward are nobody's to see, whatever the table says.
            if section_id is None or wish.bundle:
                raise NotPermitted(Action.SEE_NAMES)
            require(actor, Action.SEE_NAMES, section_id=section_id)
        require(actor, Action.SEE_FIGURES, section_id=section_id)
        if section_id is None and sections_in_reach(actor, Action.SEE_FIGURES) is not None:
            raise NotPermitted(Action.SEE_FIGURES)

    def make(self, actor: Actor, wish: Wish, now: datetime) -> tuple[MadeFile, ...]:
        """The files; with names only after the audit has it.

        Raises NotPermitted, NothingWished, or ReportFailed. It takes seconds.
        """
        self.check(actor, wish)
        (files,) = self._maker.make([self._order(actor, wish, now)])
        return tuple(files)

    def picture(self, report: SectionReport | WardReport) -> MadeFile:
        """The chart of the newest weeks (of the ward the heat-map), with its description.

        Whoever holds the report may see it, so that no actor is asked for. Raises
        ReportFailed; it takes seconds.
        """
        ((file,),) = self._maker.make([Order(report, (FileKind.PICTURE,), latest=LATEST_WEEKS)])
        return file

    def close(self) -> None:
        """Make nothing more; what is being made is given up."""
        self._maker.close()

    def note_named(self, file_id: str, now: datetime) -> None:
        """A file with names is about to be seen in Slack: it goes again after NAMES_STAY."""
        with self._store.write() as tx:
            named_files.note(tx, file_id, now + NAMES_STAY)

    def to_delete(self, now: datetime) -> Iterator[str]:
        """The files to delete now, each taken in hand: of several processes one gets it."""
        with self._store.read() as tx:
            due = named_files.due(tx, now)
        for file_id in due:
            with self._store.write() as tx:
                mine = named_files.take(tx, file_id, now, now + AGAIN)
            if mine:
                yield file_id

    def deleted(self, file_id: str) -> None:
        """The file is no longer in Slack."""
        with self._store.write() as tx:
            named_files.forget(tx, file_id)

    def tell_if_stuck(self, now: datetime) -> None:
        """Tell the administrators, once a day, of files with names that will not go."""
        with self._store.read() as tx:
            stuck = named_files.overdue(tx, now - STUCK)
        if stuck:
            self._notices.tell(Notice.NAMED_FILE_STAYS, tokyo_day(now).isoformat(), now)

    def _order(self, actor: Actor, wish: Wish, now: datetime) -> Order:
        if wish.section_id == WARD_ID:
            ward = self._statistics.ward(actor, now, wish.period)
            return Order(ward, wish.kinds, bundle=wish.bundle)
        report = self._statistics.section(actor, wish.section_id, now, wish.period)
        names = self._names(actor, report, now) if wish.with_names else None
        return Order(report, wish.kinds, names)

    def _names(self, actor: Actor, report: SectionReport, now: datetime) -> NameList:
        section = Section(report.total.section_id, report.total.section_name)
        with self._store.write() as tx:
            found = self._statistics.not_completed(tx, section.section_id, report.period, now)
            list_viewed(tx, actor, _what(section), [p.staff_id for p in found], now)
        names = tuple(person.name for person in found)
        return NameList(section, NameKind.NOT_COMPLETED, names, report.period, report.as_of)


def _what(section: Section) -> str:
    """How the audit calls the list, to be read by those on it; 100 characters at most."""
    return f"{section.name[:70]}の未受講の方の一覧（お名前入りの資料）"
