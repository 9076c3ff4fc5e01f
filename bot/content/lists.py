"""Lists in content: of values, all of which must be good, and of entries, each for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.content.nodes import Listing, Node, Scalar
from bot.content.schema import BAD, Bad, Entry, Page, Reader, Shape, quoted

T = TypeVar("T")


def _items(node: Node, label: str, page: Page, least: int) -> Sequence[Node] | Bad:
    if not isinstance(node, Listing):
        if isinstance(node, Scalar) and node.mistyped:
            return BAD
        return page.fault(node.line, f"{label}は箇条書き（行の頭に『- 』）で書いてください")
    if len(node.items) < least:
        return page.fault(node.line, f"{label}には{least}つ以上書いてください")
    return node.items


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of ``least`` to ``most`` values, none written twice."""

    type: Reader[T]
    least: int = 0
    most: int | None = None

    def read(self, node: Node, label: str, page: Page) -> tuple[T, ...] | Bad:
        """The values in the order of the file; ``BAD`` when any of them is."""
        nodes = _items(node, label, page, self.least)
        if isinstance(nodes, Bad):
            return BAD
        if self.most is not None and len(nodes) > self.most:
            said = f"{len(nodes)}個。{self.most}個まで"
            return page.fault(node.line, f"{label}が多すぎます（{said}）")
        # A dict keeps the order and finds repetitions, which a list would do slowly.
        values: dict[T, None] = {}
        for item in nodes:
            value = self.type.read(item, label, page)
            if isinstance(value, Bad):
                continue
            if value in values:
                said = quoted(item.text) if isinstance(item, Scalar) else "同じもの"
                page.fault(item.line, f"{label}に{said}が2回あります")
            values[value] = None
        return tuple(values) if len(values) == len(nodes) else BAD


@dataclass(frozen=True, slots=True)
class Entries(Generic[T]):
    """A list of entries, each judged alone: bad ones are reported and left out."""

    shape: Shape[T]
    least: int = 1

    def read(self, node: Node, label: str, page: Page) -> tuple[Entry[T], ...] | Bad:
        """The good entries with their lines."""
        nodes = _items(node, label, page, self.least)
        if isinstance(nodes, Bad):
            return BAD
        read = [self.shape.entry(item, label, page) for item in nodes]
        return tuple(entry for entry in read if not isinstance(entry, Bad))
