"""配信: how far the sends are, to be paused, resumed and withdrawn by administrators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.rooms import Service
from bot.service.sendings import Sendings
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.deliveries import CANCEL, PAUSE, REFRESH, RESUME, RETRY, deliveries_reply
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import asking, replace

Change = Callable[[Sendings, Actor, str, datetime], object]
_CHANGES: Mapping[str, Change | None] = {
    REFRESH: None,
    PAUSE: Sendings.pause,
    RESUME: Sendings.resume,
    CANCEL: Sendings.cancel,
    RETRY: Sendings.retry,
}


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The newest sends."""
    return deliveries_reply(service.sendings.recent(actor, now))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the buttons; each shows in its place how it stands now."""
    for action_id, change in _CHANGES.items():
        app.action(action_id)(_pressed(change, service, clients))


def _pressed(change: Change | None, service: Service, clients: Clients) -> Callable[..., None]:
    def on_press(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        if change is not None:
            change(service.sendings, actor, str(action.get("value", "")), now)
        replace(clients, body, deliveries_reply(service.sendings.recent(actor, now)))
        ack()

    return on_press


COMMAND = Command(
    id="deliveries",
    word="配信",
    aliases=("はいしん",),
    usage="/kizuki 配信",
    description="設問やお知らせの配信の進みを見て、止める・再開する・取りやめることができます（管理者）",
    run=run,
    register=register,
    needs=Action.SEE_HEALTH,
)
