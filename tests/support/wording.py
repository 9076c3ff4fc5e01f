"""All texts that staff read, with where they stand: of the content and of the program."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.content import nodes

ROOT = Path(__file__).parents[2]


class Said(NamedTuple):
    """A text, where it stands, and which key holds it (empty in the program)."""

    place: str
    key: str
    text: str


# ------------------------------------------------------------ where staff read

_NOT_PROSE = {"id", "url", "source_url", "seen", "kind", "grade", "consent", "yomi", "type"}
_ASKERS = {"surfaces", "examples", "aliases"}  # their words, not ours
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def content() -> list[Said]:
    """Every value that is shown from knowledge/ and quizzes/."""
    files = [*(ROOT / "knowledge").rglob("*.yaml"), *(ROOT / "quizzes").rglob("*.yaml")]
    said: list[Said] = []
    for file in sorted(files):
        root = nodes.compose(file.read_bytes()).root
        assert root is not None, file
        name = file.relative_to(ROOT).as_posix()
        said += (Said(f"{name}:{line}", key, text) for key, line, text in _values(root, ""))
    return [one for one in said if one.key not in _NOT_PROSE | _ASKERS]


def _values(node: nodes.Node, key: str) -> Iterator[tuple[str, int, str]]:
    if isinstance(node, nodes.Scalar):
        yield key, node.line, node.text
    elif isinstance(node, nodes.Listing):
        for item in node.items:
            yield from _values(item, key)
    else:
        for name, value in node.pairs:
            yield from _values(value, name.text)


ROOMS = ("slack", "service", "cli", "content")


def program() -> list[Said]:
    """Every Japanese literal of the rooms that speak to staff, docstrings left out."""
    files = [file for room in ROOMS for file in sorted((ROOT / "bot" / room).rglob("*.py"))]
    return [
        one
        for file in files
        for one in literals(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))
    ]


def literals(name: str, source: str) -> Iterator[Said]:
    """The Japanese literals of one module; what is filled into one stands as 〇."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node and isinstance(part, ast.Constant)
    }
    for node in ast.walk(tree):
        text = _text(node) if id(node) not in silent | inside else None
        if text and JAPANESE.search(text):
            yield Said(f"{name}:{node.lineno}", "", text)  # type: ignore[attr-defined]


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "〇" for p in node.values)
        return "".join(map(str, parts))
    return None
