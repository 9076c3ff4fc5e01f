"""What a report of the 職員アンケート says in words: the figures, and how they came about.

A figure is always called 「…と回答した職員の割合」: what somebody says of themselves is not
what they do.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.indicator.figures import TARGET
from bot.core.indicator.result import Companions, SurveyResult, WaveResult, Withheld
from bot.core.indicator.suppression import GroupRow, Shown
from bot.reports.survey_facts import (
    Sentence,
    day,
    listed,
    number,
    part,
    people,
    rate,
    say,
    words,
)

TITLE = "職員アンケートの結果"
METHOD = "調査の方法"
SHARE = "指標の設問に「はい」と回答した職員の割合"
CERTAINTY = 95  # per cent, of the interval
HIDDEN = "回答が少ないなどのため、表示しません"
REFERENCE = "この回は参考値です。年度の結果とする回は「{counted}」です。"
OFFICIAL = "この回が、年度の結果とする回です（最初の回を始める前に決めています）。"
NO_WAVE = "職員アンケートは、まだ行っていません（実施予定）。"
TOO_FEW = "回答が{0}人に満たないため、だれの回答か分からないように、結果は表示しません。"
GROUPS_NOTE = (
    "人数の少ない課は合わせています。回答が少ないまとまりと、ほかの数字から計算できてしまう"
    "まとまりの内訳は出しません。ほとんど全員の回答が同じまとまりは、幅で示します。"
)


def no_result(result: SurveyResult) -> Sentence:
    """Why there is no result to speak of: nothing was asked yet, or too few have answered."""
    return withheld(result.withheld[-1]) if result.withheld else say(NO_WAVE)


def withheld(wave: Withheld) -> Sentence:
    """How many have answered a wave of which nothing may be shown."""
    return say(
        "{wave}は、対象{staff}のうち回答が{answered}で、{least}に満たないため、"
        "だれの回答か分からないように、結果は表示しません。",
        wave=words("回", wave.title),
        staff=people("対象の職員", wave.staff),
        answered=people("回答した職員", wave.answered),
        least=people("結果を出す最少の回答", wave.least),
    )


def headline(result: WaveResult) -> Iterator[Sentence]:
    """The result of a wave, never as one bare percentage."""
    found, wave = result.figures, result.definition
    staff, answered, yes = found.counts.staff, found.counts.answered, found.counts.yes
    yield say(
        "対象{staff}のうち{answered}が回答しました（回答率{response}）。",
        staff=people("対象の職員", staff),
        answered=people("回答した職員", answered),
        response=rate("回答率", answered, staff),
    )
    yield _parts(result)
    yield say(
        SHARE + "は、回答者のうち{respondents}、対象の職員全員のうち{all}です。",
        respondents=rate(f"{SHARE}（回答者のうち）", yes, answered),
        all=rate(f"{SHARE}（対象の職員全員のうち）", yes, staff),
    )
    yield say(
        "回答のない{silent}がみな「いいえ」なら{low}、みな「はい」なら{high}です。",
        silent=people("回答のない職員", staff - answered),
        low=rate("回答のない職員がみな「いいえ」のとき", found.bounds[0], staff),
        high=rate("回答のない職員がみな「はい」のとき", found.bounds[1], staff),
    )
    yield say(
        "回答した職員を全員の中からの抽出とみたときの{certainty}の区間は、{low}〜{high}です。",
        certainty=number("区間の確からしさ（％）", CERTAINTY, "％"),
        low=rate("区間の下限", found.interval[0], staff),
        high=rate("区間の上限", found.interval[1], staff),
    )
    yield say(
        "目標{target}に対する判定は「{verdict}」です。",
        target=number("目標（％）", TARGET, "％"),
        verdict=words("判定", found.verdict.value),
    )
    if wave.official:
        yield say(OFFICIAL)
    else:
        yield say(REFERENCE, counted=words("年度の結果とする回", wave.counted_wave))


def _parts(result: WaveResult) -> Sentence:
    """The yes count with its parts."""
    question = result.definition.headline
    by_option = dict(zip(question.options, result.of(question), strict=True))
    yes = people("「はい」の人数", result.yes)
    if len(question.yes) < 2:
        return say("「はい」は{yes}です。", yes=yes)
    places, figures = listed(
        [part(f"うち「{option}」", f"「{option}」", by_option[option]) for option in question.yes]
    )
    return say(f"「はい」は{{yes}}です（うち{places}）。", yes=yes, **figures)


def companions(found: Companions | None) -> Iterator[Sentence]:
    """What is measured otherwise, in the same time."""
    if found is None:
        return
    span = {
        "start": day("数えた期間の始まり", found.start),
        "end": day("数えた期間の終わり", found.end),
    }
    if found.first_answers and found.first_right is not None:
        yield say(
            "初めて見る設問の正答率は{share}です（{start}〜{end}、初回の回答{n}のうち正解{right}）。",
            share=rate("初めて見る設問の正答率", found.first_right, found.first_answers),
            **span,
            n=number("初回の回答", found.first_answers, "件"),
            right=number("初回の正解", found.first_right, "件"),
        )
    if found.referred is not None:
        yield say(
            "実際につないだ件数（ボタンによる参考値）は{n}です（{start}〜{end}）。",
            **span,
            n=number("実際につないだ件数（ボタンによる参考値）", found.referred, "件"),
        )


def yes_text(row: GroupRow) -> str:
    """The yes of a group as it may be shown."""
    match row.shown:
        case Shown.EXACT:
            return f"{row.low}人"
        case Shown.BAND if row.low == 0:
            return f"{row.high}人以下"
        case Shown.BAND:
            return f"{row.low}人以上"
        case _:
            return HIDDEN
