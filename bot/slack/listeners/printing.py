"""印刷: the pocket guide and the page of urgent numbers, as files in the asker's messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.printing import (
    GUIDE_TITLE,
    PRINT,
    URGENT_TITLE,
    enclosed_reply,
    print_reply,
    sending_reply,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """What can be printed, with the button that sends it."""
    return print_reply()


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the button, wherever it stands."""

    @app.action(PRINT)
    def on_print(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        show(clients, body, sending_reply())
        ack()
        # Drawing and uploading take seconds; nobody's acknowledgement may wait for them.
        afterwards.do(lambda: send(service, clients, actor, now))


def send(service: Service, clients: Clients, actor: Actor, now: datetime) -> None:
    """Draw both pages and send them to the asker's messages with the app."""
    files = [
        {
            "content": service.printing.pocket_guide(actor, now),
            "filename": f"{GUIDE_TITLE}.pdf",
            "title": GUIDE_TITLE,
        },
        {
            "content": service.printing.urgent_page(actor, now),
            "filename": f"{URGENT_TITLE}.pdf",
            "title": URGENT_TITLE,
        },
    ]
    before = enclosed_reply()
    # Files go to a conversation only, never to a person: the message tells which it is.
    posted = clients.posting.chat_postMessage(
        channel=actor.slack_user_id, text=before.text, blocks=list(before.blocks)
    )
    clients.posting.files_upload_v2(channel=posted["channel"], file_uploads=files)


COMMAND = Command(
    id="print",
    word="印刷",
    aliases=("いんさつ",),
    usage="/kizuki 印刷",
    description="持ち歩く手引きと、急ぎの電話を貼る紙をPDFで送ります",
    run=run,
    register=register,
)
