"""Changing one destination's values in local.yaml, line by line, so that comments stay.

Only the lines of the keys that change are written anew. A file that is not written as
the sample is (``{…}`` on one line) is refused and left to a text editor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.content import nodes, syntax
from bot.content.dates import NotEditable

NAME = "local.yaml"
HEADER = (
    "# 区で決める値です。書き方は local.example.yaml にあります。\n"
    "# このファイルは、新しい版に入れかえても上書きされません。\n"
)
_LIST = "destinations"
_ITEM = "  - "
Values = Mapping[str, str | bool | Sequence[str]]  # empty (or False): the key goes


def with_desk(data: bytes | None, destination_id: str, values: Values) -> bytes:
    """local.yaml with these keys of one destination; keys not in ``values`` stay.

    ``data`` None: there is no such file yet. Raises NotEditable.
    """
    text = HEADER if data is None else _decoded(data)
    lines = text.rstrip("\n").split("\n")
    root = _root(text)
    listing = root.get(_LIST) if root else None
    if listing is None or (isinstance(listing, nodes.Scalar) and listing.is_null):
        lines = _with_new_list(lines, root, destination_id, values)
    elif not isinstance(listing, nodes.Listing):
        raise NotEditable(_LIST)
    else:
        lines = _with_item(lines, listing, _end_of_list(lines, root), destination_id, values)
    return ("\n".join(lines) + "\n").encode("utf-8")


def key_at(data: bytes, destination_id: str, line: int) -> str | None:
    """The key of one destination that stands on a line; None for any other line."""
    root = _root(_decoded(data))
    listing = root.get(_LIST) if root else None
    for item in listing.items if isinstance(listing, nodes.Listing) else ():
        if isinstance(item, nodes.Table) and _id_of(item) == destination_id:
            return next((name.text for name, _ in item.pairs if name.line == line), None)
    return None


def _decoded(data: bytes) -> str:
    text, _, fault = syntax.decode(data)
    if fault is not None:
        raise NotEditable(NAME)
    return text


def _root(text: str) -> nodes.Table | None:
    if all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n")):
        return None
    root = nodes.compose(text.encode("utf-8")).root
    if not isinstance(root, nodes.Table):
        raise NotEditable(NAME)
    return root


def _with_new_list(
    lines: list[str], root: nodes.Table | None, destination_id: str, values: Values
) -> list[str]:
    item = _item(destination_id, values)
    if root is None or all(name.text != _LIST for name, _ in root.pairs):
        return [*lines, "", f"{_LIST}:", *item]
    at = root.line_of(_LIST)
    return [*lines[:at], *item, *lines[at:]]


def _end_of_list(lines: list[str], root: nodes.Table | None) -> int:
    """The number of lines up to the end of the list, comments behind it left out."""
    start = root.line_of(_LIST) if root else 0
    later = [name.line for name, _ in root.pairs if name.line > start] if root else []
    return _trimmed(lines, min(later, default=len(lines) + 1) - 1)


def _trimmed(lines: list[str], end: int) -> int:
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _with_item(
    lines: list[str], listing: nodes.Listing, end: int, destination_id: str, values: Values
) -> list[str]:
    for number, item in enumerate(listing.items):
        if isinstance(item, nodes.Table) and _id_of(item) == destination_id:
            following = listing.items[number + 1 :]
            last = _trimmed(lines, following[0].line - 1) if following else end
            return _with_keys(lines, item, last, values)
    if not listing.items:
        return _in_place_of_nothing(lines, listing.line, _item(destination_id, values))
    return [*lines[:end], *_item(destination_id, values, _dash(lines, listing)), *lines[end:]]


def _in_place_of_nothing(lines: list[str], at: int, item: list[str]) -> list[str]:
    """``destinations: []`` becomes a list with one item."""
    if lines[at - 1].split("#")[0].replace(" ", "") != f"{_LIST}:[]":
        raise NotEditable(_LIST)
    return [*lines[: at - 1], f"{_LIST}:", *item, *lines[at:]]


def _id_of(item: nodes.Table) -> str:
    id_ = item.get("id")
    return id_.text if isinstance(id_, nodes.Scalar) else ""


def _dash(lines: list[str], listing: nodes.Listing) -> str:
    """How far the file's own items are indented."""
    line = lines[listing.items[0].line - 1]
    if not line.lstrip().startswith("- "):
        raise NotEditable(_LIST)
    return line[: len(line) - len(line.lstrip())] + "- "


def _with_keys(lines: list[str], item: nodes.Table, end: int, values: Values) -> list[str]:
    """The lines with the keys of one item changed, removed or added at its end."""
    first = lines[item.line - 1]
    starts = {name.text: name.line for name, _ in item.pairs}
    if not first.lstrip().startswith("- id:") or len(set(starts.values())) < len(starts):
        raise NotEditable(_LIST)
    indent = " " * (len(first) - len(first.lstrip()) + 2)
    fresh = {name: value for name, value in values.items() if _text(value)}
    changed = list(lines)
    missing = [f"{indent}{name}: {_text(v)}" for name, v in fresh.items() if name not in starts]
    changed[end:end] = missing
    for name in sorted(set(values) & set(starts), key=lambda n: -starts[n]):
        start = starts[name]
        later = [line for line in starts.values() if line > start]
        last = _trimmed(changed, min(later) - 1) if later else end
        written = [f"{indent}{name}: {_text(fresh[name])}"] if name in fresh else []
        if not _same(item.get(name), values[name]):
            changed[start - 1 : last] = written
    return changed


def _same(node: nodes.Node | None, value: str | bool | Sequence[str]) -> bool:
    """Whether a key holds that value already: then its line and comment stay as they are."""
    if isinstance(node, nodes.Scalar):
        return node.text == (str(value).lower() if isinstance(value, bool) else value)
    if isinstance(node, nodes.Listing) and not isinstance(value, str | bool):
        return [i.text for i in node.items if isinstance(i, nodes.Scalar)] == list(value)
    return False


def _item(destination_id: str, values: Values, dash: str = _ITEM) -> list[str]:
    indent = " " * len(dash)
    kept = [f"{indent}{name}: {_text(value)}" for name, value in values.items() if _text(value)]
    return [f"{dash}id: {destination_id}", *kept]


def _text(value: str | bool | Sequence[str]) -> str:
    """A value as YAML on one line; empty where there is nothing to write."""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, str):
        return _quoted(value) if value else ""
    return f"[{', '.join(map(_quoted, value))}]" if value else ""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
