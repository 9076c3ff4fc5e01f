"""Rules of elements that are no numbers, each with a good payload and a spoiled one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.workspace.validate import message_block_errors
from tests.workspace.samples import (
    actions,
    button,
    field,
    mrkdwn,
    option,
    options,
    plain,
    section,
    select,
    text_input,
)
from tests.workspace.validate_samples import (
    confirm,
    grouped,
    picking,
    pressing,
)

# name, a good payload, a spoiled one, the fault
RULES: list[tuple[str, list[Any], list[Any], str]] = [
    (
        "button text is plain",
        pressing(text=plain()),
        pressing(text=mrkdwn()),
        "unsupported type: mrkdwn",
    ),
    (
        "no multi select in actions",
        [field(select("multi_static_select"))],
        picking(kind="multi_static_select"),
        "unsupported type: multi_static_select",
    ),
    ("no button in input", [field(select())], [field(button())], "unsupported type: button"),
    (
        "no text input in section",
        [section(accessory=select())],
        [section(accessory=text_input())],
        "unsupported type: plain_text_input",
    ),
    ("style", pressing(style="danger"), pressing(style="red"), "must be a valid enum value"),
    (
        "confirm style",
        pressing(confirm=confirm() | {"style": "primary"}),
        pressing(confirm=confirm() | {"style": "x"}),
        "must be a valid enum value",
    ),
    (
        "confirm needs a title",
        pressing(confirm=confirm()),
        pressing(confirm={"text": plain()}),
        "missing required field: title",
    ),
    ("boolean", [field(optional=True)], [field(optional="yes")], "must be a boolean"),
    (
        "integer",
        [field(text_input(max_length=5))],
        [field(text_input(max_length="5"))],
        "must be an integer",
    ),
    (
        "max_length from 1",
        [field(text_input(max_length=1))],
        [field(text_input(max_length=0))],
        "greater than or equal to 1",
    ),
    (
        "min before max",
        [field(text_input(min_length=5, max_length=5))],
        [field(text_input(min_length=6, max_length=5))],
        "less than or equal to max_length",
    ),
    (
        "options or groups",
        grouped(1),
        [actions({"type": "static_select"})],
        "either options or option_groups",
    ),
    ("select not empty", picking(count=1), picking(count=0), "no less than 1 items"),
    (
        "option value not empty",
        picking(options=[option("a")]),
        picking(options=[option("")]),
        "must be more than 0",
    ),
    (
        "option needs a value",
        picking(options=[option()]),
        picking(options=[{"text": plain()}]),
        "missing required field: value",
    ),
    (
        "plain option in select",
        picking(options=[option()]),
        picking(options=[option() | {"text": mrkdwn()}]),
        "unsupported type: mrkdwn",
    ),
    (
        "formatted option in radio",
        picking(kind="radio_buttons", options=[option() | {"text": mrkdwn()}]),
        picking(kind="overflow", options=[option() | {"text": mrkdwn()}]),
        "unsupported type: mrkdwn",
    ),
    (
        "url in overflow only",
        picking(kind="overflow", options=[option(url="u")]),
        picking(options=[option(url="u")]),
        "invalid additional property: url",
    ),
    (
        "initial option is offered",
        picking(initial_option=options(1)[0]),
        picking(initial_option=option("zz")),
        "one of the provided options",
    ),
    (
        "initial options are offered",
        picking(kind="checkboxes", initial_options=options(2)),
        picking(kind="checkboxes", initial_options=[option("zz")]),
        "one of the provided options",
    ),
    (
        "initial radio is offered",
        picking(kind="radio_buttons", initial_option=options(1)[0]),
        picking(kind="radio_buttons", initial_option=option("zz")),
        "one of the provided options",
    ),
    (
        "date",
        [field({"type": "datepicker", "action_id": "d", "initial_date": "2026-11-24"})],
        [field({"type": "datepicker", "action_id": "d", "initial_date": "2026-13-01"})],
        "YYYY-MM-DD",
    ),
    (
        "dispatch",
        [field(text_input(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}))],
        [field(text_input(dispatch_action_config={"trigger_actions_on": ["on_sneeze"]}))],
        "must be a valid enum value",
    ),
]


@pytest.mark.parametrize(
    ("good", "spoiled", "fault"), [row[1:] for row in RULES], ids=[row[0] for row in RULES]
)
def test_rules(good: list[Any], spoiled: list[Any], fault: str) -> None:
    assert message_block_errors(good) == []
    found = message_block_errors(spoiled)
    assert len(found) == 1
    assert fault in found[0]
