"""Block Kit checks of blocks, messages and views, as Slack makes them.

What the app sends must pass here before the workspace takes it; unknown
properties and unknown types are refused, because Slack refuses them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from bot.core.block_limits import MESSAGE_LIMITS, bound, limit
from bot.workspace.errors import ApiError
from bot.workspace.model import Json
from bot.workspace.validate_elements import (
    IN_ACTIONS,
    IN_CONTEXT,
    IN_INPUT,
    IN_SECTION,
)
from bot.workspace.validate_rich_text import RICH_TEXT_PARTS
from bot.workspace.validate_shapes import (
    Check,
    Place,
    boolean,
    both,
    by_type,
    either,
    ignore,
    items,
    plain,
    record,
    string,
)

_MARKDOWN = limit("markdown", "text")


def _block(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    block_id = string(bound("block_id", "max_length"))
    return record({"type": ignore} | required, {"block_id": block_id} | (optional or {}))


def _text_or_fields(block: dict[str, Any], place: Place) -> None:
    if "text" not in block and "fields" not in block:
        place.fault("must provide either text or fields")


_SECTION = both(
    _block(
        {},
        {
            "text": either(limit("section", "text")),
            "fields": items(
                either(limit("section", "fields", "item_max_length")),
                limit("section", "fields", "max_items"),
            ),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
    ),
    _text_or_fields,
)

_EVERYWHERE: dict[str, Check] = {
    "section": _SECTION,
    "header": _block({"text": plain(limit("header", "text"))}),
    "divider": _block({}),
    "context": _block({"elements": items(IN_CONTEXT, limit("context", "elements", "max_items"))}),
    "actions": _block({"elements": items(IN_ACTIONS, limit("actions", "elements", "max_items"))}),
    "input": _block(
        {"label": plain(limit("input", "label")), "element": IN_INPUT},
        {"hint": plain(limit("input", "hint")), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": _block(
        {
            "image_url": string(limit("image", "image_url"), 1),
            "alt_text": string(limit("image", "alt_text"), 1),
        },
        {"title": plain(limit("image", "alt_text"))},
    ),
    "rich_text": _block({"elements": items(RICH_TEXT_PARTS)}),
}
_IN_MESSAGES = by_type(
    _EVERYWHERE
    | {"markdown": _block({"text": string(_MARKDOWN, limit("markdown", "text", "min_length"))})}
)
_IN_VIEWS = by_type(_EVERYWHERE)


def _dicts(values: object) -> Iterable[dict[str, Any]]:
    return [row for row in values if isinstance(row, dict)] if isinstance(values, list) else []


def _elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    parts = [block.get("accessory"), block.get("element")]
    if block.get("type") == "actions":
        parts.extend(_dicts(block.get("elements")))
    return [part for part in parts if isinstance(part, dict)]


def _unique_ids(blocks: Any, place: Place) -> None:
    """block_id is unique among the blocks, action_id among the elements of one block."""
    seen: set[object] = set()
    for number, block in enumerate(_dicts(blocks)):
        _unique(seen, block, "block_id", place.at(number))
        in_block: set[object] = set()
        for element in _elements(block):
            _unique(in_block, element, "action_id", place.at(number))


def _unique(seen: set[object], part: dict[str, Any], name: str, place: Place) -> None:
    given = part.get(name)
    if isinstance(given, str):
        if given in seen:
            place.fault(f"`{name}` already exists: {given}")
        seen.add(given)


def _markdown_total(blocks: Any, place: Place) -> None:
    texts = [row.get("text") for row in _dicts(blocks) if row.get("type") == "markdown"]
    lengths = [len(text) for text in texts if isinstance(text, str)]
    # A single block that is too long has been reported at its own place.
    if sum(lengths) > _MARKDOWN >= max(lengths):
        place.fault(f"markdown blocks must be no longer than {_MARKDOWN} characters together")


def _one_focus(blocks: Any, place: Place) -> None:
    focused = [
        element
        for block in _dicts(blocks)
        for element in _elements(block)
        if element.get("focus_on_load") is True
    ]
    if len(focused) > 1:
        place.fault("only one element may have focus_on_load")


_MESSAGE_BLOCKS = both(
    items(_IN_MESSAGES, MESSAGE_LIMITS["blocks"], least=0), _unique_ids, _markdown_total
)
_VIEW_BLOCKS = both(
    items(
        _IN_VIEWS,
        limit("view", "blocks", "max_items"),
        limit("view", "blocks", "min_items"),
    ),
    _unique_ids,
    _one_focus,
)
_VIEW_EXTRAS: dict[str, Check] = {
    "private_metadata": string(limit("view", "private_metadata")),
    "callback_id": string(limit("view", "callback_id")),
    "external_id": string(limit("view", "callback_id")),
}


def _submit_for_inputs(view: dict[str, Any], place: Place) -> None:
    has_input = any(row.get("type") == "input" for row in _dicts(view.get("blocks")))
    if has_input and "submit" not in view:
        place.fault("missing required field: submit (the view has input blocks)")


_MODAL = both(
    record(
        {"type": ignore, "title": plain(limit("view", "title")), "blocks": _VIEW_BLOCKS},
        _VIEW_EXTRAS
        | {
            "submit": plain(limit("view", "submit")),
            "close": plain(limit("view", "close")),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    _submit_for_inputs,
)
_HOME = record({"type": ignore, "blocks": _VIEW_BLOCKS}, _VIEW_EXTRAS)
_VIEWS: dict[str, Check] = {"modal": _MODAL, "home": _HOME}


def _faults(check: Callable[[Any, Place], None], value: object, pointer: str) -> list[str]:
    place = Place(pointer, [])
    check(value, place)
    return place.faults


def message_block_errors(blocks: object) -> list[str]:
    """What Slack would refuse in the ``blocks`` of a message; empty when nothing."""
    return _faults(_MESSAGE_BLOCKS, blocks, "/blocks")


def view_errors(view: object) -> list[str]:
    """What Slack would refuse in a modal or Home view; empty when nothing."""
    return _faults(by_type(_VIEWS), view, "/view")


def checked_view(view: object, *kinds: str) -> Json:
    """``view`` itself, if it is valid and of one of ``kinds``.

    Raises:
        ApiError: invalid_arguments (as Slack's views methods say) or view_too_large.
    """
    found = view_errors(view)
    if not found and isinstance(view, dict) and view["type"] not in kinds:
        found = [f"[ERROR] unsupported type: {view['type']} [json-pointer:/view/type]"]
    if found or not isinstance(view, dict):
        raise ApiError("invalid_arguments", found)
    if len(json.dumps(view, ensure_ascii=False).encode()) > MESSAGE_LIMITS["view_bytes"]:
        raise ApiError("view_too_large")
    return view
