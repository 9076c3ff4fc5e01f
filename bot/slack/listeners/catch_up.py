"""まとめて受講: the year's open 必修 in one sitting, in a modal, to be gone on with any time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, as_modal
from bot.slack.blocks.catch_up import NEXT, OPEN, sitting_reply
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, put, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The question to go on with."""
    return as_modal(sitting_reply(service.training.catch_up(actor, now)))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the door in App Home and 「つぎの設問へ」; answers go the quiz's way."""

    @app.action(OPEN)
    def on_open(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        show(clients, body, sitting_reply(service.training.catch_up(actor, now)))
        ack()

    @app.action(NEXT)
    def on_next(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        put(clients, body, sitting_reply(service.training.catch_up(actor, now)))
        ack()


COMMAND = Command(
    id="catch-up",
    word="まとめて受講",
    aliases=("まとめて",),
    usage="/kizuki まとめて受講",
    description="今年度の必修の残りに、続けて答えます（途中でやめても続きからできます）",
    run=run,
    register=register,
    needs=Action.TAKE_TRAINING,
)
