"""The table of conversations: /kizuki, shortcuts and App Home doors all come from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import MESSAGE_BLOCKS, Block, Reply, View, actions, fitted
from bot.slack.blocks.controls import DELETE, delete_button
from bot.slack.blocks.home import Door
from bot.slack.blocks.lists import help_reply
from bot.slack.clients import Clients
from bot.slack.commands import SLASH, Command
from bot.slack.listeners import (
    ask,
    browse,
    catch_up,
    certificate,
    conferences,
    deliveries,
    editors,
    figures,
    glossary,
    joining,
    morning_card,
    plan,
    preferences,
    printing,
    questions,
    quiz,
    record,
    refer,
    renewal,
    report_files,
    roster,
    sheet,
    suggest,
    survey,
    survey_desk,
    survey_files,
    survey_paper,
    trial,
    urgent,
    wrong,
)
from bot.slack.showing import asking, in_channel, publish_home, show
from bot.slack.survey_deeds import Deeds
from bot.slack.traffic import Traffic


def _help(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    return help_reply([(c.usage, c.description) for c in LISTENERS])


HELP = Command(
    id="help",
    word="ヘルプ",
    aliases=("help", "使い方", "へるぷ"),
    usage="/kizuki ヘルプ",
    description="この使い方を表示します",
    run=_help,
)

LISTENERS: tuple[Command, ...] = (
    ask.COMMAND,
    sheet.COMMAND,
    browse.COMMAND,
    conferences.COMMAND,
    urgent.COMMAND,
    printing.COMMAND,
    quiz.COMMAND,
    catch_up.COMMAND,
    preferences.COMMAND,
    record.COMMAND,
    certificate.COMMAND,
    survey.COMMAND,
    plan.COMMAND,
    figures.COMMAND,
    report_files.COMMAND,
    morning_card.COMMAND,
    glossary.COMMAND,
    refer.COMMAND,
    wrong.COMMAND,
    renewal.COMMAND,
    roster.COMMAND,
    editors.COMMAND,
    suggest.COMMAND,
    questions.COMMAND,
    trial.COMMAND,
    deliveries.COMMAND,
    HELP,
)


def doors() -> list[Door]:
    """The doors of App Home, in the order of the table."""
    return [Door(c.shortcut, c.action_id, c.needs) for c in LISTENERS if c.shortcut]


def register_all(app: App, service: Service, clients: Clients, traffic: Traffic) -> Afterwards:
    """Register every conversation, the slash command, the shortcuts, the doors and the home.

    Returns what works on after the acknowledgements, to be closed with the app.
    """

    def publish_at_once(user_id: str) -> None:
        publish_home(service, clients.posting, user_id, doors())

    def publish_patiently(user_id: str) -> None:
        publish_home(service, clients.reading, user_id, doors())

    afterwards = Afterwards(publish_patiently, traffic)

    # Bolt asks one listener after the other: the weekly answers, of which many come at once,
    # are first. A question may be any message: whoever waits for a certain form precedes it.
    order = {quiz.COMMAND.id: -1, ask.COMMAND.id: 1}
    for command in sorted(LISTENERS, key=lambda c: order.get(c.id, 0)):
        if command.register:
            command.register(app, service, clients, afterwards)
        if command.shortcut:
            opened = _opened(command, service, clients)
            app.shortcut(command.action_id)(opened)
            app.action(command.action_id)(opened)
    joining.register(app, service)
    deeds = Deeds(service, clients, afterwards)
    survey_desk.register(app, service, clients, deeds)
    survey_paper.register(app, service, clients, deeds)
    survey_files.register(app, service, clients, afterwards)
    app.command(SLASH)(_slash(service, clients))
    app.event("app_home_opened")(_home_opened(publish_at_once))
    return afterwards


def find(text: str) -> tuple[Command, str]:
    """The command a line calls, and the rest; any other line is a question."""
    word, _, rest = text.replace("\u3000", " ").strip().partition(" ")
    for command in LISTENERS:
        # 「緊急 子どもが殴られている」 is a concern, not a request for the list of numbers.
        if command.answers_to(word) and (command is ask.COMMAND or not rest.strip()):
            return command, rest.strip()
    return (ask.COMMAND, text.strip()) if word else (HELP, "")


def _slash(service: Service, clients: Clients) -> Callable[..., None]:
    def on_slash(ack: Ack, body: dict[str, Any]) -> None:
        command, rest = find(body.get("text", ""))
        actor, now = asking(service, body)
        run = command.run_in_channel if in_channel(body) else None
        answer = (run or command.run)(service, actor, rest, now)
        if isinstance(answer, Reply):
            ack(response_type="ephemeral", text=answer.text, blocks=_removable(answer))
        else:
            clients.posting.views_open(trigger_id=body["trigger_id"], view=answer)
            ack()

    return on_slash


def _removable(reply: Reply) -> list[Block]:
    """The blocks with 「消す」 below, which every answer to /kizuki carries."""
    blocks = list(reply.blocks)
    controls = [e for b in blocks for e in b.get("elements", ()) if "action_id" in e]
    if any(control["action_id"] == DELETE for control in controls):
        return fitted(blocks)
    return [*fitted(blocks, MESSAGE_BLOCKS - 1), actions([delete_button()])]


def _opened(command: Command, service: Service, clients: Clients) -> Callable[..., None]:
    def on_open(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        show(clients, body, command.run(service, actor, "", now))
        ack()

    return on_open


def _home_opened(publish: Callable[[str], None]) -> Callable[..., None]:
    def on_home(event: dict[str, Any]) -> None:
        if event.get("tab", "home") == "home":
            publish(event["user"])

    return on_home
