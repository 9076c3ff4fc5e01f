"""アンケート: the form of an open wave, how many have answered, and what a closed one came to.

What is chosen in the form goes to the service and nowhere else: it is in no message, no view
that follows, and no line of the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.rooms import Service
from bot.service.survey.page import page_of
from bot.service.survey.values import Accepted, Refused, SurveyInvitation, Why
from bot.service.survey.words import REFUSALS
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, as_modal
from bot.slack.blocks.survey import (
    ANSWER,
    FORM,
    STATUS,
    chosen_of,
    first_input,
    said_reply,
    survey_form,
)
from bot.slack.blocks.survey_figures import survey_reply
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, show
from bot.store.errors import StoreUnavailable


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The form for whoever is only asked; the page for who sees counts, or is not asked."""
    page = page_of(service.surveys, actor, now)
    if page.waves is None and isinstance(page.asked, SurveyInvitation):
        return survey_form(page.asked)
    return survey_reply(page)


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register 「答える」, the counts, and the form."""

    @app.action(ANSWER)
    def on_answer(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        asked = service.surveys.invitation(actor, now)
        show(clients, body, said_reply(asked) if isinstance(asked, Refused) else survey_form(asked))
        ack()

    @app.action(STATUS)
    def on_status(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        show(clients, body, survey_reply(page_of(service.surveys, actor, now)))
        ack()

    @app.view(FORM)
    def on_form(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        said = _taken(service, body, view)
        if isinstance(said, Refused) and said.keeps_choices:
            ack(response_action="errors", errors={first_input(view): said.text})
            return
        afterwards.refresh_home(body["user"]["id"])
        ack(response_action="update", view=as_modal(said_reply(said)))


def _taken(
    service: Service, body: Mapping[str, Any], view: Mapping[str, Any]
) -> Accepted | Refused:
    """Hand the answer on; while the database is away the form stays as it was filled in."""
    form = chosen_of(view["state"]["values"])
    try:
        actor, now = asking(service, body)
        return service.surveys.answer(actor, str(view.get("private_metadata", "")), form, now)
    except StoreUnavailable:
        return Refused(Why.NOT_NOW, REFUSALS[Why.NOT_NOW])


COMMAND = Command(
    id="survey",
    word="アンケート",
    aliases=("職員アンケート", "あんけーと"),
    usage="/kizuki アンケート",
    description="職員アンケートに答えます（課長・指標担当・管理者は、回答の人数と終わった回の結果も）",
    run=run,
    register=register,
    needs=Action.ANSWER_SURVEY,
)
