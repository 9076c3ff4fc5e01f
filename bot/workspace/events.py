"""Events API: what the app hears about, given its subscriptions and scopes."""

from __future__ import annotations

from uuid import uuid4

from bot.workspace.hub import Hub
from bot.workspace.model import Channel, Json, Message
from bot.workspace.payloads import message_object, user_row

_NEEDED_SCOPE = {
    "message.im": "im:history",
    "message.channels": "channels:history",
    "app_mention": "app_mentions:read",
    "team_join": "users:read",
}


def subscribed(hub: Hub, name: str) -> bool:
    """Whether the manifest asks for this event and has the scope for it."""
    needed = _NEEDED_SCOPE.get(name)
    return name in hub.app.events and (needed is None or needed in hub.app.scopes)


def escape(text: str) -> str:
    """Typed text as Slack passes it on: the three control characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def with_mentions(hub: Hub, text: str) -> str:
    """Turn ``@name`` into ``<@id>``, longest names first."""
    names = {person.name: person.slack_user_id for person in hub.state.people.values()}
    names[hub.app.bot_name] = hub.app.bot_user_id
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f"@{name}", f"<@{names[name]}>")
    return text


def announce(hub: Hub, channel: Channel, message: Message) -> None:
    """Tell the app about a new message: in its direct message, its channels, or a mention."""
    if hub.app.bot_user_id not in channel.members or message.only_for is not None:
        return
    body = message_object(hub, message) | {"channel": channel.id, "event_ts": message.ts}
    if message.sender != hub.app.bot_user_id:
        body["client_msg_id"] = str(uuid4())
        body["blocks"] = [_typed_block(message.text)]
    if _hears(hub, channel):
        hub.emit(body | {"channel_type": channel.kind})
    by_person = message.sender != hub.app.bot_user_id
    if by_person and channel.kind == "channel" and _mentions(hub, message):
        hub.emit(body | {"type": "app_mention"})


def _mentions(hub: Hub, message: Message) -> bool:
    return f"<@{hub.app.bot_user_id}>" in message.text and subscribed(hub, "app_mention")


def _hears(hub: Hub, channel: Channel) -> bool:
    return subscribed(hub, "message.im" if channel.kind == "im" else "message.channels")


def _typed_block(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": "typed", "elements": [section]}


def announce_change(hub: Hub, channel: Channel, before: Json, after: Json | None) -> None:
    """Tell the app that a message was changed, or (``after`` None) deleted."""
    if not _hears(hub, channel):
        return
    ts = hub.new_ts()
    body: Json = {
        "type": "message",
        "subtype": "message_changed" if after else "message_deleted",
        "previous_message": before,
        "channel": channel.id,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel.kind,
    }
    extra: Json = {"message": after} if after else {"deleted_ts": before["ts"]}
    hub.emit(body | extra)


def announce_home(hub: Hub, user: str, tab: str) -> None:
    """``app_home_opened``: somebody looks at the Home or the Messages tab."""
    if not subscribed(hub, "app_home_opened"):
        return
    body: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": hub.state.open_dm(user).id,
        "tab": tab,
        "event_ts": hub.new_ts(),
    }
    view = hub.state.homes.get(user)
    if view is not None and tab == "home":
        body["view"] = view.body
    hub.emit(body)


def announce_join(hub: Hub, user: str) -> None:
    """``team_join``: somebody is new in the workspace."""
    if subscribed(hub, "team_join"):
        person = hub.state.people[user]
        row = user_row(hub, user) | {"real_name": person.name, "is_bot": False}
        hub.emit({"type": "team_join", "user": row, "event_ts": hub.new_ts()})
