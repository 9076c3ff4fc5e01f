"""The 指標担当's plan: what is held and planned, the figures of the board, the sheets' drafts.

It lies in quizzes/plan.yaml. Whatever is entered is read by the reader of that file before
the file is written, and every change can be taken back. Values are shown as the file has
them, not as they were last taken up: two people at work see each other's changes at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bot.content.library import Library
from bot.content.plan_form import FieldFaults, Typed, activity_of, choice_of, entered_of
from bot.core.indicator.plan import Moment, Plan
from bot.core.indicator.plan_changes import (
    Row,
    of_year,
    print_of,
    rows_of,
    with_activity,
    with_choice,
    with_mark,
    with_value,
    without_values,
)
from bot.core.indicator.result import SurveyResult
from bot.core.indicator.wave import WaveFault
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.service.editing import StillFaulty
from bot.service.plan_file import PlanAsFiled, PlanFiling
from bot.service.plan_rules import NOT_YET_KNOWN, PERSONAL, check_days
from bot.service.plan_values import (
    ActivityForm,
    ChoiceForm,
    DraftChanged,
    EntryChanged,
    NoProgress,
    Opened,
    PlanPage,
    Saved,
    Sheet,
    SurveyUnreadable,
    ValueForm,
    activity_form,
    choice_form,
    new_year,
    page_of,
    sheet_of,
    value_form,
)
from bot.service.referral import Referral, UnknownEntry
from bot.service.survey.desk import Surveys
from bot.service.survey.opening import CannotOpen
from bot.service.survey_files import SurveyFiles


class PlanDesk:
    """Shows and changes the plan for those who keep it."""

    def __init__(
        self,
        library: Library,
        surveys: Surveys,
        files: SurveyFiles,
        referral: Referral,
        data_dir: Path,
    ) -> None:
        self._surveys = surveys
        self._files = files
        self._referral = referral
        self._filing = PlanFiling(library, data_dir)

    # ------------------------------------------------------------ looking

    def page(self, actor: Actor, now: datetime) -> PlanPage:
        """Everything there is (NotPermitted; StillFaulty while the file has mistakes)."""
        file = self._read(actor)
        try:
            results = [self._result(actor, file.plan, moment, now) for moment in Moment]
        except SurveyUnreadable:
            results = []
        nothing = SurveyResult((), file.plan, tokyo_day(now), Moment.YEAR_END)
        last, year = self._filing.last(file), new_year(file.plan, now)
        return page_of(results[-1] if results else nothing, results, last, year)

    def sheet(self, actor: Actor, moment: Moment, now: datetime) -> Sheet:
        """The draft of one sheet (SurveyUnreadable)."""
        return sheet_of(self._result(actor, self._read(actor).plan, moment, now))

    def activity(self, actor: Actor, place: int, now: datetime) -> ActivityForm:
        """One activity to be filled in (UnknownEntry)."""
        plan = self._read(actor).plan
        _require_place(place, plan.activities)
        return activity_form(plan, place, tokyo_day(now))

    def values(self, actor: Actor, place: int, now: datetime) -> ValueForm:
        """One indicator whose figures are to be entered (UnknownEntry)."""
        plan = self._read(actor).plan
        _require_place(place, plan.indicators)
        return value_form(plan, place, tokyo_day(now))

    def choice(self, actor: Actor, moment: Moment) -> ChoiceForm:
        """What can be chosen for a sheet."""
        return choice_form(self._read(actor).plan, moment)

    # ------------------------------------------------------------ changing

    def save_activity(self, actor: Actor, opened: Opened, typed: Typed, now: datetime) -> Saved:
        """Days and people of one activity, from ``held``, ``planned``, ``by`` and ``people``.

        FieldFaults; EntryChanged, UnknownEntry, StillFaulty, ChangedMeanwhile, NotWritable.
        """
        file = self._read(actor)
        _require_place(opened.place, file.plan.activities)
        old = file.plan.activities[opened.place]
        _require_same(opened.print, print_of(old))
        made = activity_of(old.name, old.half, typed, file.plan.fiscal_year)
        check_days(made, file.plan.fiscal_year, tokyo_day(now))
        self._check_words(actor, by=made.by)
        plan = with_activity(file.plan, opened.place, made)
        return self._file(actor, file, plan, now, "by")

    def save_value(
        self,
        actor: Actor,
        opened: Opened,
        row: Row,
        typed: Typed,
        now: datetime,
        gone: Collection[tuple[Row, date]] = (),
    ) -> Saved:
        """A figure of one row, from ``value``, ``as_of`` and ``source``; ``gone`` are taken out.

        With something to take out the value may be left empty. Raises as ``save_activity``.
        """
        file = self._read(actor)
        _require_place(opened.place, file.plan.indicators)
        old = file.plan.indicators[opened.place]
        _require_same(opened.print, print_of(old))
        known = dict(rows_of(file.plan, opened.place))
        if not {row, *(other for other, _ in gone)} <= set(known):
            raise UnknownEntry(row.code)
        plan = file.plan
        for other, day in gone:
            plan = without_values(plan, other, {day})
        if typed.get("value") or not gone:
            entered = entered_of(typed, old.unit)
            if entered.as_of > tokyo_day(now):
                raise FieldFaults({"as_of": NOT_YET_KNOWN})
            self._check_words(actor, source=entered.source)
            plan = with_value(plan, row, entered)
        return self._file(actor, file, plan, now, "source")

    def save_choice(
        self, actor: Actor, moment: Moment, print_: str, typed: Typed, now: datetime
    ) -> Saved:
        """進捗状況 of a sheet and 方向性, from ``progress`` and ``next_year``.

        Raises as ``save_activity``.
        """
        file = self._read(actor)
        _require_same(print_, print_of(file.plan.choice(moment)))
        progress, next_year = choice_of(typed)
        self._check_words(actor, progress=progress, next_year=next_year)
        plan = with_choice(file.plan, moment, progress, next_year)
        return self._file(actor, file, plan, now, "next_year")

    def confirm(self, actor: Actor, moment: Moment, mark: str, now: datetime) -> Saved:
        """Confirm the very draft of that mark (DraftChanged, NoProgress).

        Raises also what writing does.
        """
        file = self._read(actor)
        sheet = sheet_of(self._result(actor, file.plan, moment, now))
        if sheet.draft.mark != mark:
            raise DraftChanged
        if not sheet.chosen:
            raise NoProgress
        return self._filing.change(actor, file, with_mark(file.plan, moment, mark), now)

    def start_year(self, actor: Actor, now: datetime) -> Saved:
        """The plan of today's 年度: what is to be done and reached, and nothing done yet."""
        file = self._read(actor)
        year = new_year(file.plan, now)
        if year is None:
            return Saved("", ())
        return self._filing.change(actor, file, of_year(file.plan, year), now)

    def undo(self, actor: Actor, id_: str, now: datetime) -> Saved:
        """Take a change back; that can be taken back, too (ProposalGone, AlreadyBack)."""
        require(actor, Action.KEEP_PLAN)
        return self._filing.undo(actor, id_, now)

    # ------------------------------------------------------------ inside

    def _read(self, actor: Actor) -> PlanAsFiled:
        require(actor, Action.KEEP_PLAN)
        return self._filing.read()

    def _result(self, actor: Actor, plan: Plan, moment: Moment, now: datetime) -> SurveyResult:
        try:
            wave = self._wave(actor, plan, moment)
            if wave is None:
                return SurveyResult((), plan, tokyo_day(now), moment)
            return replace(self._files.result(actor, now, wave, moment), plan=plan)
        except (CannotOpen, WaveFault) as error:
            raise SurveyUnreadable from error

    def _wave(self, actor: Actor, plan: Plan, moment: Moment) -> str | None:
        """The newest closed wave of the plan's 年度; September's is none that counts for it."""
        for wave in reversed(self._surveys.closed(actor)):
            frozen = self._surveys.definition(actor, wave)
            of_moment = moment is Moment.YEAR_END or not frozen.official
            if frozen.fiscal_year == plan.fiscal_year and of_moment:
                return wave
        return None

    def _file(
        self, actor: Actor, file: PlanAsFiled, plan: Plan, now: datetime, field: str
    ) -> Saved:
        """Write it; what no file may hold (a number that is not registered) was typed just now."""
        try:
            return self._filing.change(actor, file, plan, now)
        except StillFaulty as error:
            raise FieldFaults({field: PERSONAL}) from error

    def _check_words(self, actor: Actor, **texts: str) -> None:
        found = {key: text for key, text in texts.items() if text}
        faults = {k: PERSONAL for k, t in found.items() if self._referral.personal_data(actor, t)}
        if faults:
            raise FieldFaults(faults)


def _require_place(place: int, entries: Collection[object]) -> None:
    if not 0 <= place < len(entries):
        raise UnknownEntry(str(place))


def _require_same(print_: str, now: str) -> None:
    if print_ != now:
        raise EntryChanged
