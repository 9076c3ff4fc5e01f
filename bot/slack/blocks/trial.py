"""設問のくらべ: what the 研修担当 see of the crossover trial."""

from __future__ import annotations

from datetime import date

from bot.core.learning.trial import FIRST_WEEKS, SECOND_WEEKS, Effect
from bot.service.trial import ANNOUNCEMENT, TrialReport
from bot.slack.blocks.base import (
    Block,
    Reply,
    actions,
    bold,
    button,
    context,
    header,
    inline,
    plain,
    section,
)
from bot.slack.blocks.cards import japanese_date

TITLE = "設問のくらべ"
BEGIN, STOP = "trial:begin", "trial:stop"
OFF = "いまは、していません。"
WHAT = (
    "必修のほかのテーマを2つの組に分け、職員の半分は1つめの組から、半分は2つめの組から先に届けます。"
    f"{FIRST_WEEKS}週で入れかえ、そのあと{SECOND_WEEKS}週、研修で学んだテーマとまだのテーマで、"
    "はじめて見る設問の正解の割合をくらべます。必修は全員に同じように届きます。"
)
ANNOUNCED = (
    "始めると、はじめての設問にそえる説明に、次の文が入ります。"
    "すでに設問を受け取っている方には、始める前に、朝礼などでお伝えください。"
)
REFUSED = "始められませんでした。すでに始まっているか、必修のほかのテーマが足りません。"
NOT_RUNNING = "やめるものがありません。一覧を開き直してください。"
TOO_FEW = "くらべられる答えが足りませんでした（それぞれの組で10人以上の答えが要ります）。"
NOT_YET = "結果は、終わってから表示します。途中の数字では、偶然の差で判断しやすいためです。"
HOW_READ = (
    "差は、同じ人のなかでくらべた平均です。区間が0をまたぐときは、差があるとは言えません。"
    "同僚どうしの会話で学んだ分があると、差は小さめに出ます。"
)


def trial_reply(report: TrialReport | None) -> Reply:
    """How it stands, and the button that fits."""
    blocks: list[Block] = [header(TITLE)]
    if report is not None:
        blocks += _standing(report)
    if report is None or not report.is_running:
        blocks += [] if report else [section(OFF)]
        begin = {**button("始める", BEGIN), "confirm": _asked_again("今日から始めます。", "始める")}
        blocks += [section(WHAT), section([ANNOUNCED, inline(f"「{ANNOUNCEMENT}」")])]
        blocks.append(actions([begin]))
    else:
        said = "途中でやめると、全員が同じ順番に戻ります。"
        stop = {**button("やめる", STOP), "confirm": _asked_again(said, "やめる")}
        blocks += [section(NOT_YET), actions([stop])]
    return Reply(TITLE, tuple(blocks), TITLE)


def refused_reply(sentence: str) -> Reply:
    """Why nothing was done."""
    return Reply(TITLE, (section(sentence),), TITLE)


def _standing(report: TrialReport) -> list[Block]:
    end = report.stopped_on or report.ends_on
    days = [
        f"始めた日：{_day(report.starts_on)}",
        f"入れかえる日：{_day(report.crosses_on)}",
        f"{'やめた日' if report.stopped_on else '終わる日'}：{_day(end)}",
    ]
    blocks = [section(days)]
    for number, titles in enumerate(report.blocks, 1):
        blocks.append(
            section([bold(f"{number}つめの組"), *(inline(f"・{t}") for t in titles[:12])])
        )
    if not report.is_running:
        said = effect_line(report.effect) if report.effect else TOO_FEW
        blocks += [section([bold("結果"), inline(said)]), context(HOW_READ)]
    return blocks


def effect_line(effect: Effect) -> str:
    """The effect in points of a hundred with its interval."""
    said = "差があります" if effect.is_sure else "差があるとは言えません"
    return (
        f"学んだテーマの正解の割合は、まだのテーマより{_points(effect.points)}ポイント"
        f"（95％の区間：{_points(effect.low)}〜{_points(effect.high)}）。{said}。"
        f"{effect.people}人の{effect.answers}の答えから。"
    )


def _points(points: float) -> str:
    return f"{points:+.1f}".replace("-", "－").replace("+", "＋")


def _day(day: date) -> str:
    return japanese_date(day.isoformat())


def _asked_again(said: str, do: str) -> Block:
    return {
        "title": plain(f"{do}ことを確かめます", 100),
        "text": plain(said, 300),
        "confirm": plain(do, 30),
        "deny": plain("まだしない", 30),
    }
