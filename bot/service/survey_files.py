"""The survey's report as files: the waves that are closed, the plan, and what stands beside.

Drawing happens in a child process. Every file of a wave shows the same rows of groups, those
that were left at its close; of a wave that too few have answered none shows a result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.content.library import Library
from bot.core.figures import LEAST_ANSWERS
from bot.core.indicator.plan import Moment, Plan
from bot.core.indicator.result import Companions, SurveyResult, WaveResult, Withheld
from bot.core.office_calendar import at_tokyo, tokyo_day
from bot.core.people import Actor
from bot.core.period import whole_year
from bot.core.retention import fiscal_year
from bot.reports.orders import FileKind, MadeFile, Order
from bot.service.report_child import ReportMaker
from bot.service.survey.desk import Surveys
from bot.store import survey_beside
from bot.store.engine import Store

KINDS = (FileKind.PICTURE, FileKind.PAPER, FileKind.SHEET)
_SEPTEMBER = range(4, 12)  # in these months the sheet of September is what is worked on


class SurveyFiles:
    """Makes the survey's report; who may have it is asked of ``Surveys``."""

    def __init__(
        self, store: Store, library: Library, surveys: Surveys, maker: ReportMaker | None = None
    ) -> None:
        self._store = store
        self._library = library
        self._surveys = surveys
        self._maker = maker or ReportMaker()

    def result(
        self, actor: Actor, now: datetime, wave_id: str = "", moment: Moment | None = None
    ) -> SurveyResult:
        """Everything the report says; of the newest closed wave where none is named.

        NotPermitted; CannotOpen for a wave that is not closed. Without any closed wave, and
        for one that too few have answered, the report holds the sheet and the board only.
        """
        day = tokyo_day(now)
        closed = self._surveys.closed(actor)
        last = wave_id or (closed[-1] if closed else "")
        waves = [self._surveys.result(actor, one) for one in _upto(closed, last)]
        newest = waves[-1] if waves else None
        year = newest.definition.fiscal_year if newest else fiscal_year(day)
        plan, wanted = self._plan(year), moment or _moment(newest, day)
        withheld = tuple(Withheld.of(wave) for wave in waves if wave.too_few)
        if newest is None or newest.too_few:
            return SurveyResult((), plan, day, wanted, withheld=withheld)
        shown = tuple(wave for wave in waves if not wave.too_few)
        return SurveyResult(shown, plan, day, wanted, self._companions(newest), withheld)

    def make(
        self, actor: Actor, now: datetime, wave_id: str = "", kinds: Sequence[FileKind] = KINDS
    ) -> tuple[MadeFile, ...]:
        """The files, for whoever runs the survey: drafts of the plan's sheet are in them.

        NotPermitted, CannotOpen, or ReportFailed. It takes seconds.
        """
        self._surveys.check_runner(actor)
        (files,) = self._maker.make([Order(self.result(actor, now, wave_id), tuple(kinds))])
        return tuple(files)

    def _plan(self, year: int) -> Plan:
        """What is kept of the plan of that 年度; nothing where the file is of another."""
        plan = self._library.course.plan
        return plan if plan.fiscal_year == year else Plan(year)

    def _companions(self, wave: WaveResult) -> Companions:
        definition = wave.definition
        start, end = whole_year(definition.fiscal_year).start, definition.closes
        with self._store.read() as tx:
            span = at_tokyo(start, 0), at_tokyo(end + timedelta(days=1), 0)
            answers, right = survey_beside.first_attempts(tx, *span)
            referred = survey_beside.referrals(tx, f"{start:%Y-%m}", f"{end:%Y-%m}")
        found = Companions(start, end, referred=referred)
        if answers < LEAST_ANSWERS:
            return found
        return replace(found, first_answers=answers, first_right=right)


def _upto(closed: Sequence[str], last: str) -> Sequence[str]:
    """The closed waves up to the named one; it alone where it is not among them."""
    if last in closed:
        return closed[: closed.index(last) + 1]
    return (last,) if last else ()


def _moment(wave: WaveResult | None, day: date) -> Moment:
    """Which sheet of the plan a wave belongs to; without one, which is worked on that day."""
    if wave is not None:
        return Moment.YEAR_END if wave.definition.official else Moment.SEPTEMBER
    return Moment.SEPTEMBER if day.month in _SEPTEMBER else Moment.YEAR_END
