"""What Slack adds to blocks and views that an app sends: ids and default fields."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from bot.workspace.identifiers import fresh_token
from bot.workspace.model import Json

_TEXTS = ("text", "title", "label", "hint", "placeholder", "description", "confirm", "deny")
_LISTS = ("fields", "elements", "options", "option_groups", "initial_options")
_PARTS = ("accessory", "element", "initial_option", "submit", "close")
_WITHOUT_ACTION = ("image", "plain_text", "mrkdwn")


def complete_blocks(blocks: Sequence[Json]) -> list[Json]:
    """A deep copy with every ``block_id``, ``action_id`` and text default filled in."""
    completed = copy.deepcopy(list(blocks))
    for block in completed:
        block.setdefault("block_id", fresh_token("")[:5])
        if block["type"] != "rich_text":
            _complete(block)
            _name_elements(block)
    return completed


def _name_elements(block: Json) -> None:
    parts = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
    for element in parts:
        if element is not None and element["type"] not in _WITHOUT_ACTION:
            element.setdefault("action_id", fresh_token("")[:5])


def _complete(part: Json) -> None:
    """Walk one object: texts get their default flag, objects inside are walked too."""
    if part.get("type") == "plain_text":
        part.setdefault("emoji", True)
    elif part.get("type") == "mrkdwn":
        part.setdefault("verbatim", False)
    for name in (*_TEXTS, *_PARTS):
        if isinstance(part.get(name), dict):
            _complete(part[name])
    for name in _LISTS:
        for row in part.get(name) or ():
            _complete(row)


def complete_view(given: Json) -> Json:
    """The fields of a view object that have a default, and those that were sent."""
    view: Json = {
        "type": given["type"],
        "callback_id": given.get("callback_id", ""),
        "private_metadata": given.get("private_metadata", ""),
        "external_id": given.get("external_id", ""),
        "title": given.get("title"),
        "close": given.get("close"),
        "submit": given.get("submit"),
        "clear_on_close": given.get("clear_on_close", False),
        "notify_on_close": given.get("notify_on_close", False),
    }
    view = copy.deepcopy(view)
    for name in ("title", "close", "submit"):
        if view[name]:
            _complete(view[name])
    if given["type"] == "home":
        view["title"] = {"type": "plain_text", "text": "View Title", "emoji": True}
    return view
