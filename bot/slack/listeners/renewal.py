"""見直し: entries confirmed by one tap, and the form of the ward's own values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.referral import UnknownEntry
from bot.service.renewal import WrongValues
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, as_modal
from bot.slack.blocks.renewal import (
    RENEW,
    WARD,
    WARD_MODAL,
    due_reply,
    errors_by_field,
    renewed_notice,
    saved_reply,
    values_of,
    ward_modal,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.refusals import REFUSED, carry_out, refusal
from bot.slack.showing import asking, chosen, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """What is overdue of the entries that are the person's to confirm."""
    return due_reply(service.renewal.due(actor, now))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register 「変わりありません」 and the form."""

    @app.action(RENEW)
    def on_renew(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        destination_id = chosen(action)

        def renew() -> Reply:
            renewed = service.renewal.renew(actor, destination_id, now)
            return due_reply(service.renewal.due(actor, now), renewed_notice(renewed))

        afterwards.do(lambda: carry_out(clients, body, renew))
        ack()

    @app.action(WARD)
    def on_ward(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        values = service.renewal.ward_values(actor, chosen(action), now)
        show(clients, body, ward_modal(values))
        ack()

    @app.view(WARD_MODAL)
    def on_values(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        destination_id, values = view.get("private_metadata"), values_of(view["state"]["values"])
        if not isinstance(destination_id, str):
            raise UnknownEntry
        entry = service.renewal.ward_values(actor, destination_id, now).destination

        def reload() -> None:
            service.editors.reload(now)

        try:
            done = service.renewal.save_ward_values(actor, destination_id, values, now)
        except WrongValues as wrong:
            ack(response_action="errors", errors=errors_by_field(wrong.by_key))
        except REFUSED as error:
            ack(response_action="update", view=as_modal(refusal(error)))
        else:
            # Taken up afterwards: reading everything again may take longer than a form waits.
            afterwards.do(reload)
            ack(response_action="update", view=as_modal(saved_reply(entry.name, done)))


COMMAND = Command(
    id="renewal",
    word="見直し",
    aliases=("みなおし", "期限"),
    usage="/kizuki 見直し",
    description="見直しの期限をすぎた項目を並べ、確かめたことを記します（担当・知識編集者）",
    run=run,
    register=register,
    needs=Action.RENEW_ENTRY,
)
