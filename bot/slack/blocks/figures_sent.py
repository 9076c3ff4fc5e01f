"""What is sent unasked about figures: the neutral reminder, and each 課長's monthly summary."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.learning.question_facts import ReviewedEntry
from bot.core.permissions import Action, NotPermitted
from bot.service.statistics import Figures
from bot.slack.blocks.base import Reply, actions, button, context, inline, section
from bot.slack.blocks.figures import MAKE, NAMES, SECTIONS_SHOWN, Chosen
from bot.slack.blocks.question_notices import review_blocks

QUIZ_DOOR = "open:quiz"
REMINDER = (
    "受講のご案内です。まだ答えていない設問があります。1問1分ほどで、"
    "お手すきのときにどうぞ。正解・不正解が上司に伝わることはありません。"
)
TO_ALL = "まだの方みなさんに、同じ文をお届けしています。行き違いのときはご容赦ください。"
BY_ITSELF = "このお知らせは、気づきナビが週に一度まで、自動でお届けしています。"
MONTHLY_NOTE = "月のはじめの開庁日にお届けしています。お名前は入れていません。"


def reminder_message(text: str | None = None) -> Reply:
    """A supervisor's reminder, or the bot's own with its ``text``; the door to the question."""
    note = TO_ALL if text is None else BY_ITSELF
    blocks = (
        section(REMINDER if text is None else inline(text)),
        actions([button("設問をひらく", QUIZ_DOOR, style="primary")]),
        context(note),
    )
    return Reply("受講のご案内です", blocks)


def monthly_message(figures: Figures, reviews: Sequence[ReviewedEntry] = ()) -> Reply:
    """One sentence a section they lead; NotPermitted for who leads none any more."""
    if not figures.own:
        raise NotPermitted(Action.SEE_NAMES)
    blocks = []
    for number, report in enumerate(figures.own[:SECTIONS_SHOWN]):
        chosen = Chosen(report.period, report.total.section_id).packed()
        buttons = [button("名前を見る", NAMES, chosen), button("資料を作る", MAKE, chosen)]
        blocks += [
            section(inline(report.total.sentence)),
            actions(buttons, f"monthly:{number}"),
        ]
    note = inline(figures.own[0].definition)
    shown = (*blocks, *review_blocks(reviews), context(MONTHLY_NOTE, note))
    return Reply("今月の受講の状況です", shown)
