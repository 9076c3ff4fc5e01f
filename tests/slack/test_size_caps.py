"""Every field that people write in has a length, which Slack then holds them to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.core.block_limits import limit

SLACK = Path(__file__).parents[2] / "bot" / "slack"
FIELD = "plain_text_input"


def fields() -> Iterator[tuple[str, ast.Dict]]:
    """Every input element written down in the builders and listeners."""
    for file in sorted(SLACK.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict) and FIELD in constants(node.values):
                yield f"{file.name}:{node.lineno}", node


def constants(nodes: list[ast.expr]) -> set[object]:
    return {node.value for node in nodes if isinstance(node, ast.Constant)}


def test_every_field_has_a_length() -> None:
    found = list(fields())
    keys = {where: constants([k for k in node.keys if k]) for where, node in found}
    assert len(found) >= 3
    assert [where for where, named in keys.items() if "max_length" not in named] == []


def test_no_field_is_named_where_this_does_not_look() -> None:
    written = sum(f.read_text(encoding="utf-8").count(f'"{FIELD}"') for f in SLACK.rglob("*.py"))
    assert written == len(list(fields()))


def test_slacks_own_limit_is_above_ours() -> None:
    assert limit(FIELD, "max_length", "max") == 3000
