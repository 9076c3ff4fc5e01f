"""Rules of views that are no numbers, each with a good payload and a spoiled one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.workspace.validate import view_errors
from tests.workspace.samples import (
    Block,
    field,
    home,
    modal,
    plain,
    section,
    text_input,
)


# name, a good payload, a spoiled one, the fault
def without(view: Block, name: str) -> Block:
    return {key: value for key, value in view.items() if key != name}


VIEW_RULES: list[tuple[str, Any, Any, str]] = [
    ("a title", modal(), without(modal(), "title"), "missing required field: title"),
    ("submit for inputs", modal(), without(modal(), "submit"), "missing required field: submit"),
    (
        "no submit without inputs",
        without(modal(section()), "submit"),
        without(modal(field()), "submit"),
        "submit",
    ),
    ("blocks not empty", home(section()), home() | {"blocks": []}, "no less than 1 items"),
    ("a known type", home(), home() | {"type": "workflow_step"}, "unsupported type: workflow_step"),
    ("no title on the home tab", home(), home(title=plain()), "invalid additional property: title"),
    (
        "no markdown block in views",
        home(),
        home({"type": "markdown", "text": "x"}),
        "unsupported type: markdown",
    ),
    (
        "one focus",
        modal(field(text_input(focus_on_load=True))),
        modal(
            field(text_input(focus_on_load=True)),
            field(text_input(focus_on_load=True), block_id="b"),
        ),
        "focus_on_load",
    ),
    (
        "block_id is unique",
        modal(field(block_id="a"), field(block_id="b")),
        modal(field(block_id="a"), field(block_id="a")),
        "already exists: a",
    ),
    ("an object", modal(), "modal", "must provide an object"),
    (
        "notify is a boolean",
        modal(notify_on_close=True),
        modal(notify_on_close=1),
        "must be a boolean",
    ),
]


@pytest.mark.parametrize(
    ("good", "spoiled", "fault"),
    [row[1:] for row in VIEW_RULES],
    ids=[row[0] for row in VIEW_RULES],
)
def test_view_rules(good: Any, spoiled: Any, fault: str) -> None:
    assert view_errors(good) == []
    found = view_errors(spoiled)
    assert len(found) == 1
    assert fault in found[0]
