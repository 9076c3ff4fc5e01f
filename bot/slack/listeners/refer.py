"""ここにつなぐ・共有: what is done with an answer, and how often staff referred where."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.discretion import hand_nothing_over
from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, fitted
from bot.slack.blocks.carried import unpack
from bot.slack.blocks.controls import REFER, SHARE
from bot.slack.blocks.counts import counts_reply
from bot.slack.blocks.details import hand_over_reply, shared_reply
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, chosen, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The counts, for those who may see them."""
    return counts_reply(service.feedback.referral_counts(actor, now))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register 「ここにつなぐ」, as button and as select, and 「共有」."""

    @app.action(re.compile(rf"{re.escape(REFER)}(?::one)?"))
    def on_refer(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        carried = unpack(chosen(action))
        if len(carried.ids) != 1:
            raise UnknownEntry
        card = service.referral.destination(actor, carried.ids[0], now)
        service.feedback.refer(actor, carried.key, carried.ids[0], now)
        show(clients, body, hand_over_reply(card))
        ack()

    @app.action(SHARE)
    def on_share(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        carried = unpack(action["value"])
        card = service.referral.destination(actor, "".join(carried.ids), now)
        if hand_nothing_over(card.destination):
            raise UnknownEntry
        reply = shared_reply(card)
        message = {
            "response_type": "in_channel",
            "replace_original": False,
            "text": reply.text,
            "blocks": fitted(reply.blocks),
        }
        clients.respond(body["response_url"], message)
        ack()


COMMAND = Command(
    id="refer",
    word="つなぎ件数",
    aliases=("件数",),
    usage="/kizuki つなぎ件数",
    description="実際につないだ件数（ボタンによる参考値）を見ます（研修担当・指標担当）",
    run=run,
    register=register,
    needs=Action.SEE_REFERRALS,
)
