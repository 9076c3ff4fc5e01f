"""Slack's Block Kit limits as one plain table, for builders, validator and tests.

``LIMITS`` uses the names and the shape of the published limits data (a test
compares the two), lengths in characters and sizes in items. ``MESSAGE_LIMITS``
holds what that data lacks: limits of whole messages, which Slack documents
with the methods that post them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Bounds = Mapping[str, int]

LIMITS: Final[Mapping[str, Mapping[str, int | Bounds]]] = {
    "text": {"min_length": 1, "max_length": 3000},
    "action_id": {"max_length": 255},
    "block_id": {"max_length": 255},
    "button": {
        "text": {"max_length": 75},
        "url": {"max_length": 3000},
        "value": {"max_length": 2000},
        "accessibility_label": {"max_length": 75},
    },
    "confirmation": {
        "title": {"max_length": 100},
        "text": {"max_length": 300},
        "confirm": {"max_length": 30},
        "deny": {"max_length": 30},
    },
    "option": {
        "text": {"max_length": 75},
        "value": {"max_length": 150},
        "description": {"max_length": 75},
        "url": {"max_length": 3000},
    },
    "option_group": {
        "label": {"max_length": 75},
        "options": {"min_items": 1, "max_items": 100},
    },
    "select": {
        "placeholder": {"max_length": 150},
        "options": {"max_items": 100},
        "option_groups": {"max_items": 100},
    },
    "overflow": {"options": {"min_items": 1, "max_items": 5}},
    "checkboxes": {"options": {"min_items": 1, "max_items": 10}},
    "radio_buttons": {"options": {"min_items": 1, "max_items": 10}},
    "plain_text_input": {"max_length": {"max": 3000}},
    "actions": {"elements": {"max_items": 25}},
    "context": {"elements": {"max_items": 10}},
    "header": {"text": {"max_length": 150}},
    "image": {"image_url": {"max_length": 3000}, "alt_text": {"max_length": 2000}},
    "input": {"label": {"max_length": 2000}, "hint": {"max_length": 2000}},
    "markdown": {"text": {"min_length": 1, "max_length": 12000}},
    "section": {
        "text": {"max_length": 3000},
        "fields": {"max_items": 10, "item_max_length": 2000},
    },
    "view": {
        "blocks": {"min_items": 1, "max_items": 100},
        "private_metadata": {"max_length": 3000},
        "callback_id": {"max_length": 255},
        "title": {"max_length": 24},
        "close": {"max_length": 24},
        "submit": {"max_length": 24},
    },
}

MESSAGE_LIMITS: Final[Mapping[str, int]] = {
    "blocks": 50,
    "posted_text": 40_000,
    "updated_text": 4_000,
    "view_bytes": 250_000,
    "views_in_stack": 3,
}


def bound(kind: str, name: str) -> int:
    """A bound that belongs to the kind itself, e.g. ``bound("block_id", "max_length")``.

    Raises:
        KeyError: the table has no such bound.
    """
    entry = LIMITS[kind][name]
    if not isinstance(entry, int):
        raise KeyError(f"{kind}.{name} is a field")
    return entry


def limit(kind: str, field: str, name: str = "max_length") -> int:
    """One number of ``LIMITS``, e.g. ``limit("button", "text")`` is 75.

    Raises:
        KeyError: the table has no such bound.
    """
    entry = LIMITS[kind][field]
    if isinstance(entry, int):
        raise KeyError(f"{kind}.{field} has no fields")
    return entry[name]
