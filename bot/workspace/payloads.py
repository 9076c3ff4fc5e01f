"""The shapes in which Slack describes people, messages, files and interactions."""

from __future__ import annotations

from bot.workspace.hub import Hub
from bot.workspace.model import SLACKBOT, Channel, Json, Message, OpenView, StoredFile

TEAM_NAME = "デモの区役所"
TEAM_DOMAIN = "demo"


def username(user: str) -> str:
    """The ASCII handle that Slack keeps beside a person's name."""
    return user.lower()


def user_row(hub: Hub, user: str) -> Json:
    """``user`` of an interaction."""
    handle = username(user)
    return {"id": user, "username": handle, "name": handle, "team_id": hub.app.team_id}


def team_row(hub: Hub) -> Json:
    """``team`` of an interaction."""
    return {"id": hub.app.team_id, "domain": TEAM_DOMAIN}


def display_name(hub: Hub, sender: str) -> str:
    """What the page writes above a message."""
    if sender == hub.app.bot_user_id:
        return hub.app.bot_name
    if sender == SLACKBOT:
        return "Slackbot"
    person = hub.state.people.get(sender)
    return person.name if person else sender


def is_bot(hub: Hub, sender: str) -> bool:
    """Whether a program wrote it."""
    return sender in (hub.app.bot_user_id, SLACKBOT)


def message_object(hub: Hub, message: Message, *, metadata: bool = True) -> Json:
    """A message as the Web API and the events show it."""
    body: Json = {
        "type": "message",
        "user": message.sender,
        "ts": message.ts,
        "text": message.text,
        "team": hub.app.team_id,
    }
    if message.sender == hub.app.bot_user_id:
        body |= {"bot_id": hub.app.bot_id, "app_id": hub.app.app_id, "bot_profile": bot_row(hub)}
    if message.blocks:
        body["blocks"] = message.blocks
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if message.edited_ts:
        body["edited"] = {"user": message.sender, "ts": message.edited_ts}
    if message.files:
        body["subtype"] = "file_share"
        body["files"] = [file_object(hub, row) for row in attached(hub, message)]
    if metadata and message.metadata:
        body["metadata"] = message.metadata
    return body


def bot_row(hub: Hub) -> Json:
    """The app's bot, as bots.info and messages describe it."""
    return {
        "id": hub.app.bot_id,
        "deleted": False,
        "name": hub.app.bot_name,
        "updated": 0,
        "app_id": hub.app.app_id,
        "user_id": hub.app.bot_user_id,
        "team_id": hub.app.team_id,
        "icons": {},
    }


def attached(hub: Hub, message: Message) -> list[StoredFile]:
    """The files of a message that still exist."""
    return [hub.state.files[row] for row in message.files if row in hub.state.files]


def file_path(stored: StoredFile) -> str:
    """Where the page finds a file."""
    return f"/files/{stored.id}"


def file_object(hub: Hub, stored: StoredFile) -> Json:
    """A file as the Web API shows it."""
    address = hub.base_url + file_path(stored)
    body: Json = {
        "id": stored.id,
        "created": stored.created,
        "timestamp": stored.created,
        "name": stored.name,
        "title": stored.title,
        "mimetype": stored.mimetype,
        "filetype": stored.name.rpartition(".")[2],
        "user": stored.sender or hub.app.bot_user_id,
        "size": stored.length,
        "mode": "hosted",
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "channels": [row for row in stored.shared_in if row.startswith("C")],
        "ims": [row for row in stored.shared_in if row.startswith("D")],
    }
    if stored.alt:
        body["alt_txt"] = stored.alt
    return body


def interaction(hub: Hub, kind: str, user: str) -> Json:
    """What every interactive payload has in common, with a fresh trigger."""
    return {
        "type": kind,
        "user": user_row(hub, user),
        "api_app_id": hub.app.app_id,
        "token": hub.verification_token,
        "trigger_id": hub.triggers.issue(user),
        "team": team_row(hub),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def message_actions(
    hub: Hub, user: str, channel: Channel, message: Message, action: Json, state: Json
) -> Json:
    """``block_actions`` from a message; an ephemeral one is not quoted, as in Slack."""
    path = hub.response_urls.issue(channel.id, user, "actions", message.ts)
    body = interaction(hub, "block_actions", user)
    body["container"] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    body["channel"] = {"id": channel.id, "name": channel.name}
    if message.only_for is None:
        body["message"] = message_object(hub, message)
    body |= {"state": {"values": state}, "response_url": hub.base_url + path, "actions": [action]}
    return body


def view_actions(hub: Hub, user: str, view: OpenView, action: Json) -> Json:
    """``block_actions`` from a modal or the Home tab."""
    body = interaction(hub, "block_actions", user)
    body["container"] = {"type": "view", "view_id": view.id}
    return body | {"view": view.body, "actions": [action]}


def view_submission(hub: Hub, user: str, view: OpenView) -> Json:
    """``view_submission``."""
    body = interaction(hub, "view_submission", user)
    return body | {"view": view.body, "response_urls": []}


def view_closed(hub: Hub, user: str, view: OpenView, cleared: bool) -> Json:
    """``view_closed``; it carries no trigger."""
    body = interaction(hub, "view_closed", user)
    del body["trigger_id"]
    return body | {"view": view.body, "is_cleared": cleared}


def shortcut(hub: Hub, user: str, callback_id: str) -> Json:
    """A global ``shortcut``."""
    body = interaction(hub, "shortcut", user)
    return body | {"callback_id": callback_id, "action_ts": hub.new_ts()}


def slash_command(hub: Hub, user: str, channel: Channel, command: str, text: str) -> Json:
    """The form fields of a slash command."""
    path = hub.response_urls.issue(channel.id, user, "commands")
    return {
        "token": hub.verification_token,
        "team_id": hub.app.team_id,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user,
        "user_name": username(user),
        "command": command,
        "text": text,
        "api_app_id": hub.app.app_id,
        "is_enterprise_install": "false",
        "response_url": hub.base_url + path,
        "trigger_id": hub.triggers.issue(user),
    }
