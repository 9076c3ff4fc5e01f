"""What the 指標担当 sees of the plan: activities, the board, drafts of sheets, the last change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.indicator.plan import Activity, Beside, Indicator, Moment, Plan
from bot.core.indicator.plan_changes import Row, print_of, rows_of
from bot.core.indicator.result import SurveyResult
from bot.core.office_calendar import tokyo_day
from bot.core.retention import fiscal_year
from bot.reports.survey_board import BoardRow, board
from bot.reports.survey_draft import Draft, draft


class EntryChanged(Exception):
    """What a form was opened over is not what stands there now."""


class DraftChanged(Exception):
    """The draft that somebody confirmed is not the one that would be written now."""


class SurveyUnreadable(Exception):
    """What was recorded of a closed survey cannot be relied on: there is no draft."""


class NoProgress(Exception):
    """A draft cannot be confirmed before its 進捗状況 is chosen."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Which entry a form was opened over: its place, and the digest of what stood there."""

    place: int
    print: str


@dataclass(frozen=True, slots=True)
class ActivityForm:
    """An activity to be filled in; ``passed``: planned days without a word since."""

    opened: Opened
    activity: Activity
    fiscal_year: int
    passed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueForm:
    """An indicator whose figures are to be entered, with the rows beside it."""

    opened: Opened
    indicator: Indicator
    rows: tuple[tuple[Row, Indicator | Beside], ...]
    today: date


@dataclass(frozen=True, slots=True)
class ChoiceForm:
    """What can be chosen for a sheet, and what is chosen now."""

    moment: Moment
    progress: tuple[str, ...]
    chosen: str | None
    next_year: str
    print: str


@dataclass(frozen=True, slots=True)
class IndicatorRows:
    """An indicator on the board, with what stands beside it."""

    place: int
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's draft; ``chosen``: somebody chose its 進捗状況, so that it can be confirmed."""

    moment: Moment
    draft: Draft
    chosen: bool


@dataclass(frozen=True, slots=True)
class LastChange:
    """The change that can be taken back: when it was made, and what it changed."""

    id: str
    at: datetime
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything on one page; ``sheets`` are none while the survey's record cannot be read.

    ``new_year``: the 年度 of today, where the plan is of an earlier one.
    """

    fiscal_year: int
    activities: tuple[ActivityForm, ...]
    own: BoardRow
    indicators: tuple[IndicatorRows, ...]
    sheets: tuple[Sheet, ...]
    last: LastChange | None
    new_year: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """A change that is in place: its id for 「元に戻す」, and what it changed in words.

    Nothing changed: both are empty.
    """

    id: str
    words: tuple[str, ...]


def activity_form(plan: Plan, place: int, today: date) -> ActivityForm:
    """One activity as it stands."""
    activity = plan.activities[place]
    opened = Opened(place, print_of(activity))
    return ActivityForm(opened, activity, plan.fiscal_year, activity.unsettled(today))


def value_form(plan: Plan, place: int, today: date) -> ValueForm:
    """One indicator as it stands."""
    indicator = plan.indicators[place]
    return ValueForm(Opened(place, print_of(indicator)), indicator, rows_of(plan, place), today)


def choice_form(plan: Plan, moment: Moment) -> ChoiceForm:
    """What is chosen for a sheet."""
    choice = plan.choice(moment)
    chosen = choice.progress if choice else None
    return ChoiceForm(moment, plan.progress, chosen, plan.next_year, print_of(choice))


def page_of(
    newest: SurveyResult,
    results: Sequence[SurveyResult],
    last: LastChange | None,
    new_year: int | None,
) -> PlanPage:
    """The page; ``newest``: what the board shows, ``results``: what each sheet is drawn from."""
    plan = newest.plan
    own, *others = board(newest)
    places = range(len(plan.activities))
    return PlanPage(
        plan.fiscal_year,
        tuple(activity_form(plan, place, newest.as_of) for place in places),
        own,
        tuple(_by_indicator(plan, others)),
        tuple(sheet_of(result) for result in results),
        last,
        new_year,
    )


def sheet_of(result: SurveyResult) -> Sheet:
    """The draft of one sheet."""
    chosen = result.plan.choice(result.moment) is not None
    return Sheet(result.moment, draft(result), chosen)


def _by_indicator(plan: Plan, rows: Sequence[BoardRow]) -> Iterator[IndicatorRows]:
    start = 0
    for place, indicator in enumerate(plan.indicators):
        end = start + 1 + len(indicator.beside)
        yield IndicatorRows(place, tuple(rows[start:end]))
        start = end


def new_year(plan: Plan, now: datetime) -> int | None:
    """The 年度 of today where the plan is still of an earlier one."""
    today = fiscal_year(tokyo_day(now))
    return today if 0 < plan.fiscal_year < today else None
