"""紙の人数を入れる: a form of numbers, looked at once more, then asked of the survey's owner."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.service.survey.opening import CannotOpen
from bot.service.survey.paper import PaperSheet, faults_of
from bot.service.survey.requests import WAIT_SECONDS, new_name
from bot.service.survey.values import Press
from bot.slack.blocks.base import as_modal
from bot.slack.blocks.survey_desk import PAPER_LOOK, outcome_reply
from bot.slack.blocks.survey_paper import (
    ADD,
    FORM,
    confirm_view,
    fields_of,
    lot_of,
    paper_form,
    read_form,
    wave_of,
)
from bot.slack.clients import Clients
from bot.slack.showing import asking, chosen, show
from bot.slack.survey_deeds import Deeds


def register(app: App, service: Service, clients: Clients, deeds: Deeds) -> None:
    """Register the form, its check, and the button under what was checked."""

    @app.action(PAPER_LOOK)
    def on_look(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        try:
            view = paper_form(service.surveys.paper_sheet(actor, chosen(action)))
        except CannotOpen as error:
            view = as_modal(outcome_reply(str(error), done=False))
        show(clients, body, view)
        ack()

    @app.view(FORM)
    def on_form(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        try:
            sheet = service.surveys.paper_sheet(actor, str(view.get("private_metadata", "")))
        except CannotOpen as error:
            ack(response_action="update", view=as_modal(outcome_reply(str(error), done=False)))
            return
        answered, errors = _checked(sheet, view["state"]["values"])
        if errors:
            ack(response_action="errors", errors=errors)
        else:
            ack(response_action="push", view=answered)

    @app.action(ADD)
    def on_add(ack: Ack, body: dict[str, Any]) -> None:
        held = (body.get("view") or {}).get("private_metadata")
        wave = wave_of(held)

        def work() -> str:
            actor, now = asking(service, body)
            lot, press = lot_of(held, service.surveys.definition(actor, wave))
            return service.surveys.paper(actor, wave, lot, now, WAIT_SECONDS, press)

        deeds.do(body, work)
        ack()


def _checked(
    sheet: PaperSheet, values: dict[str, Any]
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """The confirmation of what was filled in, or what is wrong by field."""
    lot, errors = read_form(values, sheet.definition)
    if lot is None:
        return None, errors
    group = sheet.group(lot.group)
    if group is None:
        raise UnknownEntry
    faults = fields_of(faults_of(lot, sheet.definition, group.left - lot.people))
    if faults:
        return None, faults
    press = Press(new_name(), str(group.counted))
    return confirm_view(sheet.definition, group, lot, press), {}
