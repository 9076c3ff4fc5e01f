"""クイズ: the questions of the week's posts, answered where they are met, with feedback at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.learning.posts import Track
from bot.core.learning.sitting import is_sitting
from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.service.training import Feedback, QuestionGone, QuestionSuspended
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, fitted, section
from bot.slack.blocks.cards import conference_reply
from bot.slack.blocks.catch_up import door_blocks, sitting_feedback_reply, sitting_reply
from bot.slack.blocks.details import destination_reply
from bot.slack.blocks.duty import duty_reply
from bot.slack.blocks.quiz import (
    CHOICES,
    ENTRY,
    SURE,
    UNSURE,
    choices_block,
    feedback_reply,
    gone_reply,
    quiz_reply,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import Body, asking, put, show

PICK_ONE = Reply(
    "答えをひとつ選んでください。", (section("答えをひとつ選んでから、押してください。"),)
)

NO_SUCH_CHOICE = -1


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The due question; where there is none, the way to what is left of the year's 必修."""
    due = service.training.due(actor, now)
    reply = quiz_reply(due)
    if due is not None:
        return reply
    left = door_blocks(service.training.record(actor, now).required)
    return replace(reply, blocks=(*reply.blocks, *left))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register both answer buttons, the choice and 「この知識を読む」."""

    def on_answer(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        chosen = _chosen(body, action["value"])
        if chosen is None:
            show(clients, body, PICK_ONE)
        else:
            _answer(service, clients, afterwards, body, action, chosen)
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


def _answer(
    service: Service,
    clients: Clients,
    afterwards: Afterwards,
    body: Body,
    action: Mapping[str, Any],
    chosen: int,
) -> None:
    """Take the answer and put what is learned from it in the place of the question."""
    actor, now = asking(service, body)
    occurrence_key, _, question_id = action["value"].partition("|")
    sure = action["action_id"] == SURE
    try:
        feedback = service.training.answer(actor, occurrence_key, question_id, chosen, sure, now)
    except QuestionGone as gone:
        put(clients, body, _instead(service, actor, occurrence_key, gone, now))
        return
    reply = learned_reply(feedback)
    afterwards.refresh_home(body["user"]["id"])
    if not _is_that_message(body, feedback):
        afterwards.do(lambda: _update_sent_message(clients, feedback, reply))
    put(clients, body, reply)


def learned_reply(feedback: Feedback) -> Reply:
    """The feedback, with the next question below it, or behind a button in a sitting."""
    sitting = feedback.question.track is Track.CATCH_UP
    return (sitting_feedback_reply if sitting else feedback_reply)(feedback)


def _instead(
    service: Service, actor: Actor, occurrence_key: str, gone: QuestionGone, now: datetime
) -> Reply:
    """What can be answered in the place of a question that cannot."""
    if is_sitting(occurrence_key):
        return sitting_reply(service.training.catch_up(actor, now))
    due = service.training.due(actor, now)
    return gone_reply(due, resting=isinstance(gone, QuestionSuspended))


def entry_reply(service: Service, actor: Actor, entry_id: str, now: datetime) -> Reply:
    """The page of whatever entry a question rests on: destination, conference or duty."""
    for card in service.referral.conferences(actor):
        if card.conference.id == entry_id:
            return conference_reply(card)
    try:
        return destination_reply(service.referral.destination(actor, entry_id, now))
    except UnknownEntry:
        return duty_reply(service.referral.duty(actor, entry_id, now))


def _chosen(body: Body, place: str) -> int | None:
    holder: Mapping[str, Any] = body.get("view") or body
    values = holder.get("state", {}).get("values", {})
    # Messages of an older version name the block by the post alone.
    block = values.get(choices_block(place)) or values.get(choices_block(place.partition("|")[0]))
    option = (block or {}).get(CHOICES, {}).get("selected_option")
    if not option:
        return None
    value = option["value"]
    return int(value) if value.isdecimal() and len(value) == 1 else NO_SUCH_CHOICE


def _is_that_message(body: Body, feedback: Feedback) -> bool:
    place = body.get("container", {})
    here = (place.get("channel_id"), place.get("message_ts"))
    return here == (feedback.channel, feedback.ts)


def _update_sent_message(clients: Clients, feedback: Feedback, reply: Reply) -> None:
    """The question was answered elsewhere: its message shows the feedback too."""
    if feedback.channel and feedback.ts:
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
    description="今週の設問に答えます（1問・約1分）",
    run=run,
    register=register,
    shortcut="今週の設問に答える",
    needs=Action.TAKE_TRAINING,
)
