"""The sheet of 具体的取組2-1-1 as a draft: what was done, how it stands, and what comes next.

Written from recorded and entered values. What has not happened by the day of the sheet is
「実施予定」. It is 案 until the 指標担当 has confirmed this very draft, by its mark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core.indicator.figures import TARGET, Verdict
from bot.core.indicator.plan import HALF_LABELS, Activity, Half, Moment
from bot.core.indicator.questions import INDICATOR
from bot.core.indicator.result import SurveyResult, WaveResult
from bot.reports.survey_facts import (
    Sentence,
    listed,
    number,
    people,
    rate,
    say,
    short_day,
    words,
)
from bot.reports.survey_words import companions, headline, no_result, withheld

DONE, AHEAD = "実施済", "実施予定"
DRAFT = "案"
HOPED_RESPONSE = 95  # per cent
CONTENT = {
    Half.TRAINING: "区役所の全職員を対象に、課題に「気づく」ための研修を行う。",
    # The plan's own words: they stand in its sheet as they were decided.
    Half.CONFERENCE: (
        "関係機関の情報共有・連携のため、関係法令に基づく会議のほか、総合的な支援調整の場（つながる場）"
        "及び生活困窮者支援会議（シェア会議）などの積極的な活用を進める"
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: its half (研修, 会議 or 指標), how it stands, and what is said."""

    part: str
    state: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """The sheet; ``mark`` changes with any word or number of it."""

    heading: Sentence
    moment: Moment
    content: tuple[Sentence, ...]
    goal: Sentence
    done: tuple[Line, ...]
    progress: str
    problems: tuple[Sentence, ...]
    directions: tuple[Sentence, ...]
    unsettled: tuple[Sentence, ...]
    mark: str
    confirmed: bool

    @property
    def status(self) -> str:
        """「案」 until it is confirmed."""
        return "指標担当が確認済" if self.confirmed else f"{DRAFT}（指標担当の確認前）"

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Everything that is said on the sheet."""
        done = (line.sentence for line in self.done)
        rest = (*self.problems, *self.directions, *self.unsettled)
        return (self.heading, *self.content, self.goal, *done, *rest)


def draft(result: SurveyResult) -> Draft:
    """The sheet for the result's ``moment``, as of its day."""
    choice = result.plan.choice(result.moment)
    progress = choice.progress if choice else "未記入"
    made = Draft(
        heading=_heading(result),
        moment=result.moment,
        content=tuple(say(CONTENT[half]) for half in Half),
        goal=_goal(),
        done=tuple(_done(result)),
        progress=progress,
        problems=tuple(_problems(result)),
        directions=tuple(_directions(result)),
        unsettled=tuple(_unsettled(result)),
        mark="",
        confirmed=False,
    )
    mark = _mark(made)
    confirmed = choice is not None and choice.confirmed == mark
    return replace(made, mark=mark, confirmed=confirmed)


def era_year(year: int) -> str:
    """「令和8年度」 for the 年度 that begins in 2026."""
    return f"令和{year - 2018}年度"


def _heading(result: SurveyResult) -> Sentence:
    return say(
        "{year}　{issue}　{step}",
        year=words("年度", era_year(result.plan.fiscal_year)),
        issue=words("経営課題", "経営課題2"),
        step=words("具体的取組", "具体的取組2-1-1"),
    )


def _goal() -> Sentence:
    return say(
        "区役所の全職員に対して実施するアンケートで「{text}」と回答した職員の割合　{target}以上",
        text=words("指標の設問", INDICATOR),
        target=number("目標（％）", TARGET, "％"),
    )


def _done(result: SurveyResult) -> Iterator[Line]:
    for half in Half:
        for activity in result.plan.of(half):
            yield from _of_activity(activity, result)
    for wave in result.withheld:
        if wave.fiscal_year == result.plan.fiscal_year:
            yield Line("指標", DONE, withheld(wave))
    if result.wave is None:
        if not result.withheld:
            yield Line("指標", AHEAD, no_result(result))
        return
    for sentence in (*headline(result.wave), *companions(result.companions)):
        yield Line("指標", DONE, sentence)


