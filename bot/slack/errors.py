"""One place where errors become sentences; what a person typed never reaches the log."""

from __future__ import annotations

import json
import logging
import secrets
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.core.permissions import NotPermitted
from bot.service.referral import QuestionTooLong, UnknownEntry
from bot.service.sendings import UnknownSending
from bot.service.training import QuestionGone
from bot.slack.blocks.base import Reply, as_modal, section
from bot.slack.clients import Clients
from bot.slack.showing import show
from bot.store.errors import StoreUnavailable

log = logging.getLogger(__name__)

SENTENCES: Mapping[type[Exception], str] = {
    NotPermitted: (
        "この操作は、担当の役割がある方だけが使えます。必要なときは管理者に相談してください。"
    ),
    QuestionTooLong: "質問が長すぎます。500文字までに縮めて、もう一度送ってください。",
    UnknownEntry: (
        "その項目は見つかりませんでした。内容が更新されたようです。もう一度探してください。"
    ),
    QuestionGone: ("この設問は終了しました。ホームに新しい設問があれば、そちらに答えてください。"),
    UnknownSending: (
        "その配信は、もう変えられません。終わったか、ほかの管理者が変えたようです。"
        "「最新にする」で確かめてください。"
    ),
    BoltUnhandledRequestError: (
        "この画面は古くなっています。アプリのホームを開き直して、もう一度お試しください。"
    ),
    StoreUnavailable: (
        "いま記録を保存できません。少し待って、もう一度お試しください。"
        "お急ぎのつなぎ先は、上司と保健福祉課に相談してください。"
    ),
}

# After these the two seconds for a call are spent: a second one would miss Slack's three.
_OUT_OF_REACH = (OSError, HTTPException)
UNREACHED = (SlackClientError, *_OUT_OF_REACH)
"""After these whoever wrote has no answer: they are known to wait, until they get one."""
_LIMITED = 429


def sentence_for(error: Exception) -> str:
    """The Japanese sentence for an error; unknown ones get a reference id and a log entry."""
    for kind, sentence in SENTENCES.items():
        if isinstance(error, kind):
            return sentence
    reference = secrets.token_hex(4)
    frames = "".join(traceback.format_tb(error.__traceback__))
    code = error.response.get("error") if isinstance(error, SlackApiError) else ""
    log.error("unexpected %s %s ref=%s\n%s", type(error).__name__, code, reference, frames)
    return (
        "申し訳ありません。うまく処理できませんでした。もう一度お試しください。"
        f"続くときは、管理者に番号 {reference} を伝えてください。"
    )


def install(app: App, clients: Clients, on_limit: Callable[[], None] = lambda: None) -> None:
    """Make every failing listener end in a sentence and a 200 (Bolt alone: 404 or 500).

    After a call that Slack refused, however slowly, or a wait for the database, the
    sentence follows the acknowledgement: another call of two seconds would miss Slack's
    three. ``on_limit`` is told of each answer 429.
    """
    telling = ThreadPoolExecutor(1, thread_name_prefix="telling")

    @app.error
    def on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
        sentence = sentence_for(error)
        blocks = [section(sentence)]
        if isinstance(error, SlackApiError) and error.response.status_code == _LIMITED:
            on_limit()
        if "command" in body:
            return _json({"response_type": "ephemeral", "text": sentence, "blocks": blocks})
        if body.get("type") == "view_submission":
            view = as_modal(Reply(sentence, tuple(blocks)))
            return _json({"response_action": "update", "view": view})
        if not isinstance(error, _OUT_OF_REACH) and not _unknown_event(error, body):
            reply, refused = Reply(sentence, tuple(blocks)), isinstance(error, SlackApiError)
            if isinstance(error, SlackApiError | StoreUnavailable):
                telling.submit(_tell, clients, body, reply, slack_failed=refused)
            else:
                _tell(clients, body, reply, slack_failed=False)
        return BoltResponse(status=200, body="")


def _json(body: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(
        status=200,
        body=json.dumps(body, ensure_ascii=False),
        headers={"content-type": ["application/json"]},
    )


def _unknown_event(error: Exception, body: Mapping[str, Any]) -> bool:
    """An event nobody listens to: no person waits for an answer to it."""
    return isinstance(error, BoltUnhandledRequestError) and "event" in body


def _tell(clients: Clients, body: Mapping[str, Any], reply: Reply, *, slack_failed: bool) -> None:
    """Say it where the person is looking, but not by a way of which one has just failed."""
    event = body.get("event", {})
    try:
        if body.get("response_url"):
            message = {"text": reply.text, "blocks": reply.blocks, "replace_original": False}
            clients.respond(body["response_url"], message)
        elif body.get("trigger_id") and not slack_failed:
            show(clients, body, reply)
        elif event.get("type") == "message" or (event.get("channel") and not slack_failed):
            clients.posting.chat_postEphemeral(
                channel=event["channel"],
                user=event["user"],
                text=reply.text,
                blocks=list(reply.blocks),
            )
    except (SlackClientError, *_OUT_OF_REACH, KeyError) as error:
        log.error("could not tell the person: %s", type(error).__name__)
