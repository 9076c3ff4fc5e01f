"""設問の点検: questions that rest, are flagged or overdue, and topics that miss one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action, scopes
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.questions import (
    CANDIDATES,
    CONFIRM,
    LOOK,
    candidates_reply,
    overview_reply,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, chosen, replace


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """How the questions stand."""
    may_confirm = bool(scopes(actor, Action.CONFIRM_QUESTIONS))
    return overview_reply(service.questions.overview(actor, now), may_confirm=may_confirm)


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register 「合っています」 and the way to the candidates and back."""

    @app.action(CONFIRM)
    def on_confirm(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        service.standing.confirm(actor, chosen(action), now)
        _show(service, clients, body)
        ack()

    @app.action(CANDIDATES)
    def on_candidates(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        replace(clients, body, candidates_reply(service.questions.candidates(actor, now)))
        ack()

    @app.action(LOOK)
    def on_look(ack: Ack, body: dict[str, Any]) -> None:
        _show(service, clients, body)
        ack()


def _show(service: Service, clients: Clients, body: dict[str, Any]) -> None:
    actor, now = asking(service, body)
    reply = run(service, actor, "", now)
    if isinstance(reply, Reply):
        replace(clients, body, reply)


COMMAND = Command(
    id="questions",
    word="設問の点検",
    aliases=("設問の一覧",),
    usage="/kizuki 設問の点検",
    description="休んでいる設問、要再確認、気になる数字、設問の候補を見ます（知識編集者・管理者）",
    run=run,
    register=register,
    needs=Action.SEE_CONTENT_ERRORS,
)
