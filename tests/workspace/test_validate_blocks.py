"""Rules of blocks that are no numbers, each with a good payload and a spoiled one."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workspace.validate import message_block_errors, view_errors
from tests.workspace.samples import (
    actions,
    button,
    field,
    modal,
    mrkdwn,
    plain,
    section,
    text_input,
)
from tests.workspace.validate_samples import (
    image,
    pressing,
    with_text,
)

# name, a good payload, a spoiled one, the fault
RULES: list[tuple[str, list[Any], list[Any], str]] = [
    ("text is not empty", [section("x")], [section("")], "must be more than 0 characters"),
    (
        "section needs text or fields",
        [{"type": "section", "fields": [plain()]}],
        [{"type": "section"}],
        "must provide either text or fields",
    ),
    (
        "fields are not empty",
        [section(fields=[plain()])],
        [section(fields=[])],
        "no less than 1 items",
    ),
    (
        "header is plain",
        with_text("header", plain()),
        with_text("header", mrkdwn()),
        "unsupported type: mrkdwn",
    ),
    (
        "context is not empty",
        [{"type": "context", "elements": [image()]}],
        [{"type": "context", "elements": []}],
        "no less than 1 items",
    ),
    ("actions are not empty", pressing(), [actions()], "no less than 1 items"),
    (
        "emoji belongs to plain text",
        [section(accessory=button(text=plain() | {"emoji": False}))],
        [{"type": "section", "text": mrkdwn() | {"emoji": True}}],
        "invalid additional property: emoji",
    ),
    (
        "verbatim belongs to mrkdwn",
        [{"type": "section", "text": mrkdwn() | {"verbatim": True}}],
        with_text("header", plain() | {"verbatim": True}),
        "invalid additional property: verbatim",
    ),
    (
        "unknown property",
        [section()],
        [section(colour="red")],
        "invalid additional property: colour",
    ),
    ("unknown block", [section()], [{"type": "carousel"}], "unsupported type: carousel"),
    ("block without a type", [section()], [{"text": plain()}], "missing required field: type"),
    ("block that is no object", [section()], ["x"], "must provide an object"),
    ("type that is no word", [section()], [{"type": ["section"]}], "unsupported type"),
    (
        "text that is no string",
        [section()],
        [{"type": "section", "text": {"type": "mrkdwn", "text": 7}}],
        "must be a string",
    ),
    (
        "image needs alt",
        [image()],
        [{"type": "image", "image_url": "u"}],
        "missing required field: alt_text",
    ),
    ("image alt not empty", [image(alt_text="図")], [image(alt_text="")], "must be more than 0"),
    (
        "input needs a label",
        [field()],
        [{"type": "input", "element": text_input()}],
        "missing required field: label",
    ),
    (
        "block_id is unique",
        [section(block_id="a"), section(block_id="b")],
        [section(block_id="a")] * 2,
        "already exists: a",
    ),
    (
        "action_id is unique in its block",
        [actions(button("a"), button("b"))],
        [actions(button("a"), button("a"))],
        "already exists: a",
    ),
    (
        "action_id may return in another block",
        [actions(button("a"), block_id="1"), actions(button("a"), block_id="2")],
        [actions(button("a"), button("a"), block_id="1")],
        "already exists: a",
    ),
    (
        "rich text",
        [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "text", "text": "x", "style": {"bold": True}}],
                    }
                ],
            }
        ],
        [{"type": "rich_text", "elements": [{"type": "rich_text_table", "elements": []}]}],
        "unsupported type: rich_text_table",
    ),
    (
        "rich list",
        [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "elements": [{"type": "rich_text_section", "elements": []}],
                    }
                ],
            }
        ],
        [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "star",
                        "elements": [{"type": "rich_text_section", "elements": []}],
                    }
                ],
            }
        ],
        "must be a valid enum value",
    ),
    (
        "markdown not empty",
        [{"type": "markdown", "text": "x"}],
        [{"type": "markdown", "text": ""}],
        "must be more than 0",
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


def test_every_fault_is_reported_at_once() -> None:
    blocks = [section(""), {"type": "header", "text": mrkdwn()}, {"type": "nothing"}]
    assert len(message_block_errors(blocks)) == 3


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "elements", "options", "option_groups", "element"]),
            inner | st.sampled_from(["section", "actions", "input", "static_select", "plain_text"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(ANYTHING)
def test_nonsense_is_refused_without_an_accident(nonsense: Any) -> None:
    before = copy.deepcopy(nonsense)
    assert message_block_errors([nonsense])
    view_errors(nonsense)
    view_errors(modal() | {"blocks": nonsense})
    assert nonsense == before
