"""さがす: browsing by life domain and by name, and every destination's own page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.knowledge import LifeDomain
from bot.core.people import Actor
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.answer import DETAILS
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.cards import destination_reply
from bot.slack.blocks.lists import DESTINATION, DOMAIN, browse_reply, domain_reply
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The two ways in."""
    return browse_reply(service.referral.everything(actor))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the two selects and the 「くわしく」 buttons."""

    @app.action(DOMAIN)
    def on_domain(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        value = action["selected_option"]["value"]
        if value not in {d.value for d in LifeDomain}:
            raise UnknownEntry(value)
        domain = LifeDomain(value)
        show(clients, body, domain_reply(domain, service.referral.in_domain(actor, domain)))
        ack()

    @app.action(DESTINATION)
    def on_destination(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        _open(body, action["selected_option"]["value"])
        ack()

    @app.action(DETAILS)
    def on_details(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        _open(body, action["value"])
        ack()

    def _open(body: dict[str, Any], destination_id: str) -> None:
        actor, now = asking(service, body)
        card = service.referral.destination(actor, destination_id, now)
        show(clients, body, destination_reply(card))


COMMAND = Command(
    id="browse",
    word="さがす",
    aliases=("探す", "一覧"),
    usage="/kizuki さがす",
    description="分野や名前から、つなぎ先を探します",
    run=run,
    register=register,
    shortcut="分野から探す",
)
