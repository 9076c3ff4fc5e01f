"""Where a reply goes: a modal over what the person looks at, or their App Home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.core.people import Actor
from bot.service.rooms import Service
from bot.slack.blocks.base import Reply, View, as_modal
from bot.slack.blocks.home import Door, home_view
from bot.slack.clients import Clients

Body = Mapping[str, Any]


def asking(service: Service, body: Body) -> tuple[Actor, datetime]:
    """Who pressed or typed, and when."""
    user = body.get("user") or body.get("user_id") or body.get("event", {}).get("user")
    user_id = user["id"] if isinstance(user, Mapping) else str(user)
    now = service.clock.now()
    return service.people.actor(user_id, now), now


def show(clients: Clients, body: Body, answer: Reply | View) -> None:
    """Open the answer as a modal, on top of an open one where there is one.

    Slack allows three modals on top of each other; from the second on, the one in
    front is replaced.
    """
    view = as_modal(answer) if isinstance(answer, Reply) else answer
    current = body.get("view")
    if not current or current.get("type") != "modal":
        clients.posting.views_open(trigger_id=body["trigger_id"], view=view)
    elif current.get("previous_view_id"):
        clients.posting.views_update(view_id=current["id"], view=view)
    else:
        clients.posting.views_push(trigger_id=body["trigger_id"], view=view)


def publish_home(service: Service, client: WebClient, user_id: str, doors: Sequence[Door]) -> None:
    """Publish one person's App Home as it stands now, through one of the two clients."""
    now = service.clock.now()
    overview = service.home.overview(service.people.actor(user_id, now), now)
    client.views_publish(user_id=user_id, view=home_view(overview, doors))
