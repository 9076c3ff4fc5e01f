"""The weekly question and its feedback."""

from __future__ import annotations

from bot.core.clock import TOKYO
from bot.core.learning.weeks import CompletionState
from bot.service.training import DueQuestion, Feedback, OwnRecord, WeekRecord
from bot.slack.blocks.base import (
    Block,
    Reply,
    actions,
    bold,
    button,
    context,
    divider,
    header,
    inline,
    option,
    paragraph,
    section,
)
from bot.slack.blocks.cards import source_line

CHOICES = "quiz:choices"
SURE = "quiz:answer:sure"
UNSURE = "quiz:answer:unsure"
ENTRY = "quiz:entry"
WEEKDAYS = "月火水木金土日"

STATE_LABELS = {
    CompletionState.COMPLETED: "受講済",
    CompletionState.NOT_COMPLETED: "未受講",
    CompletionState.COMPLETED_LATE: "期限後受講",
    CompletionState.EXCLUDED: "対象外",
}
NOTHING_DUE = "いま答える設問はありません。次の設問は、週のはじめの開庁日の10時に届きます。"
FIRST_USE = (
    "上司が見るのは、答えたかどうかだけです。正解・不正解や自信は、ご本人だけが見られます。"
    "人事評価には使いません。"
)


def quiz_blocks(question: DueQuestion) -> list[Block]:
    """A question with its choices and the two ways to answer."""
    closes = question.closes_at.astimezone(TOKYO)
    until = f"{closes.month}月{closes.day}日（{WEEKDAYS[closes.weekday()]}）{closes.hour}時まで"
    value = f"{question.occurrence_key}|{question.question_id}"
    radio = {
        "type": "radio_buttons",
        "action_id": CHOICES,
        "options": [option(c.text, str(c.index)) for c in question.choices],
    }
    return [
        header("今週の設問（1問・1分）"),
        paragraph(question.stem),
        actions([radio], block_id=f"choices|{question.occurrence_key}"),
        actions(
            [
                button("自信をもって答える", SURE, value, style="primary"),
                button("自信はないが答える", UNSURE, value),
            ]
        ),
        context(inline(f"{until}に答えると「受講済」になります。{FIRST_USE}")),
    ]


def quiz_reply(question: DueQuestion | None) -> Reply:
    """The due question, or the sentence that says when the next one comes."""
    if question is None:
        return Reply("設問のお知らせ", (section(NOTHING_DUE),), "今週の設問")
    return Reply("今週の設問が届いています", tuple(quiz_blocks(question)), "今週の設問")


def feedback_reply(feedback: Feedback) -> Reply:
    """Right or wrong, why, what tempted, the sources and the entry to read."""
    choices = {c.index: c.text for c in feedback.question.choices}
    mark = "○ 正解です" if feedback.right else "△ もう一歩です"
    blocks: list[Block] = [
        header(mark),
        paragraph(feedback.question.stem),
        section([bold("あなたの答え"), inline(choices[feedback.chosen])]),
    ]
    if feedback.right:
        blocks.append(section([bold("理由"), *(inline(w) for w in feedback.why_right)]))
    else:
        blocks.append(section([bold("迷いやすいところ"), inline(feedback.why_chosen)]))
        right = (
            inline(f"{text}：{why}")
            for text, why in zip(feedback.right_texts, feedback.why_right, strict=True)
        )
        blocks.append(section([bold("正しい答え"), *right]))
    blocks.append(section([bold("解説"), inline(feedback.explanation)]))
    blocks.append(context(*(f"出典：{source_line(s)}" for s in feedback.sources[:9])))
    blocks += _entries(feedback)
    blocks.append(context(inline(_standing(feedback))))
    return Reply("回答を受け付けました", tuple(blocks), "今週の設問")


def _entries(feedback: Feedback) -> list[Block]:
    buttons = [
        button("この知識を読む", f"{ENTRY}:{i}", entry)
        for i, entry in enumerate(feedback.entries[:3])
    ]
    return [actions(buttons)] if buttons else []


def _standing(feedback: Feedback) -> str:
    if feedback.repeated:
        return "この設問にはもう答えています。はじめの答えを記録しています。"
    return f"今週は「{STATE_LABELS[feedback.state]}」になりました。おつかれさまでした。"


def record_reply(record: OwnRecord) -> Reply:
    """A person's own record; nobody else sees it."""
    blocks: list[Block] = [
        header("自分の記録"),
        section(
            [
                inline(f"答えた設問：{record.answered}問（正解 {record.right}問）"),
                inline(f"ふれたテーマ：{record.concepts_in_all}のうち{record.concepts_met}"),
            ]
        ),
        divider(),
        section([bold("週ごと"), *_weeks(record.weeks)]),
        context(FIRST_USE),
    ]
    return Reply("自分の記録", tuple(blocks), "自分の記録")


def _weeks(weeks: tuple[WeekRecord, ...]) -> list[str]:
    if not weeks:
        return ["まだ記録はありません。設問に答えると、ここに並びます。"]
    newest = sorted(weeks, key=lambda w: w.week, reverse=True)[:12]
    return [inline(f"・{w.week}：{STATE_LABELS[w.state]}") for w in newest]
