"""さがす: browsing by life domain and by letter, and every destination's own page."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.kana import ROWS
from bot.core.knowledge import LifeDomain
from bot.core.people import Actor
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.carried import Carried, unpack
from bot.slack.blocks.controls import DETAILS, DOMAIN
from bot.slack.blocks.details import AREA, Under, area_reply, destination_reply
from bot.slack.blocks.lists import ROW, browse_reply, domain_reply, row_reply
from bot.slack.blocks.renewal import with_controls
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The ways in."""
    guide = service.referral
    return browse_reply(guide.everything(actor), guide.duties(actor, now), guide.conferences(actor))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the lists, the 「くわしく」 buttons and the choice of an area."""
    _register_lists(app, service, clients)

    @app.action(DETAILS)
    def on_details(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        show(clients, body, page(service, actor, unpack(action["value"]), now))
        ack()

    @app.action(AREA)
    def on_area(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        destination_id, _, area_id = action["selected_option"]["value"].partition("|")
        card = service.referral.destination(actor, destination_id, now)
        area = next((a for a in card.areas if a.id == area_id), None)
        if area is None:
            raise UnknownEntry(area_id)
        show(clients, body, area_reply(card, area))
        ack()


def _register_lists(app: App, service: Service, clients: Clients) -> None:
    @app.action(DOMAIN)
    def on_domain(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        value = action["selected_option"]["value"]
        if value not in {d.value for d in LifeDomain}:
            raise UnknownEntry(value)
        domain = LifeDomain(value)
        show(clients, body, domain_reply(domain, service.referral.in_domain(actor, domain)))
        ack()

    @app.action(re.compile(rf"{re.escape(ROW)}:\d{{1,2}}"))
    def on_row(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        if action["value"] not in ROWS:
            raise UnknownEntry
        show(clients, body, row_reply(action["value"], service.referral.everything(actor)))
        ack()


def page(service: Service, actor: Actor, carried: Carried, now: datetime) -> Reply:
    """The page of the first destination carried, with what its answer was about."""
    if not carried.ids:
        raise UnknownEntry
    card = service.referral.destination(actor, carried.ids[0], now)
    meeting = carried.meeting
    shown = destination_reply(
        card,
        Under(
            carried=carried if carried.key or carried.duties else Carried(),
            signs=service.referral.sign_labels(carried.signs, card.destination),
            duties=tuple(service.referral.duty(actor, kind, now) for kind in carried.duties),
            meeting=service.referral.conference(actor, meeting) if meeting else None,
        ),
    )
    renew = service.renewal.may_renew(actor, card.destination.id)
    edit = service.renewal.may_edit(actor)
    return with_controls(shown, card.destination.id, renew=renew, edit=edit)


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
