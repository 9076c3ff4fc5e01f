"""What a closed wave came to, and everything its report is drawn from: values, no more.

Nothing in here tells one person's answers, and rows of groups are those that may be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.indicator.denominator import Denominator
from bot.core.indicator.figures import Counts, Figures, figures
from bot.core.indicator.plan import Moment, Plan
from bot.core.indicator.suppression import GroupCount, GroupRow, table
from bot.core.indicator.wave import Question, WaveDefinition
from bot.core.indicator.wave_hash import digest

Tally = Mapping[tuple[str, str, int], int]
"""Answers by group id, question id and the option's place (from 0)."""


@dataclass(frozen=True, slots=True)
class WaveResult:
    """A closed wave: answers per option of each question, and the rows of its groups.

    ``counts`` are in the order of the definition's questions and their options. ``paper``:
    how many of the answers came on paper. ``interrupted``: answers may have been lost.
    """

    definition: WaveDefinition
    counts: tuple[tuple[int, ...], ...]
    rows: tuple[GroupRow, ...]
    paper: int = 0
    interrupted: bool = False

    @property
    def answered(self) -> int:
        """n: answers to the question of the indicator."""
        return sum(self.of(self.definition.headline))

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
class SurveyResult:
    """Everything a report is drawn from; ``waves`` are all to be shown, oldest first.

    The last one is the one it speaks of; there may be none yet. ``as_of``: the day for which
    it is written, ``moment``: which sheet of the plan it belongs to.
    """

    waves: tuple[WaveResult, ...]
    plan: Plan
    as_of: date
    moment: Moment
    companions: Companions | None = None

    @property
    def wave(self) -> WaveResult | None:
        """The wave the report speaks of."""
        return self.waves[-1] if self.waves else None


def wave_result(
    definition: WaveDefinition, tally: Tally, *, paper: int = 0, interrupted: bool = False
) -> WaveResult:
    """The result of a closed wave from its counters."""
    counts = tuple(
        tuple(
            sum(tally.get((group.id, question.id, place), 0) for group in definition.groups)
            for place in range(len(question.options))
        )
        for question in definition.questions
    )
    rows = table(group_counts(definition, tally), definition.thresholds)
    return WaveResult(definition, counts, rows, paper, interrupted)


def group_counts(definition: WaveDefinition, tally: Tally) -> tuple[GroupCount, ...]:
    """The groups with their answers to the question of the indicator; not to be shown."""
    question = definition.headline
    counted = []
    for group in definition.groups:
        by_option = [
            tally.get((group.id, question.id, place), 0) for place in range(len(question.options))
        ]
        pairs = zip(question.options, by_option, strict=True)
        yes = sum(count for option, count in pairs if option in question.yes)
        counted.append(GroupCount(group.id, group.name, group.people, sum(by_option), yes))
    return tuple(counted)
