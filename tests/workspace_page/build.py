"""Short ways to write blocks, views and messages."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
BOT = {"id": "UBOT", "name": "気づきナビ", "bot": True}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, note: str | None = None) -> Json:
    made: Json = {"text": plain(text), "value": value}
    return made | ({"description": plain(note)} if note else {})


def section(block_id: str, text: str, **more: Any) -> Json:
    return {"type": "section", "block_id": block_id, "text": mrkdwn(text), **more}


def entry(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "optional": False,
        "element": {"action_id": f"{block_id}_a", **element},
        **more,
    }


def text_entry(block_id: str, label: str, **more: Any) -> Json:
    return entry(block_id, label, {"type": "plain_text_input", **more})


def message(ts: int, text: str, blocks: list[Json] | None = None, **more: Any) -> Json:
    return {
        "ts": f"{ts}.000100",
        "from": BOT,
        "text": text,
        "blocks": blocks,
        "ephemeral": False,
        "edited": False,
        "files": [],
        **more,
    }
