"""The 職員アンケート: what is asked and when, as the ward's file says, and how a wave stands.

The file may choose between two sets of options; the questions themselves are fixed
(``core.indicator.questions``). What a wave froze at its opening is ``core.indicator.wave``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.indicator.wave import QuestionRole, WaveDefinition
from bot.core.office_calendar import at_tokyo, next_business_day
from bot.core.pooling import Form
from bot.core.retention import fiscal_year

NAME = "職員アンケート"
ASKED = "区役所の全職員（会計年度任用職員・再任用職員・任期付職員を含みます）"
OPENS, CLOSES = 9, 17  # hours in Tokyo
HOUR = 10
"""Messages of a wave go out from this hour on."""


class WaveState(StrEnum):
    """How a wave stands; VOID: its counters were lost, and it counts for nothing."""

    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"


class RequestState(StrEnum):
    """How something asked of the survey's owner stands."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlannedWave:
    """A wave of the calendar; ``label`` as in 「9月末時点」.

    ``counts``: its figure is the 年度's. ``reference_day``: whoever is on the roster that
    day is asked.
    """

    id: str
    label: str
    opens: date
    closes: date
    reference_day: date
    counts: bool = False

    @property
    def opens_at(self) -> datetime:
        """9:00 of the first 開庁日 from ``opens`` on."""
        return at_tokyo(next_business_day(self.opens), OPENS)

    @property
    def closes_at(self) -> datetime:
        """17:00 of the last 開庁日 up to ``closes``."""
        return at_tokyo(last_business_day(self.closes), CLOSES)


@dataclass(frozen=True, slots=True)
class SurveyPlan:
    """The file: the waves of the years in order of time, and how the indicator is answered.

    ``four``: with four options, else with はい／いいえ. ``asked``: who is asked, in words.
    """

    waves: tuple[PlannedWave, ...] = ()
    four: bool = True
    asked: str = ASKED

    def wave(self, wave_id: str) -> PlannedWave | None:
        """The wave of that id."""
        return next((one for one in self.waves if one.id == wave_id), None)

    def of_year(self, year: int) -> tuple[PlannedWave, ...]:
        """The waves that open in a 年度."""
        return tuple(one for one in self.waves if fiscal_year(one.opens) == year)

    def counted_in(self, year: int) -> PlannedWave | None:
        """The wave whose figure is the 年度's."""
        return next((one for one in self.of_year(year) if one.counts), None)


class Reminder(StrEnum):
    """What goes out unasked in a wave."""

    INVITATION = "invitation"
    THIRD_DAY = "day3"
    SEVENTH_DAY = "day7"
    LAST_DAY = "last"


AFTER = {Reminder.THIRD_DAY: 3, Reminder.SEVENTH_DAY: 7}
"""Days after the opening; the next 開庁日 where that is none."""


def last_business_day(day: date) -> date:
    """``day`` itself if it is a 開庁日, else the one before it."""
    while next_business_day(day) != day:
        day -= timedelta(days=1)
    return day


def reminder_days(opens: date, closes: date) -> dict[Reminder, date]:
    """On which day each message of a wave goes out, those that fit before its last day.

    Both days in Tokyo. Where holidays bring two together, the later one is left out.
    """
    days = {Reminder.INVITATION: opens}
    for reminder, after in AFTER.items():
        day = next_business_day(opens + timedelta(days=after))
        if max(days.values()) < day < closes:
            days[reminder] = day
    if closes > opens:
        days[Reminder.LAST_DAY] = closes
    return days


def checked(form: Form, definition: WaveDefinition) -> bool:
    """Whether a form answers the indicator's question, and nothing but questions of the wave."""
    options = {question.id: question.options for question in definition.questions}
    known = all(option in options.get(question, ()) for question, option in form.items())
    return known and definition.headline.id in form


def dose_question(definition: WaveDefinition) -> str | None:
    """The id of the question that is crossed with the indicator's, if there is one."""
    found = (q.id for q in definition.questions if q.role is QuestionRole.DOSE)
    return next(found, None)
