"""YAML text becomes nodes that know their line; every scalar stays as written.

Built from the C parser's events instead of its node tree: events come one at a
time, so that aliases, tags and depth are refused before anything is expanded or
recursed into.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml
from yaml.error import MarkedYAMLError, YAMLError

from bot.content import syntax

MAX_DEPTH = 20

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRAPS = {
    "tag:yaml.org,2002:bool": "はい・いいえ",
    "tag:yaml.org,2002:null": "空の値",
    "tag:yaml.org,2002:int": "数",
    "tag:yaml.org,2002:float": "数",
    "tag:yaml.org,2002:timestamp": "日付",
    "tag:yaml.org,2002:merge": "記号",
    "tag:yaml.org,2002:value": "記号",
}


class Scalar(NamedTuple):
    """Text as it stands in the file; ``plain`` when written without quotes.

    ``mistyped`` marks a value whose full-width sign was already reported.
    """

    text: str
    line: int
    plain: bool = False
    mistyped: bool = False

    @property
    def is_null(self) -> bool:
        """Whether the value is left out: nothing, ``~`` or ``null``, unquoted."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Listing:
    """A YAML sequence."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A YAML mapping; a key that occurs twice is reported and kept once."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int

    def get(self, key: str) -> Node | None:
        """Value of ``key``, or None where it is not written."""
        for name, value in self.pairs:  # a loop, for this is asked for every key of all files
            if name.text == key:
                return value
        return None

    def line_of(self, key: str) -> int:
        """Line on which ``key`` stands, or the table's own line."""
        return next((name.line for name, _ in self.pairs if name.text == key), self.line)


Node = Scalar | Listing | Table


@dataclass(slots=True)
class Composed:
    """What became of one file: its root node (None if unusable) and its faults."""

    root: Node | None = None
    faults: list[tuple[int, str]] = field(default_factory=list)


class _Refused(Exception):
    """The file is refused as a whole; carries line and sentence."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def yaml11_reading(text: str) -> str | None:
    """How YAML 1.1 would misread an unquoted text (「数」「日付」…), or None."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    for tag, pattern in resolvers.get(text[:1], []):
        if pattern.match(text):
            return _TRAPS.get(tag)
    return None


def walk(node: Node) -> Iterator[Scalar]:
    """Every scalar below ``node``, keys left out, in the order of the file."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Listing):
        for item in node.items:
            yield from walk(item)
    else:
        for _, value in node.pairs:
            yield from walk(value)


def _line(mark: Any) -> int:
    """Line from 1; the C and the Python loader have marks of different classes."""
    return int(mark.line) + 1


def compose(data: bytes) -> Composed:
    """Read one YAML file; never raises, whatever the bytes are."""
    result = Composed()
    text, line, fault = syntax.decode(data)
    if fault is not None:
        result.faults.append((line, fault))
        return result
    lines = text.split("\n")
    result.faults.extend(syntax.tab_slips(lines))
    builder = _Builder(text, lines, result.faults)
    try:
        result.root = builder.document()
    except _Refused as refused:
        result.faults.append((refused.line, refused.message))
    except MarkedYAMLError as error:
        result.faults.extend(syntax.explain(error, lines))
    except YAMLError:
        result.faults.append((1, "YAML として読めません"))
    result.faults[:] = sorted(set(result.faults))
    return result


class _Builder:
    """Turns the events of one document into nodes."""

    def __init__(self, text: str, lines: list[str], faults: list[tuple[int, str]]) -> None:
        self._events: Iterator[yaml.Event] = iter(yaml.CSafeLoader(text).get_event, None)
        self._lines = lines
        self._faults = faults

    def document(self) -> Node:
        """Root of the only document."""
        root: Node | None = None
        for event in self._events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if root is not None:
                raise _Refused(
                    _line(event.start_mark), "『---』で文書を分けられません。1ファイル1文書です"
                )
            root = self._node(next(self._events), 0)
        if root is None or (isinstance(root, Scalar) and root.is_null):
            raise _Refused(1, "ファイルが空です")
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = _line(event.start_mark)
        self._refuse_sharing(event, line)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        if depth >= MAX_DEPTH:
            raise _Refused(line, f"入れ子が深すぎます（{MAX_DEPTH}段まで）")
        if isinstance(event, yaml.SequenceStartEvent):
            return Listing(tuple(self._items(depth + 1)), line)
        return self._table(line, depth + 1)

    def _refuse_sharing(self, event: yaml.Event, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(line, "『*』の参照は使えません。文章なら引用符で囲んでください")
        if getattr(event, "anchor", None) is not None:
            raise _Refused(line, "『&』の目印は使えません。文章なら引用符で囲んでください")
        if getattr(event, "tag", None) is not None:
            raise _Refused(line, "『!』の型指定は使えません。文章なら引用符で囲んでください")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar:
        plain = bool(event.implicit[0])
        mistyped = plain and syntax.is_suspect(event.value) and self._mistyped(event, line)
        return Scalar(event.value, line, plain, mistyped)

    def _mistyped(self, event: yaml.ScalarEvent, line: int) -> bool:
        slips = [(line, syntax.scalar_slip(event.value, line))]
        slips.extend(
            (number, syntax.scalar_slip(self._lines[number - 1].strip(" "), number))
            for number in range(line + 1, _line(event.end_mark) + 1)
        )
        found = [(at, slip) for at, slip in slips if slip is not None]
        self._faults.extend(found)
        return bool(found)

    def _items(self, depth: int) -> Iterator[Node]:
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, depth)

    def _table(self, line: int, depth: int) -> Table:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event)
            value = self._node(next(self._events), depth)
            if key.text in pairs:
                first = pairs[key.text][0].line
                message = f"『{key.text[:40]}』が2回書かれています（1回目は{first}行目）"
                self._faults.append((key.line, message))
            else:
                pairs[key.text] = (key, value)
        return Table(tuple(pairs.values()), line)

    def _key(self, event: yaml.Event) -> Scalar:
        line = _line(event.start_mark)
        self._refuse_sharing(event, line)
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused(line, "項目名に箇条書きやまとまりは使えません")
        slip = syntax.key_slip(event.value, line) if event.implicit[0] else None
        if slip is not None:
            self._faults.append((line, slip))
        return Scalar(event.value, line, bool(event.implicit[0]), slip is not None)
