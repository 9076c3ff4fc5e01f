"""What was typed into a form of the plan, and where its faults stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.content.plan_form import Typed, iso_or_none
from bot.core.indicator.plan_changes import Row
from bot.service.plan_values import Opened
from bot.slack.blocks.plan_forms import GONE, NEW_WORD, ROW


def opened_of(metadata: object) -> Opened | None:
    """What a form was opened over; None for what no form of ours carries."""
    place, bar, print_ = str(metadata).partition("|")
    if bar and place.isascii() and place.isdigit() and len(place) < 6:
        return Opened(int(place), print_)
    return None


def typed_of(state: Mapping[str, Any]) -> Typed:
    """What stands in the fields, by their names."""
    found = {block: _typed(state, block) for block in state}
    word = found.pop(NEW_WORD, "").strip()
    return {**found, "progress": word} if word else found


def row_of(state: Mapping[str, Any], opened: Opened) -> Row | None:
    """The row whose figure was typed: the chosen one, or the only one."""
    chosen = _typed(state, ROW)
    return _row(chosen) if chosen else Row(opened.place)


def gone_of(state: Mapping[str, Any]) -> list[tuple[Row, date]]:
    """The values that were ticked to be taken out."""
    ticked = (state.get(GONE) or {}).get(GONE) or {}
    found = []
    for chosen in ticked.get("selected_options") or ():
        code, _, day = str((chosen or {}).get("value")).partition("|")
        row, as_of = _row(code), iso_or_none(day)
        if row is not None and as_of is not None:
            found.append((row, as_of))
    return found


def errors_of(by_field: Mapping[str, str], view: Mapping[str, Any]) -> dict[str, str]:
    """Sentences under the fields of the form; what has no field stands under the first."""
    fields = [str(b["block_id"]) for b in view.get("blocks") or () if b.get("type") == "input"]
    new_word = _typed(view["state"]["values"], NEW_WORD).strip()
    shown: dict[str, str] = {}
    for key, sentence in by_field.items():
        wanted = NEW_WORD if key == "progress" and new_word else key
        field = wanted if wanted in fields else (fields or [wanted])[0]
        shown[field] = shown.get(field, "") + sentence
    return shown


def _typed(state: Mapping[str, Any], block: str) -> str:
    held = (state.get(block) or {}).get(block) or {}
    chosen = (held.get("selected_option") or {}).get("value")
    return str(held.get("value") or held.get("selected_date") or chosen or "")


def _row(code: str) -> Row | None:
    place, dot, beside = code.partition(".")
    parts = (place, beside) if dot else (place,)
    if not all(p.isascii() and p.isdigit() and len(p) < 6 for p in parts):
        return None
    return Row(int(place), int(beside) if dot else None)
