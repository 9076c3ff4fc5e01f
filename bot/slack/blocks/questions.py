"""設問の点検 and 設問の候補: what editors see of the questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.course import TYPE_LABELS
from bot.core.learning.item_statistics import (
    FLAG_LABELS,
    LEAST_JUDGED,
    LEAST_PUBLISHED,
    ItemStatistics,
)
from bot.service.question_standing import RestingQuestion
from bot.service.questions import Candidate, Candidates, Flagged, Overview
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
from bot.slack.blocks.question_notices import review_line

TITLE, CANDIDATES_TITLE = "設問の点検", "設問の候補"
CONFIRM, CANDIDATES, LOOK = "questions:confirm", "questions:candidates", "questions:look"
FITS = "設問は今の内容に合っています"
CONFIRMED = "確かめました。この設問は、また使われます。"
NONE_RESTING = "休んでいる設問はありません。"
TOO_OLD = "見直しの日から60日を過ぎた項目によるものです。その項目を確認すると、また使われます。"
NONE_FLAGGED = "気になる数字の設問はありません。"
NONE_OVERDUE = "見直しの日を過ぎた項目による設問はありません。"
HOW_COUNTED = (
    f"数字は、はじめて答えたときの結果だけを、区全体で数えたものです。{LEAST_PUBLISHED}人から表示し、"
    f"{LEAST_JUDGED}人から気になる点を示します。課ごと・人ごとの数字はありません。"
)
NOT_FITTING = (
    "今の内容に合わない設問は、やめて、新しい番号で作り直してください（書き方は設問の説明書にあります）。"
    "公開した設問の文と選択肢は変えられません。"
)
HOW_ASKED = (
    "ちがう人が3人以上、同じ月に聞いたテーマです。人数はおおよその幅で示します。"
    "だれが聞いたかは、その月の終わりに、たどれなくなります。"
)
NOTHING_YET = "まだありません。"
_MOST_RESTING, _MOST_FLAGGED, _MOST_OVERDUE = 12, 10, 10


def overview_reply(overview: Overview, *, may_confirm: bool) -> Reply:
    """Everything about questions that an editor should look at."""
    blocks: list[Block] = [header(TITLE), *_few(overview.few)]
    blocks += _resting(overview.resting, may_confirm=may_confirm)
    blocks += _overdue(overview)
    blocks += _flagged(overview.flagged)
    said = f"数字のある設問：{len(overview.figures)}問（使っている設問{overview.in_use}問のうち）"
    blocks += [context(said, HOW_COUNTED), actions([button(CANDIDATES_TITLE, CANDIDATES)])]
    return Reply(TITLE, tuple(blocks), TITLE)


def _few(titles: Sequence[str]) -> Iterator[Block]:
    if titles:
        lines = [inline(f"・{title}") for title in titles[:10]]
        yield section([bold("使える設問が2問より少ない、必修のテーマ"), *lines])


def _resting(resting: Sequence[RestingQuestion], *, may_confirm: bool) -> Iterator[Block]:
    yield section(bold(f"休んでいる設問（{len(resting)}問）"))
    for one in resting[:_MOST_RESTING]:
        confirm = {**button("合っています", CONFIRM, one.question.id), "confirm": _asked_again(one)}
        shown = confirm if may_confirm and one.facts else None
        yield section([inline(f"・{_name(one.concept, one.question.id)}"), *_why(one)], shown)
    if len(resting) > _MOST_RESTING:
        yield context(f"ほかに{len(resting) - _MOST_RESTING}問あります。")
    yield context(NOT_FITTING) if resting else section(NONE_RESTING)


def _why(one: RestingQuestion) -> list[str]:
    if not one.facts:
        return [TOO_OLD]
    since = f"{japanese_date(one.since.isoformat())}から。" if one.since else ""
    names = "、".join(dict.fromkeys(entry for entry, _ in one.facts))
    return [inline(f"{since}変わった項目：{names}"), inline(one.question.stem)]


def _asked_again(one: RestingQuestion) -> Block:
    return {
        "title": plain("合っていますか", 100),
        "text": plain(f"{FITS}。問題文・正解・解説を、変わった項目と読みくらべましたか。", 300),
        "confirm": plain("合っています", 30),
        "deny": plain("まだしない", 30),
    }


def _overdue(overview: Overview) -> Iterator[Block]:
    entries = overview.overdue
    yield section(bold(f"要再確認：見直しの日を過ぎた項目（{len(entries)}件）"))
    lines = [inline(review_line(entry)) for entry in entries[:_MOST_OVERDUE]]
    yield section(lines or NONE_OVERDUE)
    if len(entries) > _MOST_OVERDUE:
        yield context(f"ほかに{len(entries) - _MOST_OVERDUE}件あります。")


def _flagged(flagged: Sequence[Flagged]) -> Iterator[Block]:
    yield section(bold(f"気になる数字の設問（{len(flagged)}問）"))
    for one in flagged[:_MOST_FLAGGED]:
        kind = TYPE_LABELS[one.question.type]
        name = inline(f"・{_name(one.concept, one.question.id)}　{kind}")
        flags = [inline(FLAG_LABELS[flag]) for flag in one.figures.flags]
        yield section([name, inline(figures_line(one.figures)), *flags])
    if len(flagged) > _MOST_FLAGGED:
        yield context(f"ほかに{len(flagged) - _MOST_FLAGGED}問あります。")
    if not flagged:
        yield section(NONE_FLAGGED)


def figures_line(figures: ItemStatistics) -> str:
    """A question's figures in one line."""
    shares = "・".join(f"{100 * share:.0f}％" for share in figures.shares)
    telling = "－" if figures.discrimination is None else f"{figures.discrimination:.2f}"
    return (
        f"{figures.n}人　正解{100 * figures.facility:.0f}％　選択肢 {shares}　見分ける力 {telling}"
    )


def candidates_reply(found: Candidates) -> Reply:
    """The topics for which a question may be missing."""
    blocks: list[Block] = [
        header(CANDIDATES_TITLE),
        *_listed("よく聞かれたテーマ", found.asked, "人"),
        *_listed("「分かりません」になったテーマ", found.unanswered, "人"),
        *_listed("急ぎの場面のカードが出た回数", found.duties, "回"),
        *_listed("気づきメモで「わからない」が多い項目", found.left_open, "件"),
        context(HOW_ASKED),
        actions([button(TITLE, LOOK)]),
    ]
    return Reply(CANDIDATES_TITLE, tuple(blocks), CANDIDATES_TITLE)


def _listed(title: str, candidates: Sequence[Candidate], unit: str) -> Iterator[Block]:
    lines = [inline(candidate_line(one, unit)) for one in candidates]
    yield section([bold(title), *(lines or [NOTHING_YET])])


def candidate_line(one: Candidate, unit: str) -> str:
    """A topic with its band, its month and the questions there are."""
    number = (
        one.number.replace("以上", f"{unit}以上") if "以上" in one.number else one.number + unit
    )
    month = ""
    if one.month:
        year, which = one.month.split("-")
        month = f"（{year}年{int(which)}月）"
    return f"・{one.label}　{number}{month}　関係する設問{one.questions}問"


def _name(concept: str, question_id: str) -> str:
    return f"{concept}（{question_id}）"
