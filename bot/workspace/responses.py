"""Answers to an interaction: the body of a command's ack, and posts to a response_url."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.workspace.errors import ApiError
from bot.workspace.hub import Hub
from bot.workspace.messages import change, checked_content, post_as_app, remove
from bot.workspace.model import Channel, Json, Message
from bot.workspace.tickets import ResponseUrl

_GONE = ("no_such_url", "expired_url", "used_url", "message_not_found")


def answer(hub: Hub, where: ResponseUrl, body: Json) -> None:
    """Post, replace or delete as ``body`` says.

    Raises:
        ApiError: the content is refused, or the original message is gone.
    """
    channel = hub.state.channels[where.channel]
    if _flag(body, "delete_original"):
        remove(hub, channel, _original(hub, channel, where))
        return
    text, blocks = checked_content(body.get("text"), body.get("blocks"))
    if _flag(body, "replace_original") and where.message_ts is not None:
        change(hub, channel, _original(hub, channel, where), text, blocks)
        return
    everybody = body.get("response_type") == "in_channel"
    reader = None if everybody else where.user
    sender = hub.app.bot_user_id
    message = Message(hub.new_ts(), sender, text, blocks, only_for=reader)
    post_as_app(hub, channel, message)


def _flag(body: Json, name: str) -> bool:
    return body.get(name) in (True, "true")


def _original(hub: Hub, channel: Channel, where: ResponseUrl) -> Message:
    message = hub.state.find_message(channel, where.message_ts or "")
    if message is None:
        raise ApiError("message_not_found")
    return message


async def receive(hub: Hub, request: Request) -> JSONResponse:
    """POST to a response_url."""
    try:
        body = await request.json()
    except ValueError:
        return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
    if not isinstance(body, dict):
        return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
    hub.record({"kind": "response_url", "body": body})
    try:
        answer(hub, hub.response_urls.use(request.path_params["token"]), body)
    except ApiError as refusal:
        return JSONResponse(refusal.body, 404 if refusal.code in _GONE else 400)
    return JSONResponse({"ok": True})
