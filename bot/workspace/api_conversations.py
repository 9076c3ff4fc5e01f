"""The Web API methods conversations.*."""

from __future__ import annotations

import re

from bot.workspace.arguments import Arguments
from bot.workspace.errors import ApiError
from bot.workspace.hub import Hub
from bot.workspace.methods import Method, channel_named, cut_page, need_channel_scope, need_scope
from bot.workspace.model import Channel, Json
from bot.workspace.payloads import message_object

_TS = re.compile(r"^\d+(\.\d+)?$")
_TYPES = {"public_channel": "channel", "im": "im"}
_KNOWN_TYPES = {*_TYPES, "private_channel", "mpim"}


def _row(hub: Hub, channel: Channel) -> Json:
    if channel.kind == "im":
        return {"id": channel.id, "is_im": True, "user": channel.partner, "is_archived": False}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": True,
        "is_im": False,
        "is_private": False,
        "is_archived": False,
        "is_member": hub.app.bot_user_id in channel.members,
        "num_members": len(channel.members),
    }


def open_conversation(hub: Hub, args: Arguments) -> Json:
    """conversations.open: the app's direct message with one person."""
    given = args.text("channel")
    if given:
        channel = channel_named(hub, given)
    else:
        users = [row.strip() for row in args.text("users").split(",") if row.strip()]
        if not users:
            raise ApiError("users_list_not_supplied")
        if len(users) > 1:
            # Group conversations are not part of the demonstration.
            raise ApiError("too_many_users")
        if users[0] not in hub.state.people:
            raise ApiError("user_not_found")
        channel = hub.state.open_dm(users[0])
    return {"channel": _row(hub, channel) if args.flag("return_im") else {"id": channel.id}}


def info(hub: Hub, args: Arguments) -> Json:
    """conversations.info."""
    channel = channel_named(hub, args.text("channel"))
    need_channel_scope(hub, channel, "read")
    return {"channel": _row(hub, channel)}


def list_conversations(hub: Hub, args: Arguments) -> Json:
    """conversations.list, public channels unless ``types`` says otherwise."""
    types = [row.strip() for row in args.text("types", "public_channel").split(",")]
    if not set(types) <= _KNOWN_TYPES:
        raise ApiError("invalid_types")
    for kind in types:
        need_scope(hub, "im:read" if kind == "im" else "channels:read")
    kinds = {_TYPES.get(kind) for kind in types}
    found = [row for row in hub.state.channels.values() if row.kind in kinds]
    page, metadata = cut_page(found, args)
    return {"channels": [_row(hub, row) for row in page], "response_metadata": metadata}


def members(hub: Hub, args: Arguments) -> Json:
    """conversations.members."""
    channel = channel_named(hub, args.text("channel"))
    need_channel_scope(hub, channel, "read")
    page, metadata = cut_page(sorted(channel.members), args)
    return {"members": page, "response_metadata": metadata}


def _moment(args: Arguments, name: str) -> float | None:
    value = args.text(name)
    if not value:
        return None
    if not _TS.match(value):
        raise ApiError(f"invalid_ts_{name}")
    return float(value)


def history(hub: Hub, args: Arguments) -> Json:
    """conversations.history, newest first, without anybody's ephemeral messages."""
    channel = channel_named(hub, args.text("channel"))
    need_channel_scope(hub, channel, "history")
    if hub.app.bot_user_id not in channel.members:
        raise ApiError("not_in_channel")
    oldest, latest = _moment(args, "oldest"), _moment(args, "latest")
    inclusive = args.flag("inclusive")
    rows = [
        row
        for row in reversed(channel.messages)
        if row.only_for is None and _between(float(row.ts), oldest, latest, inclusive)
    ]
    page, metadata = cut_page(rows, args)
    shown = args.flag("include_all_metadata")
    return {
        "messages": [message_object(hub, row, metadata=shown) for row in page],
        "has_more": bool(metadata["next_cursor"]),
        "pin_count": 0,
        "response_metadata": metadata,
    }


def _between(ts: float, oldest: float | None, latest: float | None, inclusive: bool) -> bool:
    if ts in (oldest, latest):
        return inclusive
    return (oldest is None or ts > oldest) and (latest is None or ts < latest)


METHODS = {
    "conversations.open": Method(open_conversation, (), "im:write"),
    "conversations.info": Method(info, ("channel",)),
    "conversations.list": Method(list_conversations),
    "conversations.members": Method(members, ("channel",)),
    "conversations.history": Method(history, ("channel",)),
}