def _of_activity(activity: Activity, result: SurveyResult) -> Iterator[Line]:
    part = HALF_LABELS[activity.half]
    name = words("取組の名前", activity.name)
    held, ahead = activity.held_by(result.sheet_day), activity.ahead_of(result.sheet_day)
    if held:
        places, days = listed([short_day("行った日", d) for d in held])
        often = number("行った回数", len(held), "回")
        # People are counted over all days, so that they are said only when all are over.
        took = activity.people if len(held) == len(activity.held) else None
        text = "（全{often}）" if took is None else "（全{often}、参加{took}）"
        if took is not None:
            days = {**days, "took": people("参加した人数", took)}
        said = say(f"{{name}}を{places}に{activity.verb}{text}", name=name, often=often, **days)
        yield Line(part, DONE, said)
    if ahead:
        places, days = listed([short_day("予定の日", d) for d in ahead])
        yield Line(part, AHEAD, say(f"{{name}}を{places}に{activity.verb}予定", name=name, **days))
    elif not held:
        when = words("予定の時期", activity.by or "今後")
        yield Line(part, AHEAD, say(f"{{name}}を{{by}}に{activity.verb}予定", name=name, by=when))


def _unsettled(result: SurveyResult) -> Iterator[Sentence]:
    for activity in result.plan.activities:
        for passed in activity.unsettled(result.sheet_day):
            yield say(
                "{name}の予定の日（{day}）をすぎています。行ったかどうかを入力してください。",
                name=words("取組の名前", activity.name),
                day=short_day("予定の日", passed),
            )


def _problems(result: SurveyResult) -> Iterator[Sentence]:
    wave = result.wave
    if wave is None:
        why = "の回答が少なく、結果を出せない" if result.withheld else "がこれからの"
        yield say(f"職員アンケート{why}ため、指標の達成状況は分かっていない。")
        return
    found = wave.figures
    staff, answered, yes = found.counts.staff, found.counts.answered, found.counts.yes
    needed = -(-TARGET * answered // 100)
    if found.verdict is Verdict.MISSED:
        yield say(
            "回答者のうちの割合が目標の{target}に届かず、届くには「はい」があと{gap}必要である。",
            target=number("目標（％）", TARGET, "％"),
            gap=people("目標までに足りない「はい」", max(needed - yes, 0)),
        )
    if found.verdict is not Verdict.CERTAIN and answered < staff:
        yield say(
            "回答のない職員が{silent}いるため、確実な達成とはいえない。",
            silent=people("回答のない職員", staff - answered),
        )
    if _few(wave):
        yield say(
            "回答率が{response}で、めざす{hoped}に届いていない。",
            response=rate("回答率", answered, staff),
            hoped=number("めざす回答率（％）", HOPED_RESPONSE, "％"),
        )
    if found.verdict is Verdict.CERTAIN and not _few(wave):
        yield say("目標を達成しており、この状態を続けることが課題である。")


def _directions(result: SurveyResult) -> Iterator[Sentence]:
    plan = result.plan
    yield say(
        "{year}{next}",
        year=words("次の年度", era_year(plan.fiscal_year + 1)),
        next=words("次の年度の方向", plan.next_year),
    )
    if result.wave is None:
        return
    if result.wave.figures.verdict is Verdict.MISSED:
        yield say("正答率の低いテーマを、研修で繰り返し取り上げる。")
    if _few(result.wave):
        yield say(
            "紙のアンケートも使い、回答率{hoped}以上をめざす。",
            hoped=number("めざす回答率（％）", HOPED_RESPONSE, "％"),
        )


def _few(wave: WaveResult) -> bool:
    return 100 * wave.answered < HOPED_RESPONSE * wave.definition.staff


def _mark(made: Draft) -> str:
    texts = [made.moment.value, made.progress, *(s.text for s in made.sentences)]
    return hashlib.sha256("\n".join(texts).encode("utf-8")).hexdigest()[:12]
