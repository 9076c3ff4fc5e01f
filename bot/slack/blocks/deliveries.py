"""How far the sends are, with what an administrator may do about each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.delivery import OccurrenceState
from bot.service.sending_words import NOTHING, lines, state_words
from bot.service.sendings import Sending
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

ACTION = "sending"
PAUSE, RESUME = f"{ACTION}:pause", f"{ACTION}:resume"
CANCEL, RETRY = f"{ACTION}:cancel", f"{ACTION}:retry"
REFRESH = f"{ACTION}:refresh"
NOTE = (
    "設問は、開庁日の9〜17時に、Slackの決まりより速くならないように送ります。"
    "送れたか分からないものは、本人との会話で確かめてから送り直すので、二度届くことはありません。"
)
_CANCEL_TEXT = "まだ届いていない人には届かなくなります。取りやめると、元に戻せません。"
_RETRY_TEXT = "届いていないことを会話で確かめてから、もう一度送ります。"
_MOST = 10


def deliveries_reply(sendings: Sequence[Sending]) -> Reply:
    """The newest sends as an answer to 「配信」."""
    blocks: list[Block] = [header("配信の状況")]
    if not sendings:
        blocks.append(section(inline(NOTHING)))
    for number, sending in enumerate(sendings[:_MOST]):
        title = f"{sending.title}（{state_words(sending)}）"
        blocks.append(section([bold(title), *(inline(line) for line in lines(sending))]))
        controls = list(_controls(sending))
        if controls:
            blocks.append(actions(controls, f"{ACTION}:{number}"))
    blocks += [actions([button("最新にする", REFRESH)]), context(inline(NOTE))]
    return Reply("配信の状況です", tuple(blocks), "配信")


def _controls(sending: Sending) -> Iterator[Block]:
    key = sending.key
    if sending.running and sending.state is OccurrenceState.ACTIVE:
        yield button("一時停止", PAUSE, key)
    if sending.state is OccurrenceState.PAUSED:
        yield button("再開", RESUME, key, style="primary")
    if sending.running:
        ask = _ask("配信を取りやめますか", _CANCEL_TEXT, "取りやめる")
        yield {**button("取りやめる", CANCEL, key, style="danger"), "confirm": ask}
    if sending.given_up and sending.state in {OccurrenceState.ACTIVE, OccurrenceState.PAUSED}:
        ask = _ask("送り直しますか", _RETRY_TEXT, "送り直す")
        yield {**button("届かなかった人に送り直す", RETRY, key), "confirm": ask}


def _ask(title: str, text: str, yes: str) -> Block:
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain("やめる", 30),
    }
