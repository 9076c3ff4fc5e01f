"""Opening and closing a wave, and the result of another one, for whoever runs or reads it.

What changes a wave is the owner's to do and takes up to fifteen seconds: it is asked for after
the acknowledgement, and what became of it takes the place of what was pressed.
"""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.service.survey.page import page_of
from bot.service.survey.requests import WAIT_SECONDS, new_name
from bot.service.survey.values import Press
from bot.slack.blocks.survey_desk import (
    CLOSE,
    CLOSE_LOOK,
    OPEN,
    OPEN_LOOK,
    close_view,
    open_view,
    unpacked,
)
from bot.slack.blocks.survey_figures import WAVE, survey_reply
from bot.slack.clients import Clients
from bot.slack.showing import asking, chosen, put, show
from bot.slack.survey_deeds import Deeds


def register(app: App, service: Service, clients: Clients, deeds: Deeds) -> None:
    """Register the two looks with their buttons, and the select of closed waves."""

    @app.action(WAVE)
    def on_wave(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        put(clients, body, survey_reply(page_of(service.surveys, actor, now, chosen(action))))
        ack()

    @app.action(OPEN_LOOK)
    def on_open_look(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        show(clients, body, open_view(service.surveys.outlook(actor, now)))
        ack()

    @app.action(CLOSE_LOOK)
    def on_close_look(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        service.surveys.check_runner(actor)
        wave = next((w for w in service.surveys.status(actor) if w.wave == chosen(action)), None)
        if wave is None:
            raise UnknownEntry
        show(clients, body, close_view(wave, Press(new_name())))
        ack()

    @app.action(OPEN)
    def on_open(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        press, wave = unpacked(chosen(action))

        def work() -> str:
            actor, now = asking(service, body)
            return service.surveys.open(actor, wave, now, WAIT_SECONDS, press)

        deeds.do(body, work)
        ack()

    @app.action(CLOSE)
    def on_close(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        press, wave = unpacked(chosen(action))

        def work() -> str:
            actor, now = asking(service, body)
            return service.surveys.close(actor, wave, now, WAIT_SECONDS, press)

        deeds.do(body, work)
        ack()
