"""記録: a person's own record, for their eyes only; to take along, or to erase."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.record import (
    ERASE,
    EXPORT,
    enclosed_reply,
    erased_reply,
    exporting_reply,
    record_reply,
)
from bot.slack.blocks.roster import looks_blocks
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.papers import Paper, send_papers
from bot.slack.showing import asking, put, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The record of whoever asks, and who looked at a list with them on it."""
    own = record_reply(service.training.record(actor, now))
    looks = looks_blocks(service.audit.looks_at_me(actor))
    return replace(own, blocks=(*own.blocks, *looks))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register 「回答を書き出す」 and 「回答を消す」."""

    @app.action(EXPORT)
    def on_export(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        files = service.training.export(actor, now)
        papers = [Paper(file.name, file.name, file.data) for file in files]
        show(clients, body, exporting_reply())
        ack()
        # Uploading takes seconds; nobody's acknowledgement may wait for it.
        afterwards.do(lambda: send_papers(clients, actor, enclosed_reply(), papers))

    @app.action(ERASE)
    def on_erase(ack: Ack, body: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        erased = service.training.erase(actor)
        afterwards.refresh_home(body["user"]["id"])
        put(clients, body, erased_reply(erased))
        ack()


COMMAND = Command(
    id="record",
    word="記録",
    aliases=("自分の記録", "きろく"),
    usage="/kizuki 記録",
    description="自分が答えた設問の記録を見ます（ほかの人には見えません）",
    run=run,
    register=register,
    shortcut="自分の記録",
    needs=Action.SEE_OWN_RECORD,
)
