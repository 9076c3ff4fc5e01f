"""A post as it is sent: its first open question, and what a post may say besides."""

from __future__ import annotations

from bot.core.learning.first_signs import TITLE, SignGroup
from bot.service.training import DueQuestion
from bot.slack.blocks.base import Block, Reply, bold, divider, header, inline, section
from bot.slack.blocks.preferences import STAYS, resume_row
from bot.slack.blocks.quiz import quiz_reply

WELCOME = "はじめての4週間が始まります"
LAST_FOR_NOW = (
    "3週つづけて回答がなかったので、このメッセージのあと、設問のお届けをお休みします。"
    f"{STAYS}"
    "続けて受け取りたいときは「再開する」を押してください。"
)


def post_reply(
    question: DueQuestion, signs: SignGroup | None = None, *, last_for_now: bool = False
) -> Reply:
    """The message: a newcomer's first signs, the question, and that the posts rest from here."""
    asked = quiz_reply(question)
    blocks = [*_signs(signs), *asked.blocks]
    if last_for_now:
        blocks += [divider(), section(LAST_FOR_NOW), resume_row()]
    return Reply(asked.text, tuple(blocks), asked.title)


def _signs(group: SignGroup | None) -> list[Block]:
    # What the signs are is not for the banner, hence not in the first block.
    if group is None:
        return []
    lines = [f"・{bold(sign.text)}\n　→ {inline(sign.action)}" for sign in group.signs]
    return [header(WELCOME), section([bold(TITLE), *lines]), divider()]
