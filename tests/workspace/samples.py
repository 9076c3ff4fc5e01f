"""Blocks and views that Slack accepts, for tests to use or to spoil."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]


def plain(text: str = "文") -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "文") -> Block:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "文", **more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(text)} | more


def button(action_id: str = "go", **more: Any) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain("押す")} | more


def actions(*elements: Block, block_id: str = "row") -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def option(value: str = "a", text: str = "選択肢", **more: Any) -> Block:
    return {"text": plain(text), "value": value} | more


def options(count: int) -> list[Block]:
    return [option(f"v{number}", f"選択肢{number}") for number in range(count)]


def select(kind: str = "static_select", count: int = 3, **more: Any) -> Block:
    return {"type": kind, "action_id": "pick", "options": options(count)} | more


def text_input(**more: Any) -> Block:
    return {"type": "plain_text_input", "action_id": "words"} | more


def field(element: Block | None = None, block_id: str = "field", **more: Any) -> Block:
    body: Block = {"type": "input", "block_id": block_id, "label": plain("項目")}
    return body | {"element": element or text_input()} | more


def modal(*blocks: Block, **more: Any) -> Block:
    view: Block = {"type": "modal", "callback_id": "form", "title": plain("題")}
    view |= {"submit": plain("送信"), "blocks": [*blocks] or [field()]}
    return view | more


def home(*blocks: Block, **more: Any) -> Block:
    return {"type": "home", "blocks": [*blocks] or [section()]} | more
