"""Making, replacing and closing views: modals in a stack per person, one Home tab each."""

from __future__ import annotations

import secrets

from bot.core.block_limits import MESSAGE_LIMITS
from bot.workspace.completion import complete_blocks, complete_view
from bot.workspace.errors import ApiError
from bot.workspace.form import initial_values, keep_values
from bot.workspace.hub import Hub
from bot.workspace.identifiers import fresh_id
from bot.workspace.model import Json, OpenView


def new_view(hub: Hub, given: Json, owner: str) -> OpenView:
    """The view object that Slack makes of what an app sent (already validated)."""
    blocks = complete_blocks(given["blocks"])
    view_id = fresh_id("V")
    body: Json = complete_view(given) | {
        "id": view_id,
        "team_id": hub.app.team_id,
        "app_id": hub.app.app_id,
        "app_installed_team_id": hub.app.team_id,
        "bot_id": hub.app.bot_id,
        "blocks": blocks,
        "state": {"values": initial_values(blocks)},
        "hash": _new_hash(hub),
        "root_view_id": view_id,
        "previous_view_id": None,
    }
    return OpenView(body, owner)


def _new_hash(hub: Hub) -> str:
    return f"{hub.new_ts().partition('.')[0]}.{secrets.token_hex(4)}"


def open_modal(hub: Hub, user: str, given: Json) -> OpenView:
    """Show a modal, in place of whatever modal was open."""
    view = new_view(hub, given, user)
    hub.state.modals[user] = [view]
    hub.modal_changed(user)
    return view


def push_modal(hub: Hub, user: str, given: Json) -> OpenView:
    """Lay a modal over the open one.

    Raises:
        ApiError: nothing is open, or three views are.
    """
    stack = hub.state.modals.get(user)
    if not stack:
        raise ApiError("not_found")
    if len(stack) >= MESSAGE_LIMITS["views_in_stack"]:
        raise ApiError("push_limit_reached")
    view = new_view(hub, given, user)
    view.body["root_view_id"] = stack[0].id
    view.body["previous_view_id"] = stack[-1].id
    stack.append(view)
    hub.modal_changed(user)
    return view


def replace_view(hub: Hub, view: OpenView, given: Json) -> None:
    """Give a view new content; inputs with the same ids keep what was filled in."""
    fresh = new_view(hub, given, view.owner).body
    for name in ("id", "root_view_id", "previous_view_id"):
        fresh[name] = view.body[name]
    fresh["state"] = {"values": keep_values(fresh["blocks"], view.body["state"]["values"])}
    view.body = fresh
    view.errors, view.notice = {}, None
    if fresh["type"] == "home":
        hub.saver.changed()
        hub.feed.publish("home", users={view.owner})
    else:
        hub.modal_changed(view.owner)


def publish_home(hub: Hub, user: str, given: Json) -> OpenView:
    """Show a Home tab to one person, keeping the id of an earlier one."""
    view = hub.state.homes.get(user)
    if view is None:
        view = hub.state.homes[user] = new_view(hub, given, user)
        hub.saver.changed()
        hub.feed.publish("home", users={user})
    else:
        replace_view(hub, view, given)
        view.body["state"] = {"values": initial_values(view.body["blocks"])}
    return view


def close_modals(hub: Hub, user: str, *, everything: bool) -> list[OpenView]:
    """Take the top view, or all of them, off the screen; the closed ones, top first."""
    stack = hub.state.modals.get(user, [])
    count = len(stack) if everything else 1
    closed = [stack.pop() for _ in range(min(count, len(stack)))]
    if not stack:
        hub.state.modals.pop(user, None)
    hub.modal_changed(user)
    return closed
