"""Invented results of the 職員アンケート: three waves of a ward of 300, and its plan."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

from PIL import Image

from bot.core.indicator.groups import SectionSize, reporting_groups
from bot.core.indicator.plan import (
    Activity,
    Beside,
    Entered,
    Half,
    Indicator,
    Moment,
    Plan,
    SheetChoice,
)
from bot.core.indicator.questions import usual_questions
from bot.core.indicator.result import Companions, SurveyResult, WaveResult, wave_result
from bot.core.indicator.suppression import Sum, shown_only
from bot.core.indicator.wave import WaveDefinition

SIZES = (9, 14, 22, 7, 31, 18, 26, 12, 16, 24, 11, 19, 28, 21, 15, 27)
AS_OF = date(2027, 3, 1)
MEMBERS = tuple(
    SectionSize(f"s{n}", f"第{n + 1}課", size, size // 8) for n, size in enumerate(SIZES)
)


def definition(
    id_: str = "r8-w2", moment: str = "年度末", *, four: bool = True, month: int = 1
) -> WaveDefinition:
    """A wave of 300 people in their groups."""
    return WaveDefinition(
        id=id_,
        title=f"職員アンケート（{moment}）",
        fiscal_year=2026,
        moment=moment,
        opens=date(2027, month, 25),
        closes=date(2027, month + 1, 12),
        denominator_date=date(2027, month, 22),
        asked="区役所の全職員（会計年度任用職員・再任用職員・任期付職員を含みます）",
        counted_wave="r8-w2",
        questions=usual_questions(four=four, end_of_year=moment == "年度末"),
        groups=reporting_groups(MEMBERS),
        left_out=(("育休", 6), ("休職", 5), ("長期派遣", 2)),
    )


def wave(
    wanted: WaveDefinition | None = None, yes: float = 0.83, response: float = 0.9
) -> WaveResult:
    """The result when each group answers and says yes alike."""
    found = wanted or definition()
    chosen: Counter[tuple[str, str]] = Counter()
    groups = {}
    for group in found.groups:
        answered = round(group.people * response)
        said = round(answered * yes)
        rest = answered - said
        groups[group.id] = Sum(answered, said, said)
        for question in found.questions:
            split = [said // 2, said - said // 2, rest, 0]
            counts = (
                split if len(question.options) == 4 else [said, rest, 0][: len(question.options)]
            )
            chosen.update(
                {(question.id, o): n for o, n in zip(question.options, counts, strict=True)}
            )
    return wave_result(found, chosen, shown_only(groups), paper=12)


PLAN = Plan(
    fiscal_year=2026,
    activities=(
        Activity(Half.TRAINING, "週の設問（e-ラーニング）", held=(date(2026, 5, 11),), people=281),
        Activity(Half.TRAINING, "窓口の事例研修", planned=(date(2027, 3, 12),)),
        Activity(
            Half.CONFERENCE,
            "つながる場を兼ねた住之江区合同会議",
            "開催",
            held=(date(2026, 11, 5), date(2027, 2, 3)),
            people=46,
        ),
        Activity(Half.CONFERENCE, "シェア会議", "開催", planned=(date(2027, 2, 20),)),
        Activity(Half.CONFERENCE, "つながる場", "開催", by="年度内"),
    ),
    indicators=(
        Indicator(
            "supporters",
            "地域向け見守りあったかネットサポーター養成講座の年間参加者数",
            300,
            "人",
            "年間",
            (Entered(Fraction(180), date(2026, 9, 30), "保健福祉課の集計"),),
            (Beside("学校向けの参加者数", (Entered(Fraction(95), date(2026, 9, 30), "同"),)),),
        ),
        Indicator(
            "local-activities",
            "地元企業・NPO等の地域資源を活用した地域活動",
            12,
            "件",
            "年間",
            (Entered(Fraction(13), date(2027, 1, 15), "協働まちづくり担当の集計"),),
        ),
        Indicator(
            "support",
            "まちづくりセンター等の支援",
            90,
            "％",
            "",
            (Entered(Fraction(175, 2), date(2026, 12, 31), "地域活動協議会へのアンケート"),),
        ),
        Indicator("portal", "ポータルサイトによる情報発信", 150, "件", "年間"),
    ),
    choices=(SheetChoice(Moment.YEAR_END, "予定どおり"),),
)
COMPANIONS = Companions(date(2026, 4, 1), date(2027, 2, 12), 1630, 1206, 88)


def result(moment: Moment = Moment.YEAR_END) -> SurveyResult:
    """Three waves, the first with other options."""
    waves = (
        wave(definition("r8-w0", "年度当初", four=False), 0.7, 0.75),
        wave(definition("r8-w1", "9月末時点"), 0.79, 0.8),
        wave(),
    )
    return SurveyResult(waves, PLAN, AS_OF, moment, COMPANIONS)


def without_waves() -> SurveyResult:
    """The sheet of September before any survey."""
    return replace(result(Moment.SEPTEMBER), waves=(), companions=None)


def blank() -> bytes:
    """A small white picture, half as high as wide, for papers whose picture is not tested."""
    out = io.BytesIO()
    Image.new("RGB", (100, 50), "white").save(out, "PNG")
    return out.getvalue()
