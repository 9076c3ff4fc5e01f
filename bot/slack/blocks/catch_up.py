"""まとめて受講: one question at a time in a modal, what was right, the next, and the end."""

from __future__ import annotations

from bot.service.training import Feedback, Sitting, YearRecord
from bot.slack.blocks.base import Block, Reply, actions, bold, button, inline, section
from bot.slack.blocks.quiz import feedback_blocks, quiz_blocks

NEXT = "catch-up:next"
OPEN = "catch-up:open"
TITLE = "まとめて受講"
DONE = "いま答えられる今年度の必修は、すべて受講しました。おつかれさまでした。"
DONE_NOTE = "受講に数えました。「習得」は、日をあけて届く設問で、これからも少しずつ確かめられます。"


def sitting_reply(sitting: Sitting) -> Reply:
    """The next question, or that there is none."""
    if sitting.question is None:
        return Reply(DONE, (section([bold(DONE), inline(DONE_NOTE)]),), TITLE)
    return Reply("まとめて受講の設問です", tuple(quiz_blocks(sitting.question)), TITLE)


def sitting_feedback_reply(feedback: Feedback) -> Reply:
    """What was right and why; the next question comes when it is asked for."""
    blocks = feedback_blocks(feedback)
    following = feedback.next
    if following is None:
        blocks.append(section([bold(DONE), inline(DONE_NOTE)]))
    else:
        label = f"つぎの設問へ（{following.number}／{following.of}）"
        blocks.append(actions([button(label, NEXT, style="primary")]))
    return Reply("回答を受け付けました", tuple(blocks), TITLE)


def door_blocks(required: YearRecord) -> list[Block]:
    """The way in from App Home, while some of the year's 必修 are open."""
    left = required.of - required.taken
    if left <= 0:
        return []
    said = (
        f"今年度の必修は{required.of}テーマのうち{required.taken}テーマを受講しました。"
        f"残りの{left}テーマは、いつでもまとめて受講できます（1問・約1分）。"
    )
    return [section(inline(said)), actions([button("まとめて受講する", OPEN)])]
