"""The 職員アンケート on A4: result, trend, groups, the sheet of the plan, board and method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.figures import rate_text
from bot.core.indicator.result import SurveyResult, WaveResult
from bot.core.indicator.wave_hash import breaks
from bot.reports.flow import BOLD, SMALL, Column, Flow
from bot.reports.survey_board import BOARD, NOTE, board
from bot.reports.survey_draft import Draft, draft
from bot.reports.survey_method import method
from bot.reports.survey_words import (
    GROUPS_NOTE,
    METHOD,
    NO_WAVE,
    SHARE,
    TITLE,
    companions,
    headline,
    no_result,
    withheld,
    yes_text,
)
from bot.reports.wording import day_text

CHART_SHAPE = 0.5  # height by width, as survey_chart draws it
SHEET = "運営方針のシート"
_OPTIONS = (
    Column("設問と選択肢", 138),
    Column("人数", 20, figures=True),
    Column("率", 20, figures=True),
)
_GROUPS = (
    Column("まとまり", 68),
    Column("対象", 18, figures=True),
    Column("回答", 18, figures=True),
    Column("回答率", 20, figures=True),
    Column("「はい」と回答した職員", 54),
)
_TREND = (
    Column("回", 50),
    Column("対象", 16, figures=True),
    Column("回答", 16, figures=True),
    Column("「はい」", 18, figures=True),
    Column("回答者のうち", 26, figures=True),
    Column("判定", 52),
)
_DONE = (Column("区分", 16), Column("状態", 22), Column("取組実績等", 140))
_BOARD = (
    Column("指標", 56),
    Column("目標", 28),
    Column("値", 34),
    Column("進み", 26),
    Column("時点・出典", 34),
)


def survey_pdf(result: SurveyResult, chart: bytes) -> bytes:
    """Some A4 pages; the method has a page of its own."""
    wave = result.wave
    footer = f"{TITLE}　{result.moment.value}　{day_text(result.as_of)}"
    if wave is not None:
        footer += f"　しるし {wave.digest[:12]}"
    flow = Flow(TITLE, result.as_of, footer)
    if wave is None:
        flow.sentence(no_result(result).text, BOLD)
    else:
        _result(flow, result, wave, chart)
        flow.new_page()
    _sheet(flow, draft(result))
    _board(flow, result)
    if wave is not None:
        flow.new_page()
        _method(flow, wave)
    return flow.finished()


def _result(flow: Flow, result: SurveyResult, wave: WaveResult, chart: bytes) -> None:
    definition = wave.definition
    span = f"{day_text(definition.opens)}〜{day_text(definition.closes)}"
    flow.sentence(f"{definition.title}（{span}）　内容のしるし {wave.digest[:12]}", SMALL)
    flow.sentence(definition.headline.text, BOLD)
    flow.items(sentence.text for sentence in headline(wave))
    beside = [sentence.text for sentence in companions(result.companions)]
    if beside:
        flow.heading("いっしょに見る数字")
        flow.items(beside)
    flow.picture(chart, CHART_SHAPE, trend_text(result.waves))
    flow.heading("これまでの回")
    flow.table(_TREND, trend_rows(result.waves))
    flow.items((withheld(one).text for one in result.withheld), SMALL)
    flow.heading("設問ごとの回答（区全体）")
    flow.table(_OPTIONS, _options(wave))
    flow.heading("まとまりごとの回答（指標の設問）")
    flow.sentence(GROUPS_NOTE, SMALL)
    flow.table(_GROUPS, _groups(wave))


def trend_rows(waves: Sequence[WaveResult]) -> Iterator[Sequence[str]]:
    """The waves, oldest first; a break of the series is said in its row."""
    for wave, broken in zip(waves, breaks([w.definition for w in waves]), strict=True):
        definition = wave.definition
        name = f"{definition.fiscal_year}年度　{definition.moment}"
        name += "" if definition.official else "（参考値）"
        if broken:
            name += "　※設問や選択肢が変わり、前の回とくらべられません"
        share = rate_text(wave.yes, wave.answered)
        counts = (str(definition.staff), str(wave.answered), str(wave.yes))
        yield (name, *counts, share, wave.figures.verdict.value)


def trend_text(waves: Sequence[WaveResult]) -> str:
    """The chart in words."""
    if not waves:
        return NO_WAVE
    told = "、".join(
        f"{w.definition.fiscal_year}年度{w.definition.moment}は対象{w.definition.staff}人、"
        f"回答{w.answered}人のうち{w.yes}人（{rate_text(w.yes, w.answered)}）"
        for w in waves[-6:]
    )
    return f"{SHARE}の推移の図。{told}。"


def _options(wave: WaveResult) -> Iterator[Sequence[str]]:
    for question in wave.definition.questions:
        counts = wave.of(question)
        yield question.text, "", ""
        for option, count in zip(question.options, counts, strict=True):
            yield f"　{option}", str(count), rate_text(count, sum(counts))


def _groups(wave: WaveResult) -> Iterator[Sequence[str]]:
    for row in wave.rows:
        response = rate_text(row.answered, row.staff)
        yield row.name, str(row.staff), str(row.answered), response, yes_text(row)


def _sheet(flow: Flow, made: Draft) -> None:
    flow.heading(f"{SHEET}（{made.moment.value}）　{made.status}")
    flow.sentence(made.heading.text, BOLD)
    flow.heading("計画")
    flow.items(sentence.text for sentence in (*made.content, made.goal))
    flow.heading(f"取組実績等（{made.moment.value}）")
    flow.table(_DONE, ((line.part, line.state, line.sentence.text) for line in made.done))
    flow.heading("進捗状況")
    flow.sentence(made.progress)
    flow.heading("課題")
    flow.items(sentence.text for sentence in made.problems)
    flow.heading("方向性")
    flow.items(sentence.text for sentence in made.directions)
    if made.unsettled and not made.confirmed:
        flow.heading("確かめること（提出するときは消えます）")
        flow.items(sentence.text for sentence in made.unsettled)
    flow.sentence(f"この案のしるし　{made.mark}", SMALL)


def _board(flow: Flow, result: SurveyResult) -> None:
    flow.heading(BOARD)
    flow.table(
        _BOARD,
        (
            (row.name, row.target, row.value_text, row.progress, f"{row.day_text}　{row.source}")
            for row in board(result)
        ),
    )
    flow.sentence(NOTE, SMALL)


def _method(flow: Flow, wave: WaveResult) -> None:
    flow.heading(METHOD)
    for heading, sentences in method(wave):
        flow.heading(heading)
        flow.items((sentence.text for sentence in sentences), SMALL)
