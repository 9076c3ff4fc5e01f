"""The Web API methods views.*."""

from __future__ import annotations

from bot.workspace.arguments import Arguments
from bot.workspace.errors import ApiError
from bot.workspace.hub import Hub
from bot.workspace.methods import Method
from bot.workspace.model import Json, OpenView
from bot.workspace.validate import checked_view
from bot.workspace.view_shelf import open_modal, publish_home, push_modal, replace_view


def _new_external_id(hub: Hub, view: Json, replaced: OpenView | None = None) -> None:
    external_id = view.get("external_id")
    holder = hub.state.find_view(None, external_id) if external_id else None
    if holder is not None and holder is not replaced:
        raise ApiError("duplicate_external_id")


def open_view(hub: Hub, args: Arguments) -> Json:
    """views.open; the trigger is used up only by a view that is shown."""
    view = checked_view(args.structure("view"), "modal")
    _new_external_id(hub, view)
    user = hub.triggers.exchange(args.text("trigger_id"))
    return {"view": open_modal(hub, user, view).body}


def push_view(hub: Hub, args: Arguments) -> Json:
    """views.push; at most three views lie on each other."""
    view = checked_view(args.structure("view"), "modal")
    _new_external_id(hub, view)
    user = hub.triggers.exchange(args.text("trigger_id"))
    return {"view": push_modal(hub, user, view).body}


def update_view(hub: Hub, args: Arguments) -> Json:
    """views.update, by view_id or external_id, guarded by the hash if one is sent."""
    given = args.structure("view")
    if not args.text("view_id") and not args.text("external_id"):
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: view_id"])
    view = hub.state.find_view(args.text("view_id") or None, args.text("external_id"))
    if view is None:
        raise ApiError("not_found")
    checked = checked_view(given, view.body["type"])
    _new_external_id(hub, checked, view)
    _same_hash(view, args)
    replace_view(hub, view, checked)
    return {"view": view.body}


def _same_hash(view: OpenView, args: Arguments) -> None:
    sent = args.text("hash")
    if sent and sent != view.body["hash"]:
        raise ApiError("hash_conflict")


def publish_view(hub: Hub, args: Arguments) -> Json:
    """views.publish."""
    if not hub.app.home_tab:
        raise ApiError("not_enabled")
    user = args.text("user_id")
    if user not in hub.state.people:
        raise ApiError("user_not_found")
    given = checked_view(args.structure("view"), "home")
    shown = hub.state.homes.get(user)
    _new_external_id(hub, given, shown)
    if shown is not None:
        _same_hash(shown, args)
    return {"view": publish_home(hub, user, given).body}


METHODS = {
    "views.open": Method(open_view, ("trigger_id", "view")),
    "views.push": Method(push_view, ("trigger_id", "view")),
    "views.update": Method(update_view, ("view",)),
    "views.publish": Method(publish_view, ("user_id", "view")),
}
