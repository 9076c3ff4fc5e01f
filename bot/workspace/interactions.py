"""What a person does in the page, turned into what Slack sends to the app."""

from __future__ import annotations

import base64
import re
from typing import Any

from bot.workspace import payloads
from bot.workspace.api_files import share_from_person
from bot.workspace.errors import ApiError, NotDelivered, PageError
from bot.workspace.events import announce, announce_home, escape, with_mentions
from bot.workspace.form import action_item, find_element, read_values
from bot.workspace.hub import Hub
from bot.workspace.messages import post_as_slackbot
from bot.workspace.model import TIMEOUT_NOTICE, Channel, Json, Message, OpenView
from bot.workspace.responses import answer
from bot.workspace.tickets import ResponseUrl

_MOST_FILES = 10
_COMMAND = re.compile(r"^(/\S*)\s*(.*)$", re.DOTALL)


def channel_of(hub: Hub, user: str, channel_id: str) -> Channel:
    """A conversation that ``user`` may see.

    Raises:
        PageError: there is none.
    """
    channel = hub.state.channels.get(channel_id)
    if channel is None or user not in channel.members:
        raise PageError("channel_not_found", "その会話は見つかりません。", 404)
    return channel


async def say(hub: Hub, user: str, channel: Channel, text: str) -> None:
    """Somebody writes a message."""
    if not text.strip():
        raise PageError("no_text", "メッセージを入力してください。")
    if channel.kind == "im" and not hub.app.messages_tab:
        raise PageError("messages_tab_disabled", "このアプリにはメッセージを送れません。")
    message = Message(hub.new_ts(), user, with_mentions(hub, escape(text)))
    hub.state.read_until[(user, channel.id)] = message.ts
    hub.post(channel, message)
    announce(hub, channel, message)


async def send_files(hub: Hub, user: str, channel: Channel, text: str, rows: list[Any]) -> None:
    """Somebody sends files, each as ``name`` and ``content`` (base64)."""
    if channel.kind == "im" and not hub.app.messages_tab:
        raise PageError("messages_tab_disabled", "このアプリにはメッセージを送れません。")
    files = [_sent_file(row) for row in rows[:_MOST_FILES]]
    if not files:
        raise PageError("no_files", "ファイルを選んでください。")
    hub.state.read_until[(user, channel.id)] = hub.new_ts()
    share_from_person(hub, user, channel, with_mentions(hub, escape(text)), files)


def _sent_file(row: Any) -> tuple[str, bytes]:
    try:
        return str(row["name"])[:200], base64.b64decode(row["content"], validate=True)
    except (KeyError, TypeError, ValueError):
        raise PageError("invalid_file", "ファイルを読めませんでした。") from None


async def run_command(hub: Hub, user: str, channel: Channel, line: str) -> None:
    """Somebody enters a slash command; an unknown one is answered by Slackbot."""
    match = _COMMAND.match(line.strip())
    if match is None:
        raise PageError("no_command", "コマンドは「/」から始めてください。")
    command, text = match.group(1), match.group(2).strip()
    if command not in [row.command for row in hub.app.commands]:
        sentence = f"{escape(command)} は有効なコマンドではありません"
        post_as_slackbot(hub, channel, user, sentence)
        return
    payload = payloads.slash_command(hub, user, channel, command, text)
    body = await interact(hub, "slash_commands", payload)
    if isinstance(body, dict) and (body.get("text") or body.get("blocks")):
        where = ResponseUrl(channel.id, user, "commands", None, 0.0)
        _answer_command(hub, where, body)


def _answer_command(hub: Hub, where: ResponseUrl, body: Json) -> None:
    try:
        answer(hub, where, body)
    except ApiError as refusal:
        raise PageError(refusal.code, TIMEOUT_NOTICE) from refusal


async def interact(hub: Hub, kind: Any, payload: Json) -> object:
    """Deliver what a person did.

    Raises:
        PageError: ``operation_timeout`` when the app did not acknowledge.
    """
    try:
        return await hub.deliver(kind, payload)
    except NotDelivered as failure:
        raise PageError("operation_timeout", TIMEOUT_NOTICE) from failure


async def use_shortcut(hub: Hub, user: str, callback_id: str) -> None:
    """Somebody picks a global shortcut."""
    if callback_id not in [row.callback_id for row in hub.app.shortcuts]:
        raise PageError("shortcut_not_found", "そのショートカットはありません。", 404)
    await interact(hub, "interactive", payloads.shortcut(hub, user, callback_id))


def open_home(hub: Hub, user: str) -> None:
    """Somebody looks at the app's Home tab."""
    if not hub.app.home_tab:
        raise PageError("not_enabled", "このアプリにホームはありません。")
    announce_home(hub, user, "home")


def open_dm(hub: Hub, user: str) -> None:
    """Somebody looks at the app's Messages tab."""
    announce_home(hub, user, "messages")


async def act(hub: Hub, user: str, body: Json) -> None:
    """Somebody uses an element of a message, a modal or the Home tab."""
    source = body.get("source")
    kind = source.get("kind") if isinstance(source, dict) else None
    if kind == "message":
        payload = _message_action(hub, user, body, source)
    elif kind == "home" and user in hub.state.homes:
        payload = _view_action(hub, user, body, hub.state.homes[user])
    elif kind == "modal" and hub.state.modals.get(user):
        payload = _view_action(hub, user, body, hub.state.modals[user][-1])
    else:
        raise PageError("source_not_found", "操作した画面は、もう開いていません。")
    await interact(hub, "interactive", payload)


def _message_action(hub: Hub, user: str, body: Json, source: Any) -> Json:
    channel = channel_of(hub, user, str(source.get("channel")))
    message = hub.state.find_message(channel, str(source.get("ts")))
    if message is None or message.only_for not in (None, user) or not message.blocks:
        raise PageError("message_not_found", "そのメッセージは、もうありません。")
    action = _action(hub, message.blocks, body)
    values = read_values(message.blocks, _state(body))
    return payloads.message_actions(hub, user, channel, message, action, values)


def _view_action(hub: Hub, user: str, body: Json, view: OpenView) -> Json:
    blocks = view.body["blocks"]
    action = _action(hub, blocks, body)
    view.body["state"] = {"values": read_values(blocks, _state(body))}
    return payloads.view_actions(hub, user, view, action)


def _action(hub: Hub, blocks: list[Json], body: Json) -> Json:
    block_id, action_id = str(body.get("block_id")), str(body.get("action_id"))
    element = find_element(blocks, block_id, action_id)
    item = body.get("element")
    return action_item(element, block_id, item if isinstance(item, dict) else {}, hub.new_ts())


def _state(body: Json) -> object:
    state = body.get("state")
    return state.get("values") if isinstance(state, dict) else None
