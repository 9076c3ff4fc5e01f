"""相談: a question to the referral guide by command, modal, direct message or mention."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from html import unescape
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.service.answers import Answer
from bot.service.feedback import STAYS_IN_SLACK
from bot.service.referral import MAX_QUESTION
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.answer import answer_reply
from bot.slack.blocks.base import Reply, View, as_modal, context, fitted, modal, plain, section
from bot.slack.blocks.carried import unpack
from bot.slack.blocks.controls import CLARIFY, DELETE
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.errors import UNREACHED
from bot.slack.showing import asking, in_channel, replace

ASK_MODAL = "ask"
QUESTION = "question"
TEXT = "text"
JUST_CALLED = (
    "呼びかけに続けて困りごとを書くと、つなぎ先を案内します。"
    "ほかの使い方は「/kizuki ヘルプ」で見られます。"
)
# Somebody wrote it: plainly, or beside a file. Other subtypes are edits, joins and the like.
TYPED = (None, "file_share")
_MENTION = re.compile(r"<@[A-Z0-9]{1,30}(?:\|[^>]{0,80})?>")


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """Answer the question, or ask for one."""
    if not text:
        return ask_modal()
    return answer_reply(_asked(service, actor, text, now))


def run_in_channel(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """As ``run``, where the public card can be shared with others."""
    if not text:
        return ask_modal()
    return answer_reply(_asked(service, actor, text, now), in_channel=True)


def ask_modal() -> View:
    """The modal in which Slack keeps no message of the question."""
    question = {
        "type": "input",
        "block_id": QUESTION,
        "label": plain("どんな困りごとですか", 100),
        "hint": plain("お名前・電話番号・住所は書かず「80代の女性」のように書いてください。", 200),
        "element": {
            "type": "plain_text_input",
            "action_id": TEXT,
            "multiline": True,
            "max_length": MAX_QUESTION,
            "placeholder": plain("例：家賃が払えず、食べるものもないと言っている", 150),
            "focus_on_load": True,
        },
    }
    note = context("質問は保存しません。答えはこの画面だけに出ます。")
    return modal("つなぎ先を探す", [question, note], callback_id=ASK_MODAL, submit="探す")


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the modal, direct messages, mentions and 「消す」."""
    _register_modal(app, service)
    _register_messages(app, service, clients)

    @app.action(re.compile(rf"{re.escape(CLARIFY)}:\d"))
    def on_choice(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        carried = unpack(action["value"])
        answer = service.referral.chosen(actor, carried.ids, carried.key, now)
        replace(clients, body, answer_reply(answer, in_channel=in_channel(body)))
        ack()

    @app.action(DELETE)
    def on_delete(ack: Ack, body: dict[str, Any]) -> None:
        place = body.get("container", {})
        if body.get("view"):
            clients.posting.views_update(view_id=body["view"]["id"], view=ask_modal())
        elif place.get("is_ephemeral"):
            clients.respond(body["response_url"], {"delete_original": True})
        else:
            clients.posting.chat_delete(channel=place["channel_id"], ts=place["message_ts"])
        ack()


def _register_modal(app: App, service: Service) -> None:
    @app.view(ASK_MODAL)
    def on_question(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        text = view["state"]["values"][QUESTION][TEXT].get("value") or ""
        if not text.strip():
            ack(response_action="errors", errors={QUESTION: "困りごとを書いてください。"})
            return
        actor, now = asking(service, body)
        answer = _asked(service, actor, text, now)
        ack(response_action="update", view=as_modal(answer_reply(answer)))


def _register_messages(app: App, service: Service, clients: Clients) -> None:
    @app.event("message")
    def on_message(body: dict[str, Any], event: dict[str, Any]) -> None:
        text = _typed(event)
        direct = event.get("channel_type") == "im" and event.get("subtype") in TYPED
        if not (direct and text and _by_a_person(event)):
            return
        actor, now = asking(service, body)
        with service.inbox.once(body["event_id"], now, actor, UNREACHED) as first:
            if first:
                answer = _asked(service, actor, text, now)
                stays = _should_tell(service, actor, answer)
                reply = answer_reply(answer, stays_in_slack=stays)
                clients.posting.chat_postMessage(
                    channel=event["channel"],
                    text=reply.text,
                    blocks=fitted(reply.blocks),
                    unfurl_links=False,
                    unfurl_media=False,
                )

    @app.event("app_mention")
    def on_mention(body: dict[str, Any], event: dict[str, Any]) -> None:
        if not _by_a_person(event):
            return
        actor, now = asking(service, body)
        with service.inbox.once(body["event_id"], now, actor, UNREACHED) as first:
            if first:
                reply = _mentioned(service, actor, _typed(event), now)
                clients.posting.chat_postEphemeral(
                    channel=event["channel"],
                    user=event["user"],
                    thread_ts=event.get("thread_ts"),
                    text=reply.text,
                    blocks=fitted(reply.blocks),
                )


def _asked(service: Service, actor: Actor, text: str, now: datetime) -> Answer:
    """The answer; its topics are counted afterwards, without the words and without a name."""
    answer = service.referral.ask(actor, text, now)
    service.asked.note(actor, answer, now)
    return answer


def _by_a_person(event: Mapping[str, Any]) -> bool:
    return bool(event.get("user")) and not event.get("bot_id")


def _typed(event: Mapping[str, Any]) -> str:
    """What the person wrote: without mentions, and without the escapes Slack puts in."""
    return unescape(_MENTION.sub(" ", event.get("text") or "")).strip()


def _mentioned(service: Service, actor: Actor, text: str, now: datetime) -> Reply:
    if not text:
        return Reply(JUST_CALLED, (section(JUST_CALLED),))
    answer = _asked(service, actor, text, now)
    stays = _should_tell(service, actor, answer)
    return answer_reply(answer, stays_in_slack=stays, in_channel=True)


def _should_tell(service: Service, actor: Actor, answer: Answer) -> bool:
    """What was typed stays in Slack: said the first time, and whenever it names somebody."""
    first = service.feedback.first_time(actor, STAYS_IN_SLACK)
    return first or answer.has_personal_data


COMMAND = Command(
    id="ask",
    word="相談",
    aliases=("そうだん", "つなぎ先"),
    usage="/kizuki 相談 困りごと",
    description="困りごとを一行で書くと、つなぎ先と出典を案内します（あなただけに見えます）",
    run=run,
    run_in_channel=run_in_channel,
    register=register,
    shortcut="つなぎ先を探す",
)
