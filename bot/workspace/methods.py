"""What a Web API method is, and the things that many of them look up."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from bot.workspace.arguments import Arguments
from bot.workspace.errors import ApiError
from bot.workspace.hub import Hub
from bot.workspace.model import Channel, Json

Row = TypeVar("Row")
_PAGE = 100
_LONGEST_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its function, needed arguments and scope, and whose token it takes."""

    run: Callable[[Hub, Arguments], Json]
    required: tuple[str, ...] = ()
    scope: str | None = None
    caller: Literal["bot", "app"] = "bot"


def need_scope(hub: Hub, scope: str) -> None:
    """Refuse a call for which the manifest asks no scope.

    Raises:
        ApiError: missing_scope, with ``needed`` and ``provided``.
    """
    if scope not in hub.app.scopes:
        provided = ",".join(hub.app.scopes)
        raise ApiError("missing_scope", needed=scope, provided=provided)


def need_channel_scope(hub: Hub, channel: Channel, what: Literal["read", "history"]) -> None:
    """``im:…`` or ``channels:…``, by the kind of conversation."""
    need_scope(hub, f"{'im' if channel.kind == 'im' else 'channels'}:{what}")


def channel_named(hub: Hub, name: str) -> Channel:
    """A conversation by its id.

    Raises:
        ApiError: channel_not_found.
    """
    channel = hub.state.channels.get(name)
    if channel is None:
        raise ApiError("channel_not_found")
    return channel


def channel_to_post(hub: Hub, name: str) -> Channel:
    """Where a message goes: a conversation id, a ``#name``, or a person's id.

    Raises:
        ApiError: channel_not_found, not_in_channel or messages_tab_disabled.
    """
    channel = hub.state.channels.get(name) or _by_name_or_person(hub, name)
    if channel is None:
        raise ApiError("channel_not_found")
    if hub.app.bot_user_id not in channel.members and "chat:write.public" not in hub.app.scopes:
        raise ApiError("not_in_channel")
    if channel.kind == "im" and not hub.app.messages_tab:
        raise ApiError("messages_tab_disabled")
    return channel


def _by_name_or_person(hub: Hub, name: str) -> Channel | None:
    if name in hub.state.people:
        return hub.state.open_dm(name)
    wanted = name.removeprefix("#")
    rows = hub.state.channels.values()
    return next((row for row in rows if row.kind == "channel" and row.name == wanted), None)


def cut_page(rows: Sequence[Row], args: Arguments) -> tuple[list[Row], Json]:
    """One page of ``rows`` and the ``response_metadata`` that leads to the next."""
    start = _decode(args.text("cursor"))
    size = args.number("limit", _PAGE, _LONGEST_PAGE)
    following = start + size
    more = following < len(rows)
    return list(rows[start:following]), {"next_cursor": _encode(following) if more else ""}


def _encode(start: int) -> str:
    return base64.b64encode(f"next:{start}".encode()).decode()


def _decode(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        plain = base64.b64decode(cursor, validate=True).decode()
        return int(plain.removeprefix("next:"))
    except ValueError:
        raise ApiError("invalid_cursor") from None
