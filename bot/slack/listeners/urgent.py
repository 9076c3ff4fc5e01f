"""緊急: the urgent numbers, and the cards that say what to do at once."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.duty import DUTY, duty_reply
from bot.slack.blocks.lists import urgent_reply
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, chosen, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The numbers, those that answer now first."""
    return urgent_reply(service.referral.urgent(actor, now))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the duty pages, opened by button or by select."""

    @app.action(re.compile(rf"{re.escape(DUTY)}(?::choose)?"))
    def on_duty(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        show(clients, body, duty_reply(service.referral.duty(actor, chosen(action), now)))
        ack()


COMMAND = Command(
    id="urgent",
    word="緊急",
    aliases=("きんきゅう", "電話"),
    usage="/kizuki 緊急",
    description="すぐに電話できる連絡先を並べます",
    run=run,
    register=register,
    shortcut="緊急の連絡先",
)
