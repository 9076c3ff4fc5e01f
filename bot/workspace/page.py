"""What the browser page reads: state, messages, Home tab, modal and live changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse

from bot.workspace.errors import PageError
from bot.workspace.hub import Hub
from bot.workspace.interactions import channel_of
from bot.workspace.model import Channel, Json, Message, StoredFile
from bot.workspace.payloads import attached, display_name, file_path, is_bot

_TOKYO = ZoneInfo("Asia/Tokyo")
_HEARTBEAT_SECONDS = 15


def asked_user(hub: Hub, user: object) -> str:
    """The acting person.

    Raises:
        PageError: nobody has this id.
    """
    if not isinstance(user, str) or user not in hub.state.people:
        raise PageError("user_not_found", "その職員はデモにいません。", 404)
    return user


def _user(hub: Hub, request: Request) -> str:
    return asked_user(hub, request.query_params.get("user"))


def clock_row(hub: Hub) -> Json:
    """The demonstration's time and where its button leads."""
    now = hub.clock.now().astimezone(_TOKYO)
    return {
        "now": now.isoformat(timespec="seconds"),
        "next_post": hub.clock.next_post().astimezone(_TOKYO).isoformat(timespec="seconds"),
    }


async def state(hub: Hub, request: Request) -> JSONResponse:
    """GET /page/state; a page that does not know anybody yet starts as the first person."""
    asked = request.query_params.get("user", "")
    user = asked if asked in hub.state.people else next(iter(hub.state.people))
    app = hub.app
    body: Json = {
        "demo": True,
        "app": {"id": app.app_id, "name": app.name, "bot_user_id": app.bot_user_id},
        "me": user,
        "people": [
            {"id": row.slack_user_id, "name": row.name, "title": row.title}
            for row in hub.state.people.values()
        ],
        "conversations": [
            _conversation(hub, user, row) for row in hub.state.conversations_of(user)
        ],
        "commands": [
            {"command": row.command, "usage_hint": row.usage_hint, "description": row.description}
            for row in app.commands
        ],
        "shortcuts": [
            {"callback_id": row.callback_id, "name": row.name, "description": row.description}
            for row in app.shortcuts
        ],
        "clock": clock_row(hub),
        "version": hub.feed.version,
        "connected": hub.link.connected,
    }
    return JSONResponse(body)


def _conversation(hub: Hub, user: str, channel: Channel) -> Json:
    direct = channel.kind == "im"
    return {
        "id": channel.id,
        "name": hub.app.bot_name if direct else channel.name,
        "kind": "app" if direct else "channel",
        "unread": hub.state.unread(channel, user),
    }


async def messages(hub: Hub, request: Request) -> JSONResponse:
    """GET /page/messages; looking at them marks them as read."""
    user = _user(hub, request)
    channel = channel_of(hub, user, request.query_params.get("channel", ""))
    rows = hub.state.visible_messages(channel, user)
    if rows:
        _mark_read(hub, user, channel, rows[-1].ts)
    shown = [_message(hub, row) for row in rows]
    return JSONResponse({"messages": shown, "version": hub.feed.version})


def _mark_read(hub: Hub, user: str, channel: Channel, ts: str) -> None:
    if hub.state.read_until.get((user, channel.id)) != ts:
        hub.state.read_until[(user, channel.id)] = ts
        hub.saver.changed()


def _message(hub: Hub, message: Message) -> Json:
    name = display_name(hub, message.sender)
    return {
        "ts": message.ts,
        "from": {"id": message.sender, "name": name, "bot": is_bot(hub, message.sender)},
        "text": message.text,
        "blocks": message.blocks,
        "ephemeral": message.only_for is not None,
        "edited": message.edited_ts is not None,
        "thread_ts": message.thread_ts,
        "files": [_file(row) for row in attached(hub, message)],
    }


def _file(stored: StoredFile) -> Json:
    return {
        "id": stored.id,
        "name": stored.name,
        "title": stored.title,
        "url": file_path(stored),
        "mimetype": stored.mimetype,
        "alt": stored.alt or stored.title,
    }


async def home(hub: Hub, request: Request) -> JSONResponse:
    """GET /page/home."""
    view = hub.state.homes.get(_user(hub, request))
    return JSONResponse({"view": view.body if view else None})


async def modal(hub: Hub, request: Request) -> JSONResponse:
    """GET /page/modal: the top view, how many lie on each other, and what it says."""
    stack = hub.state.modals.get(_user(hub, request), [])
    top = stack[-1] if stack else None
    return JSONResponse(
        {
            "view": top.body if top else None,
            "depth": len(stack),
            "errors": top.errors if top else {},
            "notice": top.notice if top else None,
        }
    )


async def events(hub: Hub, request: Request) -> StreamingResponse:
    """GET /page/events: server-sent changes that this person may see."""
    user = _user(hub, request)
    headers = {"cache-control": "no-store"}
    return StreamingResponse(_stream(hub, user), media_type="text/event-stream", headers=headers)


async def _stream(hub: Hub, user: str) -> AsyncIterator[str]:
    with hub.feed.listen(user) as listener:
        # The first line tells a page that reconnects where the numbering stands.
        yield _event({"version": hub.feed.version, "changed": []})
        while True:
            try:
                news = await asyncio.wait_for(listener.queue.get(), _HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if news is None:
                return
            yield _event(news)


def _event(news: Json) -> str:
    return f"data: {json.dumps(news)}\n\n"
