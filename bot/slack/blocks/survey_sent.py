"""What is sent unasked about the 職員アンケート: the same words for everybody."""

from __future__ import annotations

from bot.core.clock import TOKYO
from bot.service.survey.values import Announcement, SurveyInvitation
from bot.slack.blocks.base import Reply, context, inline, section
from bot.slack.blocks.survey import again_blocks, answer_row

TITLE = "職員アンケートのお願いです"
HOW = "質問は{0}つまで、60秒ほどです。{1}月{2}日{3}時まで受け付けています。"
WHERE = "下のボタンか、気づきナビのホームか「/kizuki アンケート」から答えられます。"
TO_THOSE_LEFT = (
    "まだ集計されていない方に、同じ文をお届けしています。行き違いのときはご容赦ください。"
)


OPENED = "職員アンケートを開きました"
FROZEN = (
    "この回の問い・選択肢・対象・まとまりは、もう変えられません。"
    "結果の資料に載る印が、下の印と同じことを確かめてください。"
)


def survey_message(asked: SurveyInvitation) -> Reply:
    """The promise above all, what is asked, until when, and the way to the form."""
    closes = asked.closes_at.astimezone(TOKYO)
    how = HOW.format(len(asked.questions), closes.month, closes.day, closes.hour)
    blocks = [
        section(asked.promise.first_line),
        section([inline(f"{asked.title}のお願いです。"), how, WHERE]),
        *again_blocks(asked),
        answer_row(),
        context(TO_THOSE_LEFT),
    ]
    return Reply(TITLE, tuple(blocks))


def announcement_message(told: Announcement) -> Reply:
    """What is frozen at an opening, for everybody to compare with the report."""
    head = (
        f"{told.title}：対象{told.people}人。この年度の結果とする回は「{told.counted_wave}」です。"
    )
    asked = (
        f"{number}. {question.text}（{'／'.join(question.options)}）"
        for number, question in enumerate(told.questions, 1)
    )
    blocks = (
        section(inline(head)),
        section([inline(line) for line in asked]),
        section([FROZEN, inline(told.digest)]),
    )
    return Reply(OPENED, blocks)
