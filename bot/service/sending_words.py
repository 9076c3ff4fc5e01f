"""How a send stands, in words: the same in the chat and in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.core.clock import TOKYO
from bot.core.delivery import DeliveryState, OccurrenceState
from bot.core.progress import bar, duration_words
from bot.service.sendings import Sending

NOTHING = "まだ何も配信していません。"
MISSED = "止まっていたため、期限までに届けられませんでした。だれも未受講にはなりません。"
_STATES: Mapping[OccurrenceState, str] = {
    OccurrenceState.PAUSED: "一時停止中",
    OccurrenceState.CANCELLED: "取りやめ",
    OccurrenceState.MISSED: "配信なし",
}
_REASONS: Mapping[str, str] = {
    "account_inactive": "Slackのアカウントが止められている",
    "cannot_dm_bot": "相手がボットである",
    "channel_not_found": "Slackに相手が見つからない",
    "messages_tab_disabled": "アプリのメッセージが使えない設定になっている",
    "not_arrived": "何度送っても届いていない",
    "QuestionGone": "設問がなくなっている",
    "NotPermitted": "名簿から外れている",
    "restricted_action": "ワークスペースの決まりで送れない",
    "too_many_messages": "届いたかを会話から確かめきれない",
    "user_disabled": "Slackのアカウントが止められている",
    "user_not_found": "Slackに相手が見つからない",
}


def state_words(sending: Sending) -> str:
    """The state in a word or two."""
    if sending.state in _STATES:
        return _STATES[sending.state]
    return "配信中" if sending.running else "終わり"


def lines(sending: Sending) -> Iterator[str]:
    """How it stands, line by line."""
    if sending.state is OccurrenceState.MISSED:
        yield MISSED
        return
    whole = sending.people
    share = 100 * sending.sent // whole if whole else 100
    yield f"{bar(sending.sent, whole)} {share}％　{sending.sent}／{whole}人"
    yield "、".join(_parts(sending))
    until = _moment(sending.expires_at)
    if sending.spread_until is not None:
        last = _moment(sending.spread_until)
        yield f"止まっていた分なので、{last}ごろまでに分けて送ります（期限は{until}）"
    elif sending.seconds_left is not None:
        left = duration_words(sending.seconds_left)
        yield f"残り約{left}（送る時間帯だけを数えます。期限は{until}）"
    for code, count in sending.reasons.items():
        yield f"届かなかった理由：{_REASONS.get(code, code or '不明')} {count}人"


def _parts(sending: Sending) -> Iterator[str]:
    counts = sending.counts
    yield f"待ち{counts[DeliveryState.QUEUED]}人"
    yield f"送信・確認中{counts[DeliveryState.SENDING]}人"
    if counts[DeliveryState.DEAD]:
        yield f"届かなかった{counts[DeliveryState.DEAD]}人（確認が必要です）"
    if counts[DeliveryState.CANCELLED]:
        yield f"取りやめ{counts[DeliveryState.CANCELLED]}人"
    if counts[DeliveryState.HELD]:
        yield f"送らずにホームで待つ{counts[DeliveryState.HELD]}人"


def _moment(moment: datetime) -> str:
    local = moment.astimezone(TOKYO)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
