"""Reads survey.yaml: when the 職員アンケート is asked, and how its first question is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.content.common import SENTENCE, SHORT
from bot.content.fields import Day, Defines, OneOf
from bot.content.lists import Entries
from bot.content.schema import Entry, Key, Shape
from bot.core.retention import fiscal_year
from bot.core.survey import ASKED, PlannedWave, SurveyPlan

SURVEY_FILE = "survey.yaml"
SHORTEST = timedelta(days=8)  # the reminders of day 3 and day 7 fit before the last day


class Options(StrEnum):
    """How the indicator's question is answered."""

    FOUR = "four"
    TWO = "two"


class Use(StrEnum):
    """What a wave's figure is for."""

    OFFICIAL = "official"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """survey.yaml."""

    options: Options = Options.FOUR
    waves: tuple[Entry[PlannedWave], ...] = ()
    asked: str = ASKED

    @property
    def plan(self) -> SurveyPlan:
        """The file as a value."""
        waves = tuple(entry.value for entry in self.waves)
        return SurveyPlan(waves, self.options is Options.FOUR, self.asked)


def _wave(
    id_: str, label: str, opens: date, closes: date, reference_day: date, use: Use
) -> PlannedWave:
    return PlannedWave(id_, label, opens, closes, reference_day, use is Use.OFFICIAL)


def _check_wave(entry: Entry[PlannedWave]) -> None:
    wave = entry.value
    if wave.closes - wave.opens < SHORTEST:
        entry.fault("closes", f"終わり（closes）は、始まりの{SHORTEST.days}日後からにしてください")
    if wave.reference_day > wave.opens:
        entry.fault("reference_day", "基準日（reference_day）は、始まりの日までにしてください")


def _check_file(entry: Entry[SurveyFile]) -> None:
    waves = [one.value for one in entry.value.waves]
    for before, after in pairwise(waves):
        if after.opens <= before.closes:
            entry.fault(
                "waves", f"「{after.id}」は、「{before.id}」が終わった日より後に始めてください"
            )
    for year in sorted({fiscal_year(wave.opens) for wave in waves}):
        official = [w for w in waves if fiscal_year(w.opens) == year and w.counts]
        if len(official) != 1:
            entry.fault(
                "waves",
                f"{year}年度の結果とする回（use: official）を、ちょうど1つにしてください"
                f"（いま{len(official)}つ）",
            )


_WAVE = Shape(
    _wave,
    (
        Key("id", "ID", Defines("survey_wave"), into="id_"),
        Key("label", "時点の名前", SHORT),
        Key("opens", "始まりの日", Day()),
        Key("closes", "終わりの日", Day()),
        Key("reference_day", "基準日", Day()),
        Key("use", "使いみち", OneOf.all(Use)),
    ),
    _check_wave,
)
SURVEY = Shape(
    SurveyFile,
    (
        Key("options", "選択肢", OneOf.all(Options), optional=True, default=Options.FOUR),
        Key(
            "asked",
            "対象の言い方",
            SENTENCE,
            optional=True,
            default=ASKED,
        ),
        Key("waves", "回", Entries(_WAVE)),
    ),
    _check_file,
)
