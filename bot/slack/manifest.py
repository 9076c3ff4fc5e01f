"""The app's manifest for Slack, made from the table of conversations.

Scopes are exactly what the methods, events and fields in use need; each stands in
one table with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.slack.commands import SLASH
from bot.slack.conversations import LISTENERS

NAME = "気づきナビ"
SCOPES: Mapping[str, str] = {
    "app_mentions:read": "チャンネルでの呼びかけに、その人だけに見える形で答える（app_mention）",
    "chat:write": "設問や案内を送り、書きかえる（chat.postMessage・postEphemeral・update・delete）",
    "commands": "/kizuki とショートカットを使えるようにする",
    "files:read": "知識編集者が送った知識のファイルと、管理者が送った名簿を受け取る（files.info）",
    "files:write": (
        "「印刷」「資料を作る」を押した人にファイルを送り、お名前入りのものを24時間後に消す"
        "（files.getUploadURLExternal ほか・files.delete）"
    ),
    "im:history": (
        "ダイレクトメッセージで届いた質問を受け取る（message.im）／"
        "送れたか分からない設問が届いているかを、本人との会話だけで確かめる（conversations.history）"
    ),
    "im:write": "その確認のために、本人とのダイレクトメッセージを開く（conversations.open）",
    "users:read": (
        "名簿の職員のアカウントができたり止まったりしたことに気づく（team_join・user_change）"
    ),
}
OPTIONAL_SCOPES: Mapping[str, str] = {
    "users:read.email": (
        "名簿のメールでSlackの相手を探す（users.list のメール）／"
        "名簿に「Slackメンバーid」を入れるなら要りません"
    ),
}
EVENTS: Mapping[str, str] = {
    "app_home_opened": "ホームを開いたときに、その人の画面を用意する",
    "app_mention": "チャンネルでの呼びかけに答える",
    "message.im": "ダイレクトメッセージの質問に答える",
    "team_join": "名簿の職員がSlackに加わったら、メールで相手を確かめる（権限があるとき）",
    "user_change": "名簿の職員のアカウントが止まったら、管理者に一度知らせる",
}
METHODS: Mapping[str, str | None] = {
    "apps.connections.open": None,  # the app-level token's own connections:write
    "auth.test": None,
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "im:history",
    "conversations.open": "im:write",
    "files.info": "files:read",
    "files.completeUploadExternal": "files:write",
    "files.delete": "files:write",
    "files.getUploadURLExternal": "files:write",
    "users.list": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
LONG_DESCRIPTION = (
    "区役所の職員が、窓口でお会いする区民の方の困りごとに気づき、適切な支援につなぐための案内です。"
    "どこにつなげばよいかを、出典と確認日つきで答えます。すぐに連絡が必要な場合は、まずその行動を示します。"
    "週に2回まで、1問1分ほどの設問を届けます。上司に伝わるのは答えたかどうかだけで、正解・不正解はご本人だけが見られます。"
    "質問の文は保存しません。区民の方のお名前や番号は書かないでください。"
)


def manifest(*, request_url: str | None = None, email: bool = False) -> dict[str, Any]:
    """The manifest to paste into Slack: Socket Mode, or HTTP with ``request_url``.

    ``email`` adds the optional scopes, with which the roster is matched by address.
    """
    scopes = {**SCOPES, **(OPTIONAL_SCOPES if email else {})}
    socket = request_url is None
    place: dict[str, str] = {} if request_url is None else {"url": request_url}
    asked: dict[str, str] = {} if request_url is None else {"request_url": request_url}
    return {
        "display_information": {
            "name": NAME,
            "description": "困りごとに気づき、つなぎ先を案内する職員向けのボット",
            "long_description": LONG_DESCRIPTION,
            "background_color": "#1f4e79",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": [
                {
                    "name": c.shortcut,
                    "type": "global",
                    "callback_id": c.action_id,
                    "description": c.description,
                }
                for c in LISTENERS
                if c.shortcut
            ],
            "slash_commands": [
                {
                    "command": SLASH,
                    "description": "つなぎ先を探す・設問に答える",
                    "usage_hint": "相談 困りごと ／ " + "・".join(c.word for c in LISTENERS[1:]),
                    "should_escape": False,
                    **place,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(scopes)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS), **asked},
            "interactivity": {"is_enabled": True, **asked},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }
