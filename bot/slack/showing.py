"""Where a reply goes: a modal over what the person looks at, or their App Home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.core.people import Actor
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.slack.blocks.base import Reply, View, as_modal, fitted
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


def replace(clients: Clients, body: Body, reply: Reply) -> None:
    """Put a reply in the place of the one whose button was pressed."""
    place = body.get("container", {})
    if body.get("view"):
        clients.posting.views_update(view_id=body["view"]["id"], view=as_modal(reply))
        return
    blocks = fitted(reply.blocks)
    if place.get("is_ephemeral"):
        message = {"text": reply.text, "blocks": blocks, "replace_original": True}
        clients.respond(body["response_url"], message)
    else:
        clients.posting.chat_update(
            channel=place["channel_id"], ts=place["message_ts"], text=reply.text, blocks=blocks
        )


def put(clients: Clients, body: Body, reply: Reply) -> None:
    """In the place of what was pressed; App Home is no place for it, there a modal opens."""
    if (body.get("view") or {}).get("type") == "home":
        show(clients, body, reply)
    else:
        replace(clients, body, reply)


def chosen(action: Mapping[str, Any]) -> str:
    """What a button carries or a select was set to; UnknownEntry for anything else."""
    value = action.get("value") or (action.get("selected_option") or {}).get("value")
    if not isinstance(value, str):
        raise UnknownEntry
    return value


def in_channel(body: Body) -> bool:
    """Whether it happened where several people read: not in a direct message or a modal."""
    channel = body.get("channel_id") or (body.get("channel") or {}).get("id") or ""
    return str(channel).startswith(("C", "G"))


def publish_home(service: Service, client: WebClient, user_id: str, doors: Sequence[Door]) -> None:
    """Publish one person's App Home as it stands now, through one of the two clients."""
    now = service.clock.now()
    overview = service.home.overview(service.people.actor(user_id, now), now)
    client.views_publish(user_id=user_id, view=home_view(overview, doors))
