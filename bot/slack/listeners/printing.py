"""印刷: the pocket guide, the urgent numbers and blank sheets, as files in the asker's messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.printing import (
    FORM_TITLE,
    GUIDE_TITLE,
    PRINT,
    PRINT_FORM,
    URGENT_TITLE,
    enclosed_reply,
    form_enclosed_reply,
    print_reply,
    sending_reply,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.papers import Paper, send_papers
from bot.slack.showing import asking, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """What can be printed, with the buttons that send it."""
    return print_reply()


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the buttons, wherever they stand."""

    @app.action(PRINT)
    def on_print(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        show(clients, body, sending_reply())
        ack()
        # Drawing and uploading take seconds; nobody's acknowledgement may wait for them.
        afterwards.do(lambda: send(service, clients, actor, now))

    @app.action(PRINT_FORM)
    def on_form(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        show(clients, body, sending_reply("用紙のPDFとExcel"))
        ack()
        afterwards.do(lambda: send_form(service, clients, actor, now))


def send(service: Service, clients: Clients, actor: Actor, now: datetime) -> None:
    """Draw both pages and send them to the asker's messages with the app."""
    papers = [
        Paper(f"{GUIDE_TITLE}.pdf", GUIDE_TITLE, service.printing.pocket_guide(actor, now)),
        Paper(f"{URGENT_TITLE}.pdf", URGENT_TITLE, service.printing.urgent_page(actor, now)),
    ]
    send_papers(clients, actor, enclosed_reply(), papers)


def send_form(service: Service, clients: Clients, actor: Actor, now: datetime) -> None:
    """Draw the blank form and send it as PDF and XLSX."""
    papers = [
        Paper(f"{FORM_TITLE}.pdf", FORM_TITLE, service.printing.blank_sheet(actor, now)),
        Paper(f"{FORM_TITLE}.xlsx", FORM_TITLE, service.printing.blank_workbook(actor, now)),
    ]
    send_papers(clients, actor, form_enclosed_reply(), papers)


COMMAND = Command(
    id="print",
    word="印刷",
    aliases=("いんさつ",),
    usage="/kizuki 印刷",
    description="持ち歩く手引き、急ぎの電話を貼る紙、気づきメモの用紙を送ります",
    run=run,
    register=register,
)
