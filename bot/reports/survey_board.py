"""The board of 経営課題2: each indicator with its newest value, its day and its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.core.figures import rate_text
from bot.core.indicator.figures import TARGET
from bot.core.indicator.plan import Entered, Indicator
from bot.core.indicator.result import SurveyResult
from bot.reports.survey_facts import Rate
from bot.reports.survey_words import SHARE, TITLE

BOARD = "経営課題2の指標"
NOT_ENTERED = "未入力"
WITHHELD = "回答が少ないため表示しません"
NOTE = (
    "それぞれの値は入力されたもので、時点が違います。足し合わせていません。"
    "「並べて示す」の行は目標に数えません。"
)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line: name, target, value, how far, of which day, and where it comes from."""

    name: str
    target: str
    value: Fraction | Rate | None
    value_text: str
    progress: str
    as_of: date | None
    source: str

    @property
    def day_text(self) -> str:
        """「9月末時点」, 「9月15日時点」, or 「－」."""
        return "－" if self.as_of is None else moment_text(self.as_of)


def board(result: SurveyResult) -> tuple[BoardRow, ...]:
    """The 80 % first, then the others in the order of the plan, each with what is beside it."""
    rows = [_own(result)]
    for indicator in result.plan.indicators:
        rows += _rows(indicator, result.sheet_day)
    return tuple(rows)


def moment_text(day: date) -> str:
    """「2026年9月末時点」 for the last day of a month, else 「2026年9月15日時点」."""
    last = date.fromordinal(day.toordinal() + 1).day == 1
    return f"{day.year}年{day.month}月{'末' if last else f'{day.day}日'}時点"


def _own(result: SurveyResult) -> BoardRow:
    wave, target = result.wave, f"{TARGET}％以上"
    if wave is None:
        if result.withheld:
            return BoardRow(SHARE, target, None, WITHHELD, "－", None, TITLE)
        return BoardRow(SHARE, target, None, NOT_ENTERED, "実施予定", None, "－")
    found = wave.figures
    text = (
        f"{rate_text(wave.yes, wave.answered)}（回答者）・"
        f"{rate_text(wave.yes, found.counts.staff)}（対象の全員）"
    )
    source = f"{TITLE}（{wave.definition.title}）"
    value = Rate(wave.yes, wave.answered) if wave.answered else None
    return BoardRow(SHARE, target, value, text, found.verdict.value, wave.definition.closes, source)


def _rows(indicator: Indicator, day: date) -> Iterator[BoardRow]:
    entered = indicator.latest(day)
    target = f"{indicator.by}{indicator.target}{indicator.unit}以上"
    progress = "－" if entered is None else _progress(indicator, entered)
    yield _row(indicator.name, target, entered, indicator.unit, progress)
    for other in indicator.beside:
        name = f"（並べて示す）{other.name}"
        yield _row(name, "－", other.latest(day), indicator.unit, "目標に数えません")


def _row(name: str, target: str, entered: Entered | None, unit: str, progress: str) -> BoardRow:
    if entered is None:
        return BoardRow(name, target, None, NOT_ENTERED, progress, None, "－")
    text = f"{plain(entered.value)}{unit}"
    return BoardRow(name, target, entered.value, text, progress, entered.as_of, entered.source)


def _progress(indicator: Indicator, entered: Entered) -> str:
    """How far: 「達成」, the share of the target, or for shares the points that are missing."""
    if indicator.reached(entered):
        return "達成"
    if indicator.unit == "％":
        return f"あと{plain(indicator.target - entered.value)}ポイント"
    share = entered.value / indicator.target
    return f"目標の{rate_text(share.numerator, share.denominator)}"


def plain(value: Fraction) -> str:
    """A number with at most one decimal, half up: 「180」, 「87.5」."""
    tenths = (2 * value.numerator * 10 + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)
