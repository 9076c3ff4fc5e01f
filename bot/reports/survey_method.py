"""「調査の方法」: one page that stands in every export of the 職員アンケート."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.indicator.figures import TARGET
from bot.core.indicator.result import WaveResult
from bot.core.indicator.wave_hash import series_of
from bot.reports.survey_facts import Sentence, day, listed, number, part, people, say, words
from bot.reports.survey_words import CERTAINTY

Part = tuple[str, tuple[Sentence, ...]]


def method(result: WaveResult) -> tuple[Part, ...]:
    """Headings with their sentences."""
    return (
        ("聞いたこと", tuple(_question(result))),
        ("聞いた相手", tuple(_asked(result))),
        ("聞き方", tuple(_how(result))),
        ("だれの回答か分からないようにするしくみ", tuple(_anonymity(result))),
        ("数字の読み方と限界", tuple(_limits())),
        ("内容のしるし", tuple(_seal(result))),
    )


def _question(result: WaveResult) -> Iterator[Sentence]:
    question = result.definition.headline
    yield say("設問（言葉を変えていません）：{text}", text=words("指標の設問", question.text))
    places, options = listed([words("選択肢", option) for option in question.options])
    yield say(f"選択肢：{places}", **options)
    places, yes = listed([words("「はい」に数える選択肢", option) for option in question.yes])
    yield say(f"「はい」に数える選択肢：{places}", **yes)
    asked = result.definition.questions
    yield say(
        "設問は全部で{n}です。自由に書く欄はありません。", n=number("設問の数", len(asked), "問")
    )


def _asked(result: WaveResult) -> Iterator[Sentence]:
    found = result.denominator
    reasons = found.shown(result.definition.thresholds.reason_from)
    yield say("対象：{asked}", asked=words("対象", result.definition.asked))
    places, out = listed([part(f"対象外：{r}", r, n) for r, n in reasons])
    without = f"（{places}）" if reasons else ""
    yield say(
        "{day}の名簿{roster}のうち、対象{asked}、対象外{out}" + without + "です。",
        day=day("基準日", found.day),
        roster=people("名簿の職員", found.roster),
        asked=people("対象の職員", found.asked),
        out=people("対象外の職員", sum(found.people_out)),
        **out,
    )


def _how(result: WaveResult) -> Iterator[Sentence]:
    wave = result.definition
    opens, closes = day("始まり", wave.opens), day("終わり", wave.closes)
    yield say("期間：{opens}〜{closes}", opens=opens, closes=closes)
    yield say(
        "Slackの画面で聞きました。紙で答える方は始める前に{listed}と決め、"
        "そのうち{paper}の回答をまとめて入力しました。",
        listed=people("紙で答える方", sum(group.paper for group in wave.groups)),
        paper=people("紙の回答", result.paper),
    )
    yield say(
        "お知らせは、{a}日目・{b}日目・最終日に、まだ回答していない方だけに送ります。",
        a=number("お知らせの日", 3),
        b=number("お知らせの日", 7),
    )
    if result.interrupted:
        yield say(
            "機械の停止で、集計前の回答が失われた可能性があります。"
            "まだ集計されていない方に、もう一度お願いしました。"
        )


def _anonymity(result: WaveResult) -> Iterator[Sentence]:
    wave, rule = result.definition, result.definition.thresholds
    yield say(
        "回答したことは記録しますが、だれが何を選んだかは記録しません。"
        "人数だけを数え、{lot}以上の回答をまとめて足します。",
        lot=people("まとめて足す人数", rule.lot),
    )
    yield say(
        "課を合わせてまとまりを作りました（いちばん小さいまとまりの対象は{smallest}）。"
        "回答が{shown}に満たないまとまりの内訳は出しません。",
        smallest=people("いちばん小さいまとまりの対象", min(g.people for g in wave.groups)),
        shown=people("内訳を出す最少の回答", rule.shown_from),
    )
    yield say("システム管理者が動作中のメモリを見ることだけは、技術的に防げません。")


def _limits() -> Iterator[Sentence]:
    yield say("割合は、職員が自分について回答した結果です。実際の行動を測ったものではありません。")
    yield say(
        "判定は四捨五入する前の人数で行います。達成(確実)は、回答のない方がみな「いいえ」でも"
        "{target}以上であることです。",
        target=number("目標（％）", TARGET, "％"),
    )
    yield say(
        "{certainty}の区間は有限母集団（超幾何分布）で計算しています。回答しない方に"
        "かたよりがあるときは、この区間の外のこともあります。",
        certainty=number("区間の確からしさ（％）", CERTAINTY, "％"),
    )


def _seal(result: WaveResult) -> Iterator[Sentence]:
    yield say(
        "始めたときの内容のしるし（SHA）：{digest}", digest=words("内容のしるし", result.digest)
    )
    yield say(
        "くらべられる回のしるし：{series}",
        series=words("くらべられる回のしるし", series_of(result.definition)),
    )
