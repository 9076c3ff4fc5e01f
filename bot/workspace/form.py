"""What people have filled in: ``state.values``, its starting values and its checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.core.block_limits import limit
from bot.workspace.errors import PageError
from bot.workspace.model import Json

Values = dict[str, dict[str, Json]]

_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
}
_STATELESS = ("button", "overflow", "image")


def elements(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, element) that a person can use."""
    for block in blocks:
        parts = [block.get("element"), block.get("accessory")]
        if block["type"] == "actions":
            parts.extend(block["elements"])
        for element in parts:
            if element is not None and element["type"] != "image":
                yield block, element


def find_element(blocks: Sequence[Json], block_id: str, action_id: str) -> Json:
    """The element that somebody used.

    Raises:
        PageError: it is no longer on the screen.
    """
    for block, element in elements(blocks):
        if block["block_id"] == block_id and element["action_id"] == action_id:
            return element
    raise PageError("element_not_found", "その操作は、いまの画面にはもうありません。")


def initial_values(blocks: Sequence[Json]) -> Values:
    """``state.values`` before anybody has touched anything."""
    values: Values = {}
    for block, element in elements(blocks):
        if element["type"] not in _STATELESS:
            key, initial = _FIELDS[element["type"]]
            empty: object = [] if key == "selected_options" else None
            item = {"type": element["type"], key: element.get(initial, empty)}
            values.setdefault(block["block_id"], {})[element["action_id"]] = item
    return values


def read_values(blocks: Sequence[Json], sent: object) -> Values:
    """``state.values`` from what the page sent; what it left out keeps its initial value."""
    values = initial_values(blocks)
    rows = sent if isinstance(sent, dict) else {}
    for block, element in elements(blocks):
        block_id, action_id = block["block_id"], element["action_id"]
        row = rows.get(block_id)
        item = row.get(action_id) if isinstance(row, dict) else None
        if isinstance(item, dict) and element["type"] not in _STATELESS:
            values[block_id][action_id] = {"type": element["type"]} | chosen(element, item)
    return values


def keep_values(blocks: Sequence[Json], before: Values) -> Values:
    """Starting values of an updated view: same block_id, action_id and type keep theirs."""
    values = initial_values(blocks)
    for block_id, row in values.items():
        for action_id, item in row.items():
            old = before.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == item["type"]:
                row[action_id] = old
    return values


def chosen(element: Json, item: Json) -> Json:
    """The one field of ``item`` that belongs to this kind of element, checked."""
    if element["type"] == "button":
        return {}
    key, _ = _FIELDS[element["type"]]
    value = item.get(key)
    if key == "selected_option":
        return {key: _option(element, value)}
    if key == "selected_options":
        picked = [_option(element, row) for row in value] if isinstance(value, list) else []
        return {key: [row for row in picked if row is not None]}
    if value is not None and not isinstance(value, str):
        raise PageError("invalid_value", "入力の形式が正しくありません。")
    if key == "selected_date" and value and not _DATE.match(value):
        raise PageError("invalid_value", "日付の形式が正しくありません。")
    return {key: value or None}


def options_of(element: Json) -> list[Json]:
    """All options, also those inside groups."""
    groups = element.get("option_groups", [])
    grouped = [row for group in groups for row in group["options"]]
    return [*element.get("options", []), *grouped]


def _option(element: Json, picked: object) -> Json | None:
    if picked is None:
        return None
    value = picked.get("value") if isinstance(picked, dict) else None
    for option in options_of(element):
        if option.get("value") == value:
            return option
    raise PageError("invalid_option", "選んだ項目は、いまの選択肢にありません。")


def action_item(element: Json, block_id: str, item: Json, action_ts: str) -> Json:
    """One entry of ``actions`` for an element that somebody used."""
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": action_ts,
    }
    for name in ("text", "value", "style", "placeholder"):
        if name in element:
            action[name] = element[name]
    return action | chosen(element, item)


def faults(blocks: Sequence[Json], values: Values) -> dict[str, str]:
    """What Slack's client would refuse before submitting: block_id → sentence."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            item = values[block["block_id"]][element["action_id"]]
            sentence = _fault(element, item, bool(block.get("optional")))
            if sentence:
                found[block["block_id"]] = sentence
    return found


def _fault(element: Json, item: Json, optional: bool) -> str | None:
    value = item[_FIELDS[element["type"]][0]]
    if not value:
        typed = element["type"] == "plain_text_input"
        sentence = "この項目を入力してください。" if typed else "この項目を選んでください。"
        return None if optional else sentence
    if element["type"] != "plain_text_input":
        return None
    shortest = int(element.get("min_length", 0))
    longest = int(element.get("max_length", limit("plain_text_input", "max_length", "max")))
    if len(value) < shortest:
        return f"{shortest}文字以上で入力してください。"
    return f"{longest}文字以内で入力してください。" if len(value) > longest else None
