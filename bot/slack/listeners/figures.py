"""集計: completion figures for supervisors and the training desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.figures import NameKind
from bot.core.people import Actor
from bot.core.period import PeriodFault, chosen_dates
from bot.core.permissions import Action
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, actions, as_modal
from bot.slack.blocks.controls import delete_button
from bot.slack.blocks.figures import (
    COPY,
    DATES,
    NAMES,
    PERIOD,
    REMIND,
    figures_reply,
    unpacked,
)
from bot.slack.blocks.figures_names import (
    DATES_MODAL,
    END,
    START,
    copy_view,
    dates_view,
    names_reply,
    reminded_reply,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, chosen, replace, show


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The figures in the asker's reach."""
    return figures_reply(service.statistics.figures(actor, now))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the choice of a period and what opens from the figures."""
    _periods(app, service, clients)
    _sections(app, service, clients, afterwards)


def _periods(app: App, service: Service, clients: Clients) -> None:
    @app.action(PERIOD)
    def on_period(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        period = unpacked(chosen(action)).period
        reply = figures_reply(service.statistics.figures(actor, now, period))
        if (body.get("view") or {}).get("type") == "home":
            show(clients, body, reply)
        else:
            replace(clients, body, _removable(reply) if _alone(body) else reply)
        ack()

    @app.action(DATES)
    def on_dates(ack: Ack, body: dict[str, Any]) -> None:
        show(clients, body, dates_view())
        ack()

    @app.view(DATES_MODAL)
    def on_chosen(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        values = view["state"]["values"]
        try:
            period = chosen_dates(_date(values, START), _date(values, END))
        except PeriodFault as fault:
            ack(response_action="errors", errors={END: str(fault)})
            return
        reply = figures_reply(service.statistics.figures(actor, now, period))
        ack(response_action="update", view=as_modal(reply))


def _sections(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    @app.action(COPY)
    def on_copy(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        asked = unpacked(chosen(action))
        total = service.statistics.total(actor, asked.section_id, now, asked.period)
        show(clients, body, copy_view(total))
        ack()

    @app.action(re.compile(f"^{NAMES}"))
    def on_names(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        asked = unpacked(chosen(action))
        kind = _kind(asked.kind)
        found = service.statistics.names(actor, asked.section_id, kind, now, asked.period)
        reply = names_reply(found)
        # Names are for one person's eyes: another list takes the place of one in a modal only.
        in_modal = (body.get("view") or {}).get("type") == "modal"
        if in_modal and action["action_id"] != NAMES:
            replace(clients, body, reply)
        else:
            show(clients, body, reply)
        ack()

    @app.action(REMIND)
    def on_remind(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        asked = unpacked(chosen(action))
        done = service.reminders.remind(actor, asked.section_id, asked.period, now)
        show(clients, body, reminded_reply(done))
        ack()


def _alone(body: Mapping[str, Any]) -> bool:
    """Whether it stands in an answer that only the asker sees."""
    return bool((body.get("container") or {}).get("is_ephemeral"))


def _removable(reply: Reply) -> Reply:
    """With 「消す」 below, as every answer to /kizuki."""
    return Reply(reply.text, (*reply.blocks, actions([delete_button()])), reply.title)


def _kind(text: str) -> NameKind:
    """Which list; the 未受講 where nothing is said."""
    if not text:
        return NameKind.NOT_COMPLETED
    if text not in set(NameKind):
        raise UnknownEntry(text[:40])
    return NameKind(text)


def _date(values: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(values[name][name]["selected_date"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownEntry(name) from error


COMMAND = Command(
    id="figures",
    word="集計",
    aliases=("しゅうけい",),
    usage="/kizuki 集計",
    description="受講の人数と率を見ます（課長・研修担当・指標担当）",
    run=run,
    register=register,
    shortcut="受講の集計",
    needs=Action.SEE_FIGURES,
)
