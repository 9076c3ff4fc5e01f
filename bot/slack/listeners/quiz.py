"""クイズ: the weekly question, answered where it is met, with feedback at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.service.training import Feedback, QuestionGone
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, as_modal, fitted, section
from bot.slack.blocks.cards import conference_reply
from bot.slack.blocks.details import destination_reply
from bot.slack.blocks.duty import duty_reply
from bot.slack.blocks.quiz import CHOICES, ENTRY, SURE, UNSURE, feedback_reply, quiz_reply
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import Body, asking, show

PICK_ONE = Reply(
    "答えをひとつ選んでください。", (section("答えをひとつ選んでから、押してください。"),)
)


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The due question, if any."""
    return quiz_reply(service.training.due(actor, now))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register both answer buttons, the choice and 「この知識を読む」."""

    def on_answer(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        occurrence_key, _, question_id = action["value"].partition("|")
        chosen = _chosen(body, occurrence_key)
        if chosen is None:
            show(clients, body, PICK_ONE)
        else:
            actor, now = asking(service, body)
            sure = action["action_id"] == SURE
            feedback = service.training.answer(
                actor, occurrence_key, question_id, chosen, sure, now
            )
            afterwards.refresh_home(body["user"]["id"])
            if not _is_that_message(body, feedback):
                afterwards.do(lambda: _update_sent_message(clients, feedback))
            _show_feedback(clients, body, feedback)
        ack()

    for action_id in (SURE, UNSURE):
        app.action(action_id)(on_answer)

    @app.action(CHOICES)
    def on_choice(ack: Ack) -> None:
        ack()

    @app.action(re.compile(rf"{re.escape(ENTRY)}:\d"))
    def on_entry(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        show(clients, body, entry_reply(service, actor, action["value"], now))
        ack()


def entry_reply(service: Service, actor: Actor, entry_id: str, now: datetime) -> Reply:
    """The page of whatever entry a question rests on: destination, conference or duty."""
    for card in service.referral.conferences(actor):
        if card.conference.id == entry_id:
            return conference_reply(card)
    try:
        return destination_reply(service.referral.destination(actor, entry_id, now))
    except UnknownEntry:
        return duty_reply(service.referral.duty(actor, entry_id, now))


def _chosen(body: Body, occurrence_key: str) -> int | None:
    holder: Mapping[str, Any] = body.get("view") or body
    block = holder.get("state", {}).get("values", {}).get(f"choices|{occurrence_key}", {})
    option = block.get(CHOICES, {}).get("selected_option")
    if not option:
        return None
    value = option["value"]
    if not (value.isdecimal() and len(value) == 1):
        raise QuestionGone(value)
    return int(value)


def _show_feedback(clients: Clients, body: Body, feedback: Feedback) -> None:
    reply = feedback_reply(feedback)
    place = body.get("container", {})
    if body.get("view", {}).get("type") == "modal":
        view = as_modal(reply)
        clients.posting.views_update(view_id=body["view"]["id"], view=view)
    elif place.get("type") != "message":
        show(clients, body, reply)
    elif place.get("is_ephemeral"):
        blocks = fitted(reply.blocks)
        message = {"text": reply.text, "blocks": blocks, "replace_original": True}
        clients.respond(body["response_url"], message)
    else:
        clients.posting.chat_update(
            channel=place["channel_id"],
            ts=place["message_ts"],
            text=reply.text,
            blocks=fitted(reply.blocks),
        )


def _is_that_message(body: Body, feedback: Feedback) -> bool:
    place = body.get("container", {})
    here = (place.get("channel_id"), place.get("message_ts"))
    return here == (feedback.channel, feedback.ts)


def _update_sent_message(clients: Clients, feedback: Feedback) -> None:
    """The question was answered elsewhere: its message shows the feedback too."""
    if feedback.channel and feedback.ts:
        reply = feedback_reply(feedback)
        clients.reading.chat_update(
            channel=feedback.channel,
            ts=feedback.ts,
            text=reply.text,
            blocks=fitted(reply.blocks),
        )


COMMAND = Command(
    id="quiz",
    word="クイズ",
    aliases=("設問", "くいず", "研修"),
    usage="/kizuki クイズ",
    description="今週の設問に答えます（1問・1分）",
    run=run,
    register=register,
    shortcut="今週の設問に答える",
    needs=Action.TAKE_TRAINING,
)
