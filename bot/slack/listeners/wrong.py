"""ちがう・どれでもない: where it really belonged, told without a word of the question."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.carried import unpack
from bot.slack.blocks.controls import NONE_OF_THEM, WRONG
from bot.slack.blocks.counts import corrections_reply
from bot.slack.blocks.wrong import (
    NOT_KNOWN,
    PICKED,
    RIGHT,
    WRONG_MODAL,
    thanks_modal,
    wrong_modal,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The newest corrections, for those who keep the content."""
    return corrections_reply(service.feedback.corrections(actor))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register both buttons and the answer to the question they open."""

    def on_wrong(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        view = wrong_modal(
            unpack(action["value"]),
            service.referral.everything(actor),
            service.referral.general_desk(actor, now),
            none_fits=action["action_id"] == NONE_OF_THEM,
        )
        show(clients, body, view)
        ack()

    app.action(WRONG)(on_wrong)
    app.action(NONE_OF_THEM)(on_wrong)

    @app.view(WRONG_MODAL)
    def on_told(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        carried = unpack(view.get("private_metadata"))
        picked = view["state"]["values"][RIGHT][PICKED]["selected_option"]["value"]
        right = None if picked == NOT_KNOWN else picked
        card = service.referral.destination(actor, right, now) if right else None
        service.feedback.correct(actor, carried.key, carried.signs, right, now)
        desk = service.referral.general_desk(actor, now)
        ack(response_action="update", view=thanks_modal(card, desk))


COMMAND = Command(
    id="wrong",
    word="ちがう",
    aliases=("違う",),
    usage="/kizuki ちがう",
    description="「ちがう」と教えてもらった案内の一覧を見ます（知識編集者・管理者）",
    run=run,
    register=register,
    needs=Action.SEE_CONTENT_ERRORS,
)
