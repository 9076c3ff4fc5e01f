"""Submitting and closing modals, and what the app's acknowledgement does to them."""

from __future__ import annotations

from bot.workspace import payloads
from bot.workspace.errors import ApiError, NotDelivered, PageError
from bot.workspace.form import faults, read_values
from bot.workspace.hub import Hub
from bot.workspace.model import TIMEOUT_NOTICE, Json, OpenView
from bot.workspace.validate import checked_view
from bot.workspace.view_shelf import close_modals, push_modal, replace_view


def top_modal(hub: Hub, user: str, view_id: str) -> OpenView:
    """The modal that ``user`` has in front of them.

    Raises:
        PageError: it is not the one meant.
    """
    stack = hub.state.modals.get(user)
    if not stack or stack[-1].id != view_id:
        raise PageError("view_not_found", "その画面は、もう開いていません。")
    return stack[-1]


async def submit(hub: Hub, user: str, view: OpenView, sent: object) -> None:
    """Somebody presses the submit button."""
    blocks = view.body["blocks"]
    values = read_values(blocks, sent)
    view.body["state"] = {"values": values}
    view.errors, view.notice = faults(blocks, values), None
    if view.errors:
        hub.modal_changed(user)
        raise PageError("input_invalid", "入力内容をご確認ください。")
    try:
        body = await hub.deliver("interactive", payloads.view_submission(hub, user, view))
        _obey(hub, user, view, body)
    except (NotDelivered, ApiError) as failure:
        view.notice = TIMEOUT_NOTICE
        hub.modal_changed(user)
        code = failure.code if isinstance(failure, ApiError) else "operation_timeout"
        raise PageError(code, TIMEOUT_NOTICE) from failure


def _obey(hub: Hub, user: str, view: OpenView, body: object) -> None:
    """Do what the acknowledgement says; without a response_action the view closes.

    Raises:
        ApiError: the acknowledgement is one that Slack would not understand.
    """
    order: Json = body if isinstance(body, dict) else {}
    action = order.get("response_action")
    if action is None:
        _close_one(hub, user, view)
    elif action == "clear":
        close_modals(hub, user, everything=True)
    elif action == "errors":
        view.errors = _named_errors(view, order.get("errors"))
        hub.modal_changed(user)
    elif action == "update":
        replace_view(hub, view, checked_view(order.get("view"), "modal"))
    elif action == "push":
        push_modal(hub, user, checked_view(order.get("view"), "modal"))
    else:
        raise ApiError("invalid_response_action")


def _close_one(hub: Hub, user: str, view: OpenView) -> None:
    """Close ``view``, unless the app has replaced it by another modal meanwhile."""
    stack = hub.state.modals.get(user)
    if stack and stack[-1] is view:
        close_modals(hub, user, everything=False)


def _named_errors(view: OpenView, errors: object) -> dict[str, str]:
    inputs = {row["block_id"] for row in view.body["blocks"] if row["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise ApiError("invalid_errors")
    return {str(block_id): str(sentence) for block_id, sentence in errors.items()}


def close(hub: Hub, user: str, view: OpenView, *, everything: bool) -> None:
    """Somebody closes a modal; the app hears of it where it asked to."""
    clears = everything or bool(view.body["clear_on_close"])
    for closed in close_modals(hub, user, everything=clears):
        if closed.body["notify_on_close"]:
            payload = payloads.view_closed(hub, user, closed, clears)
            hub.spawn(_tell(hub, payload))


async def _tell(hub: Hub, payload: Json) -> None:
    try:
        await hub.deliver("interactive", payload)
    except NotDelivered:
        # The person has left the view: there is no screen to show a failure on.
        return
