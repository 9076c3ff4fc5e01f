"""state.values for each kind of element: where it starts, what it accepts."""

from __future__ import annotations

from typing import Any

import pytest

from bot.workspace.completion import complete_blocks
from bot.workspace.errors import PageError
from bot.workspace.form import action_item, find_element, initial_values, keep_values, read_values
from tests.workspace.samples import (
    actions,
    button,
    field,
    option,
    options,
    section,
    select,
    text_input,
)

PICKER = {"type": "datepicker", "action_id": "pick", "initial_date": "2026-11-24"}
KINDS: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (text_input(action_id="pick", initial_value="初"), {"value": "初"}, {"value": "次"}),
    (select(initial_option=options(1)[0]), {"selected_option": "v0"}, {"selected_option": "v2"}),
    (select("radio_buttons"), {"selected_option": None}, {"selected_option": "v1"}),
    (
        select("checkboxes", initial_options=options(2)),
        {"selected_options": ["v0", "v1"]},
        {"selected_options": ["v2"]},
    ),
    (select("multi_static_select"), {"selected_options": []}, {"selected_options": ["v0", "v2"]}),
    (PICKER, {"selected_date": "2026-11-24"}, {"selected_date": "2026-12-01"}),
]


def short(item: dict[str, Any]) -> dict[str, Any]:
    """Options by their values alone."""

    def value(part: Any) -> Any:
        if isinstance(part, list):
            return [value(row) for row in part]
        return part["value"] if isinstance(part, dict) else part

    return {key: value(part) for key, part in item.items() if key != "type"}


def sent(item: dict[str, Any]) -> dict[str, Any]:
    """What the page sends: options as objects."""

    def part(value: Any) -> Any:
        return [{"value": row} for row in value] if isinstance(value, list) else {"value": value}

    return {key: part(value) if "option" in key else value for key, value in item.items()}


@pytest.mark.parametrize(("element", "start", "change"), KINDS, ids=lambda row: row.get("type"))
def test_each_kind_starts_and_changes(
    element: dict[str, Any], start: dict[str, Any], change: dict[str, Any]
) -> None:
    blocks = complete_blocks([field(element)])
    assert short(initial_values(blocks)["field"]["pick"]) == start
    item = {"type": element["type"]} | sent(change)
    values = read_values(blocks, {"field": {"pick": item}})
    assert values["field"]["pick"]["type"] == element["type"]
    assert short(values["field"]["pick"]) == change
    assert keep_values(blocks, values) == values


def test_buttons_menus_and_pictures_have_no_state() -> None:
    picture = {"type": "image", "image_url": "u", "alt_text": "図"}
    menu = select("overflow")
    blocks = complete_blocks([actions(button(), menu), section(accessory=picture, block_id="s")])
    assert initial_values(blocks) == {}


@pytest.mark.parametrize(
    "rows", [None, "x", [], {"field": 7}, {"field": {"words": "x"}}, {"z": {}}]
)
def test_a_state_that_makes_no_sense_leaves_the_start(rows: object) -> None:
    blocks = complete_blocks([field(text_input(initial_value="初"))])
    assert read_values(blocks, rows) == initial_values(blocks)


@pytest.mark.parametrize(
    ("element", "item"),
    [
        (text_input(action_id="pick"), {"value": 7}),
        (PICKER, {"selected_date": "明日"}),
        (select(), {"selected_option": option("zz")}),
        (select("checkboxes"), {"selected_options": [option("zz")]}),
    ],
)
def test_a_value_that_was_not_offered_is_refused(
    element: dict[str, Any], item: dict[str, Any]
) -> None:
    blocks = complete_blocks([field(element)])
    with pytest.raises(PageError):
        read_values(blocks, {"field": {"pick": item}})


def test_options_inside_groups_are_found() -> None:
    group = {"label": {"type": "plain_text", "text": "組"}, "options": options(2)}
    element = {"type": "static_select", "action_id": "pick", "option_groups": [group]}
    blocks = complete_blocks([field(element)])
    picked = {"type": "static_select", "selected_option": {"value": "v1"}}
    values = read_values(blocks, {"field": {"pick": picked}})
    assert values["field"]["pick"]["selected_option"]["text"]["text"] == "選択肢1"


def test_a_menu_choice_is_an_action() -> None:
    blocks = complete_blocks([actions(select("overflow"))])
    element = find_element(blocks, "row", "pick")
    action = action_item(element, "row", {"selected_option": {"value": "v1"}}, "1.000001")
    assert action["selected_option"]["value"] == "v1"
    assert (action["type"], action["block_id"]) == ("overflow", "row")


def test_ids_and_defaults_are_filled_in_without_touching_the_original() -> None:
    original = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "accessory": button()}
    del original["accessory"]["action_id"]  # type: ignore[attr-defined]
    (block,) = complete_blocks([original])
    assert block["block_id"]
    assert block["accessory"]["action_id"]
    assert block["accessory"]["text"]["emoji"] is True
    assert "block_id" not in original
