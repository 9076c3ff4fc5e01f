"""How far the 職員アンケート is, and what a closed wave came to, as far as it may be shown."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.clock import TOKYO
from bot.core.figures import rate_text
from bot.core.indicator.result import WaveResult
from bot.core.indicator.suppression import GroupRow, Shown
from bot.core.survey import NAME, WaveState
from bot.reports.survey_words import GROUPS_NOTE, TOO_FEW, headline, yes_text
from bot.service.survey.page import SurveyPage
from bot.service.survey.values import SurveyInvitation, WaveStatus
from bot.service.survey.words import NO_OWNER
from bot.slack.blocks.base import (
    Block,
    Reply,
    actions,
    bold,
    context,
    divider,
    inline,
    option,
    section,
    select,
)
from bot.slack.blocks.survey import asked_blocks
from bot.slack.blocks.survey_desk import desk_blocks

MOST_WAVES = 3
STATES = {
    WaveState.OPEN: "受付中（{0}月{1}日{2}時まで）",
    WaveState.CLOSED: "終わりました",
    WaveState.VOID: "取り消しました（結果には使いません）",
}
COUNTS_ONLY = (
    "だれが回答したかは、だれにも見えません。結果は、受付が終わってから、出せる範囲で表示します。"
)
LOST = "機械の停止で、集計前の回答が失われた可能性があります。"
BROKEN = (
    "この回の記録が、始めたときのものと違うため、表示できません。"
    "情報システムの担当者に確かめてもらってください。"
)
CHOOSE = "ほかの回の結果を見る"
WAVE = "survey:wave"
NONE_YET = "まだ行ったことがありません。"


def survey_reply(page: SurveyPage) -> Reply:
    """One person's page: what they are asked, then counts and results where they are theirs."""
    if isinstance(page.asked, SurveyInvitation):
        own = asked_blocks(page.asked)
    else:
        own = [section(inline(page.asked.text))]
    blocks = (*own, *_waves(page), *_result(page), *desk_blocks(page.desk))
    return Reply(NAME, blocks, NAME)


def _waves(page: SurveyPage) -> Iterator[Block]:
    if page.waves is None:
        return
    yield divider()
    if not page.waves:
        yield section([bold(NAME), NONE_YET])
    for wave in page.waves[:MOST_WAVES]:
        yield section(list(_status(wave)))
    yield context(COUNTS_ONLY)


def _status(wave: WaveStatus) -> Iterator[str]:
    """How many have answered: of the ward where all of it is seen, and of each group."""
    closes = wave.closes_at.astimezone(TOKYO)
    yield bold(wave.title)
    yield STATES[wave.state].format(closes.month, closes.day, closes.hour)
    if wave.broken:
        yield BROKEN
    if wave.broken or wave.state is WaveState.VOID:
        return
    whole = sum(group.people for group in wave.groups) == wave.people
    if whole:
        waiting = f"（うち集計待ち{wave.waiting}人）" if wave.waiting else ""
        yield inline(f"全体　{_rate(wave.answered, wave.people)}{waiting}")
    for group in () if whole and len(wave.groups) == 1 else wave.groups:
        yield inline(f"・{group.name}　{_rate(group.answered, group.people)}")
    if wave.interrupted:
        yield LOST
    if wave.state is WaveState.OPEN and not wave.owner_alive:
        yield NO_OWNER


def _rate(answered: int, people: int) -> str:
    return f"回答{answered}人／対象{people}人（回答率{rate_text(answered, people)}）"


def _result(page: SurveyPage) -> Iterator[Block]:
    """The figures of a closed wave and the rows of its groups that may be shown."""
    result = page.result
    if not page.closed and result is None:
        return
    yield divider()
    if result is None:
        yield section(inline(page.no_result))
    else:
        wave = result.definition
        yield section([bold(f"{wave.title}の結果"), inline(f"問い：{wave.headline.text}")])
        if result.too_few:
            yield section(TOO_FEW.format(wave.thresholds.shown_from))
        else:
            yield from _figures(result)
    if len(page.closed) > 1:
        waves = [option(wave.title, wave.wave) for wave in page.closed]
        yield actions([select(CHOOSE, WAVE, waves)])


def _figures(result: WaveResult) -> Iterator[Block]:
    yield section([inline(f"・{sentence.text}") for sentence in headline(result)])
    if len(result.rows) > 1:
        yield section([bold("まとまりごと"), *(inline(_row(row)) for row in result.rows)])
        yield context(GROUPS_NOTE)
    yield context(inline(f"この回の印：{result.digest}"))


def _row(row: GroupRow) -> str:
    yes = "" if row.shown is Shown.HIDDEN else "「はい」"
    return f"・{row.name}（回答{row.answered}人）　{yes}{yes_text(row)}"
