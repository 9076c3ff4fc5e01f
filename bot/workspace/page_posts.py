"""What the browser page sends: everything a person does in the workspace."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.workspace import interactions, submission
from bot.workspace.errors import PageError
from bot.workspace.hub import Hub
from bot.workspace.model import Json
from bot.workspace.page import asked_user, clock_row

_LONGEST_BODY = 1_000_000
_LONGEST_FILES = 10_000_000  # files come a third longer than they are
_LONGEST_LEAP = timedelta(days=400)
Deed = Callable[[Hub, str, Json], Awaitable[None]]


async def _message(hub: Hub, user: str, body: Json) -> None:
    channel = interactions.channel_of(hub, user, str(body.get("channel")))
    await interactions.say(hub, user, channel, str(body.get("text", "")))


async def _files(hub: Hub, user: str, body: Json) -> None:
    channel = interactions.channel_of(hub, user, str(body.get("channel")))
    rows = body.get("files")
    await interactions.send_files(
        hub, user, channel, str(body.get("text", "")), rows if isinstance(rows, list) else []
    )


async def _command(hub: Hub, user: str, body: Json) -> None:
    channel = interactions.channel_of(hub, user, str(body.get("channel")))
    await interactions.run_command(hub, user, channel, str(body.get("text", "")))


async def _shortcut(hub: Hub, user: str, body: Json) -> None:
    await interactions.use_shortcut(hub, user, str(body.get("callback_id")))


async def _open_home(hub: Hub, user: str, _body: Json) -> None:
    interactions.open_home(hub, user)


async def _open_dm(hub: Hub, user: str, _body: Json) -> None:
    interactions.open_dm(hub, user)


async def _submit(hub: Hub, user: str, body: Json) -> None:
    view = submission.top_modal(hub, user, str(body.get("view_id")))
    state = body.get("state")
    await submission.submit(
        hub, user, view, state.get("values") if isinstance(state, dict) else None
    )


async def _close(hub: Hub, user: str, body: Json) -> None:
    view = submission.top_modal(hub, user, str(body.get("view_id")))
    submission.close(hub, user, view, everything=body.get("all") is True)


DEEDS: dict[str, Deed] = {
    "message": _message,
    "files": _files,
    "command": _command,
    "shortcut": _shortcut,
    "open_home": _open_home,
    "open_dm": _open_dm,
    "action": interactions.act,
    "submit": _submit,
    "close": _close,
}


def refuse(refusal: PageError) -> JSONResponse:
    """A refusal as the page expects it."""
    body = {"ok": False, "error": refusal.code, "message": refusal.message}
    return JSONResponse(body, refusal.status)


async def _body(request: Request) -> Json:
    longest = _LONGEST_FILES if request.path_params["deed"] == "files" else _LONGEST_BODY
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise PageError("invalid_body", "JSONで送ってください。", 400)
    if int(request.headers.get("content-length", "0") or 0) > longest:
        raise PageError("too_large", "送られた内容が大きすぎます。", 413)
    try:
        body = await request.json()
    except ValueError:
        raise PageError("invalid_body", "JSONとして読めません。", 400) from None
    if not isinstance(body, dict):
        raise PageError("invalid_body", "JSONのオブジェクトを送ってください。", 400)
    return body


async def do(hub: Hub, request: Request) -> JSONResponse:
    """POST /page/<deed>."""
    body = await _body(request)
    if request.path_params["deed"] == "clock":
        return await _move_clock(hub, body)
    deed = DEEDS.get(request.path_params["deed"])
    if deed is None:
        raise PageError("not_found", "その操作はありません。", 404)
    await deed(hub, asked_user(hub, body.get("user")), body)
    return JSONResponse({"ok": True})


async def _move_clock(hub: Hub, body: Json) -> JSONResponse:
    moment = _wanted_moment(hub, body)
    try:
        # The clock's owner may write the offset to its database: not on the event loop.
        await asyncio.to_thread(hub.clock.advance_to, moment)
    except ValueError as refusal:
        message = str(refusal) or "時計は戻せません。"
        raise PageError("clock_refused", message) from refusal
    hub.feed.publish("clock")
    return JSONResponse({"ok": True, "clock": clock_row(hub)})


def _wanted_moment(hub: Hub, body: Json) -> datetime:
    if body.get("to") == "next_post":
        return hub.clock.next_post()
    minutes, days = body.get("minutes", 0), body.get("days", 0)
    if not all(isinstance(part, int) and 0 <= part <= 10**6 for part in (minutes, days)):
        raise PageError("clock_refused", "進める時間は、0以上の整数で指定してください。")
    leap = timedelta(minutes=minutes, days=days)
    if not timedelta(0) < leap <= _LONGEST_LEAP:
        raise PageError("clock_refused", "時計は1分から400日の範囲で進められます。")
    return hub.clock.now() + leap
