"""設問のくらべ: the crossover trial, begun, stopped and read by the 研修担当."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.rooms import Service
from bot.service.trial import TrialRefused
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.trial import (
    BEGIN,
    NOT_RUNNING,
    REFUSED,
    STOP,
    refused_reply,
    trial_reply,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, replace


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """How the trial stands."""
    return trial_reply(service.trials.report(actor, now))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register 「始める」 and 「やめる」."""

    @app.action(BEGIN)
    def on_begin(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        try:
            service.trials.begin(actor, now)
            reply = trial_reply(service.trials.report(actor, now))
        except TrialRefused:
            reply = refused_reply(REFUSED)
        replace(clients, body, reply)
        ack()

    @app.action(STOP)
    def on_stop(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        try:
            service.trials.stop(actor, now)
            reply = trial_reply(service.trials.report(actor, now))
        except TrialRefused:
            reply = refused_reply(NOT_RUNNING)
        replace(clients, body, reply)
        ack()


COMMAND = Command(
    id="trial",
    word="設問のくらべ",
    aliases=("くらべ",),
    usage="/kizuki 設問のくらべ",
    description="研修の効果を、設問の順番を変えてくらべます（研修担当。はじめは、していません）",
    run=run,
    register=register,
    needs=Action.RUN_TRIAL,
)
