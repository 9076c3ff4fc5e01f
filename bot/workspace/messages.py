"""Posting, changing and removing the app's messages, from whichever side they come."""

from __future__ import annotations

import json

from bot.core.block_limits import MESSAGE_LIMITS
from bot.workspace.completion import complete_blocks
from bot.workspace.errors import ApiError
from bot.workspace.events import announce, announce_change
from bot.workspace.hub import Hub
from bot.workspace.model import SLACKBOT, Channel, Json, Message
from bot.workspace.payloads import message_object
from bot.workspace.validate import message_block_errors

_METADATA_BYTES = 8_000


def checked_content(
    text: object, blocks: object, longest: int = MESSAGE_LIMITS["posted_text"]
) -> tuple[str, list[Json] | None]:
    """The text and completed blocks of a message, if Slack would take them.

    Raises:
        ApiError: no_text, msg_too_long, invalid_blocks_format or invalid_blocks.
    """
    if not text and not blocks:
        raise ApiError("no_text")
    if text is not None and not isinstance(text, str):
        raise ApiError("invalid_arguments", ["[ERROR] must be a string [json-pointer:/text]"])
    if text and len(text) > longest:
        raise ApiError("msg_too_long")
    if blocks is None:
        return text or "", None
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    found = message_block_errors(blocks)
    if found:
        raise ApiError("invalid_blocks", found, errors=found)
    return text or "", complete_blocks(blocks) or None


def checked_metadata(metadata: object) -> Json | None:
    """Message metadata: ``event_type`` and ``event_payload``; an empty object removes it.

    Raises:
        ApiError: invalid_metadata_format or metadata_too_large.
    """
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise ApiError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_format")
    if len(json.dumps(metadata, ensure_ascii=False).encode()) > _METADATA_BYTES:
        raise ApiError("metadata_too_large")
    return metadata


def post_as_app(hub: Hub, channel: Channel, message: Message) -> None:
    """Post, and let the app hear of it as Slack does."""
    hub.post(channel, message)
    announce(hub, channel, message)


def post_as_slackbot(hub: Hub, channel: Channel, user: str, text: str) -> None:
    """An ephemeral word from the workspace itself."""
    hub.post(channel, Message(hub.new_ts(), SLACKBOT, text, only_for=user))


def change(
    hub: Hub, channel: Channel, message: Message, text: str, blocks: list[Json] | None
) -> None:
    """Replace the content of a message."""
    before = message_object(hub, message)
    message.text, message.blocks = text, blocks
    message.edited_ts = hub.new_ts()
    hub.touched(channel, message)
    if message.only_for is None:
        announce_change(hub, channel, before, message_object(hub, message))


def remove(hub: Hub, channel: Channel, message: Message) -> None:
    """Take a message away."""
    channel.messages.remove(message)
    hub.touched(channel, message)
    if message.only_for is None:
        announce_change(hub, channel, message_object(hub, message), None)
