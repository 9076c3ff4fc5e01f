"""会議: when to use which of the three conferences, and a page for each."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.cards import conference_reply
from bot.slack.blocks.controls import CONFERENCE
from bot.slack.blocks.lists import conferences_reply
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, chosen, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """All three, with how they differ."""
    return conferences_reply(service.referral.conferences(actor))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the conferences' pages, opened by button or by select."""

    @app.action(re.compile(rf"{re.escape(CONFERENCE)}(?::choose)?"))
    def on_conference(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        card = service.referral.conference(actor, chosen(action))
        show(clients, body, conference_reply(card))
        ack()


COMMAND = Command(
    id="conferences",
    word="会議",
    aliases=("かいぎ",),
    usage="/kizuki 会議",
    description="つながる場・シェア会議・合同会議の使い分けを案内します",
    run=run,
    register=register,
    shortcut="会議の使い分け",
)
