"""`manifest --explain`: what the app may do in Slack and what for, to put before an approver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.slack.manifest import EVENTS, METHODS, OPTIONAL_SCOPES, SCOPES

PURPOSES: Mapping[str, str] = {
    "apps.connections.open": "ソケットモードの接続先を受け取る（アプリ用のトークンだけを使う）",
    "auth.test": "起動のときと doctor で、トークンが使えることを確かめる",
    "chat.delete": "「消す」を押した人への、その答えを消す",
    "chat.postEphemeral": "チャンネルでの呼びかけに、その人だけに見える形で答える",
    "chat.postMessage": "設問・お知らせ・ダイレクトメッセージへの答えを送る",
    "chat.update": "答えた設問を、解説に書きかえる",
    "conversations.history": (
        "送れたか分からない設問を、本人とアプリの会話だけで、20通までさかのぼって確かめる"
    ),
    "conversations.open": "その確認のために、本人とアプリの会話の番号を知る",
    "files.completeUploadExternal": "求めた人に、印刷用のPDFや資料を送る",
    "files.delete": "お名前の入った資料を、24時間後に消す",
    "files.getUploadURLExternal": "求めた人に、印刷用のPDFや資料を送る",
    "files.info": "知識編集者が送った知識のファイルと、管理者が送った名簿を受け取る",
    "users.list": "名簿のメールで、Slackの相手を探す（メールは users:read.email があるときだけ）",
    "views.open": "入力や説明の画面を開く",
    "views.publish": "ホームの画面を用意する",
    "views.push": "開いている画面の上に、次の画面を重ねる",
    "views.update": "開いている画面の中身を変える",
}
NOT_ASKED: Mapping[str, str] = {
    "channels:history・groups:history・mpim:history": "チャンネルやグループの会話は読みません",
    "search:read": "Slackの中を探しません",
    "職員の名で動くトークン（xoxp-）": "だれかになりかわって操作しません",
    "admin.*": "ワークスペースの管理はしません",
}
_NO_SCOPE = "権限なしで使えます"


def explained() -> Iterator[str]:
    """The lines, in Japanese; names and reasons come from the tables of the manifest."""
    yield from _part("求める権限（ボットのトークン）", SCOPES)
    yield from _part("選べる権限（求めなくても動きます）", OPTIONAL_SCOPES)
    yield from _part("受け取る知らせ（イベント）", EVENTS)
    yield from _part("使う機能（メソッド）", {m: _with_scope(m) for m in METHODS})
    yield from _part("求めない権限", NOT_ASKED)


def _with_scope(method: str) -> str:
    return f"{PURPOSES[method]}〔{METHODS[method] or _NO_SCOPE}〕"


def _part(title: str, rows: Mapping[str, str]) -> Iterator[str]:
    yield f"■ {title}"
    for name, reason in rows.items():
        yield f"{name}\t{reason}"
    yield ""
