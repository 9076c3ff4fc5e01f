"""Block Kit checks: options, confirm dialogs and interactive elements."""

from __future__ import annotations

import re
from typing import Any

from bot.core.block_limits import bound, limit
from bot.workspace.validate_shapes import (
    Check,
    Place,
    boolean,
    both,
    by_type,
    either,
    ignore,
    integer,
    items,
    one_of,
    plain,
    record,
    string,
)

_DATE = re.compile(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
_MOST_OPTIONS = limit("select", "options", "max_items")

ACTION_ID = string(bound("action_id", "max_length"), 1)
_PLACEHOLDER = plain(limit("select", "placeholder"))

CONFIRM = record(
    {
        "title": plain(limit("confirmation", "title")),
        "text": either(limit("confirmation", "text")),
    },
    {
        "confirm": plain(limit("confirmation", "confirm")),
        "deny": plain(limit("confirmation", "deny")),
        "style": one_of("primary", "danger"),
    },
)


def option(*, formatted: bool = False, with_url: bool = False) -> Check:
    """An option; radio buttons and checkboxes may format theirs, overflow menus may link."""
    words = either if formatted else plain
    more: dict[str, Check] = {"description": words(limit("option", "description"))}
    if with_url:
        more["url"] = string(limit("option", "url"))
    value = string(limit("option", "value"), 1)
    return record({"text": words(limit("option", "text")), "value": value}, more)


OPTION_GROUP = record(
    {
        "label": plain(limit("option_group", "label")),
        "options": items(option(), limit("option_group", "options", "max_items")),
    },
    {},
)


def _rows(part: dict[str, Any], name: str) -> list[Any]:
    """A list property, or nothing where something else stands (reported elsewhere)."""
    value = part.get(name)
    return value if isinstance(value, list) else []


def _known_options(element: dict[str, Any]) -> list[Any]:
    groups = [row for row in _rows(element, "option_groups") if isinstance(row, dict)]
    grouped = [row for group in groups for row in _rows(group, "options")]
    return [*_rows(element, "options"), *grouped]


def _initial_among_options(element: dict[str, Any], place: Place) -> None:
    """Slack refuses an initial option that is not exactly one of the options."""
    known = _known_options(element)
    if "initial_option" in element and element["initial_option"] not in known:
        place.at("initial_option").fault("must be one of the provided options")
    for number, row in enumerate(_rows(element, "initial_options")):
        if row not in known:
            place.at("initial_options").at(number).fault("must be one of the provided options")


def _options_or_groups(element: dict[str, Any], place: Place) -> None:
    if ("options" in element) == ("option_groups" in element):
        place.fault("must provide either options or option_groups")


def _date(value: Any, place: Place) -> None:
    if not isinstance(value, str) or not _DATE.match(value):
        place.fault("must be a date in the format YYYY-MM-DD")


_SELECT: dict[str, Check] = {
    "action_id": ACTION_ID,
    "placeholder": _PLACEHOLDER,
    "options": items(option(), _MOST_OPTIONS),
    "option_groups": items(OPTION_GROUP, limit("select", "option_groups", "max_items")),
    "confirm": CONFIRM,
    "focus_on_load": boolean,
}
_RULES = both(_options_or_groups, _initial_among_options)

BUTTON = record(
    {"type": ignore, "text": plain(limit("button", "text"))},
    {
        "action_id": ACTION_ID,
        "value": string(limit("button", "value")),
        "url": string(limit("button", "url")),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(limit("button", "accessibility_label")),
    },
)

STATIC_SELECT = both(
    record({"type": ignore}, _SELECT | {"initial_option": option()}),
    _RULES,
)

MULTI_STATIC_SELECT = both(
    record(
        {"type": ignore},
        _SELECT
        | {
            "initial_options": items(option(), _MOST_OPTIONS),
            "max_selected_items": integer(1, _MOST_OPTIONS),
        },
    ),
    _RULES,
)

OVERFLOW = record(
    {
        "type": ignore,
        "options": items(option(with_url=True), limit("overflow", "options", "max_items")),
    },
    {"action_id": ACTION_ID, "confirm": CONFIRM},
)


def _choices(kind: str, initial: str, check_initial: Check) -> Check:
    choices = items(option(formatted=True), limit(kind, "options", "max_items"))
    return both(
        record(
            {"type": ignore, "options": choices},
            {
                "action_id": ACTION_ID,
                initial: check_initial,
                "confirm": CONFIRM,
                "focus_on_load": boolean,
            },
        ),
        _initial_among_options,
    )


RADIO_BUTTONS = _choices("radio_buttons", "initial_option", option(formatted=True))
CHECKBOXES = _choices("checkboxes", "initial_options", items(option(formatted=True)))

DATEPICKER = record(
    {"type": ignore},
    {
        "action_id": ACTION_ID,
        "placeholder": _PLACEHOLDER,
        "initial_date": _date,
        "confirm": CONFIRM,
        "focus_on_load": boolean,
    },
)


def _lengths_in_order(element: dict[str, Any], place: Place) -> None:
    shortest, longest = element.get("min_length"), element.get("max_length")
    if isinstance(shortest, int) and isinstance(longest, int) and shortest > longest:
        place.at("min_length").fault("must be less than or equal to max_length")


_LONGEST_INPUT = limit("plain_text_input", "max_length", "max")
PLAIN_TEXT_INPUT = both(
    record(
        {"type": ignore},
        {
            "action_id": ACTION_ID,
            "placeholder": _PLACEHOLDER,
            "initial_value": string(_LONGEST_INPUT),
            "multiline": boolean,
            "min_length": integer(0, _LONGEST_INPUT),
            "max_length": integer(1, _LONGEST_INPUT),
            "dispatch_action_config": record(
                {
                    "trigger_actions_on": items(
                        one_of("on_enter_pressed", "on_character_entered"), 2
                    )
                },
                {},
            ),
            "focus_on_load": boolean,
        },
    ),
    _lengths_in_order,
)

IMAGE_ELEMENT = record(
    {
        "type": ignore,
        "image_url": string(limit("image", "image_url"), 1),
        "alt_text": string(limit("image", "alt_text"), 1),
    },
    {},
)

_ANYWHERE: dict[str, Check] = {
    "static_select": STATIC_SELECT,
    "radio_buttons": RADIO_BUTTONS,
    "checkboxes": CHECKBOXES,
    "datepicker": DATEPICKER,
}
IN_ACTIONS = by_type(_ANYWHERE | {"button": BUTTON, "overflow": OVERFLOW})
IN_INPUT = by_type(
    _ANYWHERE | {"plain_text_input": PLAIN_TEXT_INPUT, "multi_static_select": MULTI_STATIC_SELECT}
)
IN_SECTION = by_type(
    _ANYWHERE
    | {
        "button": BUTTON,
        "overflow": OVERFLOW,
        "multi_static_select": MULTI_STATIC_SELECT,
        "image": IMAGE_ELEMENT,
    }
)
IN_CONTEXT = by_type(
    {
        "image": IMAGE_ELEMENT,
        "plain_text": either(bound("text", "max_length")),
        "mrkdwn": either(bound("text", "max_length")),
    }
)
