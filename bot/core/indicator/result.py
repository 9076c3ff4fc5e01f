"""What a closed wave came to, and everything its report is drawn from: values, no more.

Nothing in here tells one person's answers, and rows of groups are those that may be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.indicator.denominator import Denominator
from bot.core.indicator.figures import Counts, Figures, figures
from bot.core.indicator.plan import Moment, Plan, last_day
from bot.core.indicator.suppression import GroupRow, Shown, Sum
from bot.core.indicator.wave import Question, WaveDefinition
from bot.core.indicator.wave_hash import digest

Chosen = Mapping[tuple[str, str], int]
"""How often an option was chosen in the whole ward, by question id and the option's text."""
NOBODY = Sum(0, 0, 0, Shown.HIDDEN)


@dataclass(frozen=True, slots=True)
class WaveResult:
    """A closed wave: answers per option of each question, and the rows of its groups.

    ``counts`` are in the order of the definition's questions and their options. ``paper``:
    how many of the answers came on paper. ``interrupted``: answers may have been lost. Of a
    wave that too few have answered (``too_few``) the counts are nowhere: they are all 0.
    """

    definition: WaveDefinition
    counts: tuple[tuple[int, ...], ...]
    rows: tuple[GroupRow, ...]
    paper: int = 0
    interrupted: bool = False

    @property
    def answered(self) -> int:
        """n: answers to the question of the indicator; known also where ``counts`` are not."""
        return sum(row.answered for row in self.rows)

    @property
    def too_few(self) -> bool:
        """Whether so few answered in the whole ward that nothing of it may be shown."""
        return self.answered < self.definition.thresholds.shown_from

    @property
    def yes(self) -> int:
        """Answers to it that count as yes."""
        return self.yes_of(self.definition.headline)

    @property
    def figures(self) -> Figures:
        """Shares, bounds, interval and verdict."""
        return figures(Counts(self.definition.staff, self.answered, self.yes))

    @property
    def digest(self) -> str:
        """The hash of the frozen wave."""
        return digest(self.definition)

    @property
    def denominator(self) -> Denominator:
        """N reconciled with the roster."""
        wave = self.definition
        out = sum(people for _, people in wave.left_out)
        return Denominator(wave.denominator_date, wave.staff + out, wave.staff, wave.left_out)

    def of(self, question: Question) -> tuple[int, ...]:
        """Answers to a question by option."""
        return self.counts[self.definition.questions.index(question)]

    def yes_of(self, question: Question) -> int:
        """Answers to a question that count as yes."""
        pairs = zip(question.options, self.of(question), strict=True)
        return sum(count for option, count in pairs if option in question.yes)


@dataclass(frozen=True, slots=True)
class Companions:
    """What is shown on the same page and measured otherwise, from ``start`` to ``end``.

    ``first_right`` of ``first_answers`` first attempts at questions nobody had seen were
    right. ``referred``: presses of 「つないだ」. None: nothing was counted.
    """

    start: date
    end: date
    first_answers: int | None = None
    first_right: int | None = None
    referred: int | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """A closed wave that too few have answered: how many, and nothing of what."""

    title: str
    fiscal_year: int
    staff: int
    answered: int
    least: int

    @staticmethod
    def of(wave: WaveResult) -> Withheld:
        """What may be said of such a wave."""
        definition = wave.definition
        least = definition.thresholds.shown_from
        year = definition.fiscal_year
        return Withheld(definition.title, year, definition.staff, wave.answered, least)


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """Everything a report is drawn from; ``waves`` are all to be shown, oldest first.

    The last one is the one it speaks of; there may be none yet. ``withheld`` are those of which
    nothing may be shown; where the newest is one, no other is shown. ``as_of``: the day for
    which it is written, ``moment``: which sheet of the plan it belongs to.
    """

    waves: tuple[WaveResult, ...]
    plan: Plan
    as_of: date
    moment: Moment
    companions: Companions | None = None
    withheld: tuple[Withheld, ...] = ()

    @property
    def wave(self) -> WaveResult | None:
        """The wave the report speaks of."""
        return self.waves[-1] if self.waves else None

    @property
    def sheet_day(self) -> date:
        """The day of its sheet: today, or the last day of its moment once that is over.

        So the sheet of September stays what it was, whatever is entered in November.
        """
        year = self.plan.fiscal_year
        return min(self.as_of, last_day(self.moment, year)) if year else self.as_of


def wave_result(
    definition: WaveDefinition,
    chosen: Chosen,
    groups: Mapping[str, Sum],
    *,
    paper: int = 0,
    interrupted: bool = False,
) -> WaveResult:
    """The result of a closed wave; ``groups``: what may be shown of each, by id."""
    counts = tuple(
        tuple(chosen.get((question.id, option), 0) for option in question.options)
        for question in definition.questions
    )
    rows = tuple(
        GroupRow(one.id, one.name, one.people, held.people, held.shown, held.low, held.high)
        for one in definition.groups
        for held in (groups.get(one.id, NOBODY),)
    )
    return WaveResult(definition, counts, rows, paper, interrupted)
