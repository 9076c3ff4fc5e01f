"""会議: which conference fits, a page for each, and the agenda sheet to fill in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, as_modal
from bot.slack.blocks.cards import conference_reply
from bot.slack.blocks.conferences import (
    AGENDA_PRINT,
    ASK,
    DANGER,
    MODAL,
    TITLE,
    advice_reply,
    agenda_reply,
    answers_of,
    conferences_reply,
    is_danger,
    questions_modal,
)
from bot.slack.blocks.controls import AGENDA, CONFERENCE
from bot.slack.blocks.printing import form_enclosed_reply, sending_reply
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.papers import Paper, send_papers
from bot.slack.showing import asking, chosen, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """All of them, with how they differ and the way to the questions."""
    return conferences_reply(service.referral.conferences(actor))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the pages, the questions and the agenda sheet."""
    _register_questions(app, service, clients)
    _register_agenda(app, service, clients, afterwards)

    @app.action(re.compile(rf"{re.escape(CONFERENCE)}(?::choose)?"))
    def on_conference(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        card = service.referral.conference(actor, chosen(action))
        show(clients, body, conference_reply(card))
        ack()


def _register_questions(app: App, service: Service, clients: Clients) -> None:
    def advised(body: dict[str, Any], state: dict[str, Any]) -> View:
        actor, now = asking(service, body)
        try:
            answers = answers_of(state)
        except ValueError as error:
            raise UnknownEntry from error
        return as_modal(advice_reply(service.conferences.choose(actor, answers, now)))

    @app.action(ASK)
    def on_ask(ack: Ack, body: dict[str, Any]) -> None:
        show(clients, body, questions_modal())
        ack()

    @app.action(DANGER)
    def on_danger(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        # Nobody in danger waits until the other questions are answered.
        if is_danger(chosen(action)):
            state = {DANGER: {DANGER: action}}
            clients.posting.views_update(view_id=body["view"]["id"], view=advised(body, state))
        ack()

    @app.view(MODAL)
    def on_answers(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        # On top of the questions, so that an answer can be changed.
        ack(response_action="push", view=advised(body, view["state"]["values"]))


def _register_agenda(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    @app.action(AGENDA)
    def on_agenda(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        card = service.referral.conference(actor, chosen(action))
        text = service.printing.agenda_text(actor, card.conference.id, now)
        show(clients, body, agenda_reply(card.conference.id, card.name, text))
        ack()

    @app.action(AGENDA_PRINT)
    def on_print(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        card = service.referral.conference(actor, chosen(action))
        show(clients, body, sending_reply("議題シートのPDF"))
        ack()

        def send() -> None:
            name = f"議題シート（{card.name}）"
            page = service.printing.agenda_page(actor, card.conference.id, now)
            send_papers(clients, actor, form_enclosed_reply(), [Paper(f"{name}.pdf", name, page)])

        afterwards.do(send)


COMMAND = Command(
    id="conferences",
    word="会議",
    aliases=("かいぎ",),
    usage="/kizuki 会議",
    description="質問に答えて、どの会議が合うか（つながる場・シェア会議など）を調べます",
    run=run,
    register=register,
    shortcut=TITLE,
)
