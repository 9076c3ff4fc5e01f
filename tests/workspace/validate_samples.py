"""Blocks with one part that a test of the validator measures or spoils."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.workspace.samples import (
    Block,
    actions,
    button,
    mrkdwn,
    options,
    plain,
    select,
)

Make = Callable[[int], Any]
X = "あ"


def confirm(title: int = 1, text: int = 1, yes: int = 1, no: int = 1) -> Block:
    return {
        "title": plain(X * title),
        "text": mrkdwn(X * text),
        "confirm": plain(X * yes),
        "deny": plain(X * no),
    }


def pressing(**more: Any) -> list[Block]:
    return [actions(button(**more))]


def picking(**more: Any) -> list[Block]:
    return [actions(select(**more))]


def with_text(block_type: str, text: Block) -> list[Block]:
    return [{"type": block_type, "text": text}]


def image(**more: Any) -> Block:
    return {"type": "image", "image_url": "https://example.jp/a.png", "alt_text": "図"} | more


def grouped(groups: int, each: int = 1, label: int = 1) -> list[Block]:
    group = {"label": plain(X * label), "options": options(each)}
    element = {"type": "static_select", "action_id": "pick", "option_groups": [group] * groups}
    return [actions(element)]


def choices(kind: str) -> Make:
    return lambda n: [actions(select(kind, n))]
