"""シート: what was seen and heard, from a first screen of headings to the right hand-over.

All of it happens in one modal of the writer: nothing is posted, stored or logged.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.sheet import Sheet
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.carried import unpack
from bot.slack.blocks.controls import SHEET
from bot.slack.blocks.sheet import (
    ADD,
    BACK,
    CHOSEN,
    CONTINUE,
    FILL,
    FINISH,
    PLACE,
    START,
    TAKE_FILE,
    UNFOLD,
    start_view,
    stop_view,
)
from bot.slack.blocks.sheet_state import NOTE_BASIS, TICK, OpenSheet
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.papers import send_filled_sheet
from bot.slack.sheet_turn import Turn
from bot.slack.showing import Body, chosen

NOTHING_CHOSEN = "気になったことを、ひとつ以上選んでください。"


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The first screen."""
    return start_view(service.sheet.form(actor))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the way in from an answer, both screens and the result."""
    _register_ways_in(app, service, clients)
    _register_danger(app, service, clients)
    _register_filling(app, service, clients)
    _register_result(app, service, clients, afterwards)
    _register_file(app, service, clients, afterwards)


def _register_ways_in(app: App, service: Service, clients: Clients) -> None:
    @app.action(SHEET)
    def on_sheet(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        view = Turn.of(service, body).begun(unpack(action["value"]).signs)
        # In the place of a modal, so that other pages still fit on top.
        if body.get("view", {}).get("type") == "modal":
            _update(clients, body, view)
        else:
            clients.posting.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    @app.view(START)
    def on_start(ack: Ack, body: dict[str, Any]) -> None:
        turn = Turn.of(service, body)
        groups = turn.chosen_groups(CHOSEN)
        if groups:
            opened = OpenSheet(Sheet(place=turn.place()), groups)
            ack(response_action="update", view=turn.filling(opened))
        else:
            ack(response_action="errors", errors={CHOSEN: NOTHING_CHOSEN})

    @app.action(PLACE)
    @app.action(NOTE_BASIS)
    def on_choice(ack: Ack) -> None:
        ack()


def _register_danger(app: App, service: Service, clients: Clients) -> None:
    @app.action(TICK)
    def on_tick(ack: Ack, body: dict[str, Any]) -> None:
        """A danger that was ticked comes at once, before all else; other ticks change nothing."""
        turn = Turn.of(service, body)
        after = turn.filled()
        shown = service.sheet.urgent(turn.actor, turn.drawn().sheet, turn.now)
        due = service.sheet.urgent(turn.actor, after.sheet, turn.now)
        known = {card.duty.kind for card in shown}
        if any(card.duty.kind not in known for card in due):
            _update(clients, body, stop_view(after, due))
        elif len(due) < len(shown):
            _update(clients, body, turn.filling(after))
        ack()


def _register_filling(app: App, service: Service, clients: Clients) -> None:
    @app.action(UNFOLD)
    def on_unfold(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        turn = Turn.of(service, body)
        opened = turn.filled()
        more = replace(opened, unfolded=(*opened.unfolded, chosen(action)))
        _update(clients, body, turn.filling(more))
        ack()

    @app.action(ADD)
    def on_add(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        turn = Turn.of(service, body)
        opened = turn.filled()
        more = replace(opened, groups=(*opened.groups, chosen(action)))
        _update(clients, body, turn.filling(more))
        ack()

    @app.action(BACK)
    @app.action(CONTINUE)
    def on_back(ack: Ack, body: dict[str, Any]) -> None:
        turn = Turn.of(service, body)
        _update(clients, body, turn.filling(turn.drawn()))
        ack()


def _register_result(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    def result(turn: Turn, opened: OpenSheet) -> View:
        def learn() -> None:
            service.sheet.learn(turn.actor, opened.sheet, turn.now)

        if not opened.counted:
            afterwards.do(learn)
        return turn.result(replace(opened, counted=True))

    @app.view(FILL)
    def on_filled(ack: Ack, body: dict[str, Any]) -> None:
        turn = Turn.of(service, body)
        opened = turn.filled()
        faults = turn.faults(opened)
        if faults:
            ack(response_action="errors", errors=faults)
        else:
            ack(response_action="update", view=result(turn, opened))

    @app.action(FINISH)
    def on_finish(ack: Ack, body: dict[str, Any]) -> None:
        """Whoever has to call now is kept from it by nothing that is still missing."""
        turn = Turn.of(service, body)
        _update(clients, body, result(turn, turn.filled()))
        ack()


def _register_file(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    @app.action(TAKE_FILE)
    def on_file(ack: Ack, body: dict[str, Any]) -> None:
        turn = Turn.of(service, body)
        opened = turn.drawn()
        found = service.sheet.judge(turn.actor, opened.sheet, turn.now).result
        if not turn.may_become_file(opened, found):
            raise UnknownEntry
        _update(clients, body, turn.result(opened, sent=True))
        ack()
        afterwards.do(lambda: send_filled_sheet(service, clients, turn.actor, found, turn.now))


def _update(clients: Clients, body: Body, view: View) -> None:
    clients.posting.views_update(view_id=body["view"]["id"], view=view)


COMMAND = Command(
    id="sheet",
    word="シート",
    aliases=("しーと", "気づきメモ", "事実確認シート"),
    usage="/kizuki シート",
    description="見たこと・聞いたことに印を付け、つなぎ先と引き継ぎ方を確かめます（保存しません）",
    run=run,
    register=register,
    shortcut="気づきメモ（シート）",
)
