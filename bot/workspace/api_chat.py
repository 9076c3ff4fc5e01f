"""The Web API methods chat.*."""

from __future__ import annotations

from bot.core.block_limits import MESSAGE_LIMITS
from bot.workspace.arguments import Arguments
from bot.workspace.errors import ApiError
from bot.workspace.hub import Hub
from bot.workspace.messages import (
    change,
    checked_content,
    checked_metadata,
    post_as_app,
    remove,
)
from bot.workspace.methods import Method, channel_named, channel_to_post
from bot.workspace.model import Channel, Json, Message
from bot.workspace.payloads import message_object


def _new_message(hub: Hub, args: Arguments) -> Message:
    blocks = args.structure("blocks", "invalid_blocks_format")
    text, completed = checked_content(args.sent.get("text"), blocks)
    metadata = checked_metadata(args.structure("metadata", "invalid_metadata_format"))
    thread = args.text("thread_ts") or None
    sender = hub.app.bot_user_id
    return Message(hub.new_ts(), sender, text, completed, metadata, thread)


def post_message(hub: Hub, args: Arguments) -> Json:
    """chat.postMessage."""
    channel = channel_to_post(hub, args.text("channel"))
    message = _new_message(hub, args)
    post_as_app(hub, channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": message_object(hub, message)}


def post_ephemeral(hub: Hub, args: Arguments) -> Json:
    """chat.postEphemeral."""
    channel = channel_to_post(hub, args.text("channel"))
    user = args.text("user")
    if user not in channel.members or user not in hub.state.people:
        raise ApiError("user_not_in_channel")
    message = _new_message(hub, args)
    message.only_for = user
    post_as_app(hub, channel, message)
    return {"message_ts": message.ts}


def _own_message(hub: Hub, channel: Channel, ts: str, refusal: str) -> Message:
    message = hub.state.find_message(channel, ts)
    if message is None or message.only_for is not None:
        raise ApiError("message_not_found")
    if message.sender != hub.app.bot_user_id:
        raise ApiError(refusal)
    return message


def update(hub: Hub, args: Arguments) -> Json:
    """chat.update; a text without blocks removes the blocks, metadata stays unless sent."""
    channel = channel_named(hub, args.text("channel"))
    message = _own_message(hub, channel, args.text("ts"), "cant_update_message")
    blocks = args.structure("blocks", "invalid_blocks_format")
    longest = MESSAGE_LIMITS["updated_text"]
    if args.sent.get("metadata") is not None:
        message.metadata = checked_metadata(args.structure("metadata", "invalid_metadata_format"))
    text, completed = checked_content(args.sent.get("text"), blocks, longest)
    change(hub, channel, message, text, completed)
    body = message_object(hub, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": body}


def delete(hub: Hub, args: Arguments) -> Json:
    """chat.delete."""
    channel = channel_named(hub, args.text("channel"))
    message = _own_message(hub, channel, args.text("ts"), "cant_delete_message")
    remove(hub, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(hub: Hub, args: Arguments) -> Json:
    """chat.getPermalink; the page opens the conversation named in the fragment."""
    channel = channel_named(hub, args.text("channel"))
    ts = args.text("message_ts")
    if hub.state.find_message(channel, ts) is None:
        raise ApiError("message_not_found")
    return {"channel": channel.id, "permalink": f"{hub.base_url}/#{channel.id}/{ts}"}


METHODS = {
    "chat.postMessage": Method(post_message, ("channel",), "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, ("channel", "user"), "chat:write"),
    "chat.update": Method(update, ("channel", "ts"), "chat:write"),
    "chat.delete": Method(delete, ("channel", "ts"), "chat:write"),
    "chat.getPermalink": Method(get_permalink, ("channel", "message_ts")),
}
