"""修了証: the asker's own certificate as a file, and the check of a number."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action, NotPermitted, scopes
from bot.reports.certificate import Certificate
from bot.service.certificates import NotEarned, NotThere, UnknownGlyph
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, as_modal
from bot.slack.blocks.certificate import (
    CHECK,
    CHECK_FORM,
    GET,
    NO_GLYPH,
    NOT_EARNED,
    TITLE,
    WITHDRAW,
    certificate_reply,
    check_form,
    checked_reply,
    enclosed_reply,
    not_made_reply,
    sending_reply,
    typed,
    withdrawn_reply,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.papers import Paper, send_papers
from bot.slack.showing import asking, chosen, replace, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """How the asker stands; for those who may, the way to the check."""
    may_check = bool(scopes(actor, Action.CHECK_CERTIFICATE))
    if may_check and actor.section_id is None:
        return certificate_reply((), may_check=True)
    return certificate_reply(service.certificates.standing(actor, now), may_check=may_check)


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the paper and the check."""

    @app.action(re.compile(f"^{GET}"))
    def on_get(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        year = _year(chosen(action))
        try:
            issued = service.certificates.issue(actor, year, now)
        except NotEarned:
            show(clients, body, not_made_reply(NOT_EARNED))
        except UnknownGlyph as error:
            show(clients, body, not_made_reply(NO_GLYPH.format("、".join(error.characters))))
        else:
            show(clients, body, sending_reply())
            # Drawing and uploading take seconds; nobody's acknowledgement may wait for them.
            afterwards.do(lambda: send(service, clients, actor, issued))
        ack()

    _register_check(app, service, clients)


def send(service: Service, clients: Clients, actor: Actor, issued: Certificate) -> None:
    """Draw the certificate and send it to its holder's messages with the app."""
    name = f"{TITLE}（{issued.year}年度）"
    paper = Paper(f"{name}.pdf", name, service.certificates.paper(issued))
    send_papers(clients, actor, enclosed_reply(), [paper])


def _register_check(app: App, service: Service, clients: Clients) -> None:
    @app.action(CHECK)
    def on_check(ack: Ack, body: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        if not scopes(actor, Action.CHECK_CERTIFICATE):
            raise NotPermitted(Action.CHECK_CERTIFICATE)
        show(clients, body, check_form())
        ack()

    @app.view(CHECK_FORM)
    def on_form(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        serial, name = typed(view["state"]["values"])
        found = service.certificates.check(actor, serial, name)
        ack(response_action="update", view=as_modal(checked_reply(found)))

    @app.action(WITHDRAW)
    def on_withdraw(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        try:
            service.certificates.withdraw(actor, chosen(action), now)
        except NotThere:
            replace(clients, body, withdrawn_reply(done=False))
        else:
            replace(clients, body, withdrawn_reply(done=True))
        ack()


def _year(text: str) -> int:
    if not re.fullmatch(r"20\d\d", text):
        raise UnknownEntry(text[:40])
    return int(text)


COMMAND = Command(
    id="certificate",
    word="修了証",
    aliases=("しゅうりょうしょう",),
    usage="/kizuki 修了証",
    description="自分の修了証を受け取ります（研修担当は、番号を確かめられます）",
    run=run,
    register=register,
    needs=Action.GET_CERTIFICATE,
)
