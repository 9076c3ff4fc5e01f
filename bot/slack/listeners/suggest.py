"""編集者に伝える: a general example after 「分かりません」, and the list of what waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.editors_queue import NotAnExample
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.controls import SUGGEST
from bot.slack.blocks.suggest import (
    DONE,
    EXAMPLE,
    SEND_MODAL,
    TEXT,
    WRITE_MODAL,
    queue_reply,
    refusal,
    send_modal,
    thanks_modal,
    write_modal,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, chosen, replace, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """What waits for the editors."""
    queue = service.editors_queue.queue(actor, now)
    return queue_reply(queue, may_settle=service.renewal.may_edit(actor))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the button, its two modals, and 「済みにする」."""

    @app.action(SUGGEST)
    def on_suggest(ack: Ack, body: dict[str, Any]) -> None:
        show(clients, body, write_modal())
        ack()

    @app.view(WRITE_MODAL)
    def on_written(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        try:
            example = service.editors_queue.checked(actor, _written(view))
        except NotAnExample as error:
            ack(response_action="errors", errors={EXAMPLE: refusal(error.kinds)})
            return
        ack(response_action="update", view={**send_modal(example), "private_metadata": example})

    @app.view(SEND_MODAL)
    def on_sent(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        try:
            service.editors_queue.send(actor, view["id"], view.get("private_metadata") or "", now)
        except NotAnExample as error:
            raise UnknownEntry from error
        ack(response_action="update", view=thanks_modal())

    @app.action(DONE)
    def on_done(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        number = chosen(action)
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise UnknownEntry
        service.editors_queue.settle(actor, int(number))
        reply = run(service, actor, "", now)
        if isinstance(reply, Reply):
            replace(clients, body, reply)
        ack()


def _written(view: dict[str, Any]) -> str:
    return view["state"]["values"][EXAMPLE][TEXT].get("value") or ""


COMMAND = Command(
    id="suggest",
    word="編集の一覧",
    aliases=("届いた例",),
    usage="/kizuki 編集の一覧",
    description="届いた言い方の例、「ちがう」の知らせ、見直しの日を過ぎた項目を見ます（知識編集者・管理者）",
    run=run,
    register=register,
    needs=Action.SEE_CONTENT_ERRORS,
)
