"""What a mapping in content may hold: keys with Japanese labels, read all at once.

Reading never stops at a mistake. Every fault goes to the ``Record`` of the pass,
and ``BAD`` stands for the value that could not be made, so that one bad entry
hides no fault of another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Generic, Protocol, TypeVar

from rapidfuzz import fuzz, process

from bot.content.errors import ContentError
from bot.content.nodes import Node, Scalar, Table

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

# Below this similarity (0–100) a suggestion would confuse more than it helps.
_NEAR = 60
# Longest quotation in a message, in characters.
_SHOWN = 40


class Bad(Enum):
    """The type of ``BAD``, the value of something that was reported as wrong."""

    BAD = "bad"


BAD: Final = Bad.BAD


@dataclass(frozen=True, slots=True)
class Place:
    """File and line of something written."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Reference:
    """An id written where an entry of ``kind`` must exist; ``label`` names the key."""

    kind: str
    id: str
    label: str
    place: Place


@dataclass(slots=True)
class Record:
    """Everything one pass over a content set found out.

    ``defined`` maps a kind of entry to its ids, also those of entries with other
    faults. A kind without any id is one whose file could not be read: references
    into it are not mistakes of their own.
    """

    errors: list[ContentError] = field(default_factory=list)
    defined: dict[str, dict[str, Place]] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)

    def define(self, kind: str, id_: str, place: Place) -> bool:
        """Note that ``id_`` exists; False when it existed before."""
        known = self.defined.setdefault(kind, {})
        return known.setdefault(id_, place) == place


@dataclass(frozen=True, slots=True)
class Page:
    """One file while it is read: where its faults and ids are noted."""

    path: str
    record: Record

    def place(self, line: int) -> Place:
        """A line of this file."""
        return Place(self.path, line)

    def fault(self, line: int, message: str) -> Bad:
        """Report a mistake on ``line``."""
        self.record.errors.append(ContentError(self.path, line, message))
        return BAD


class Reader(Protocol[T_co]):
    """Reads one node as a value; ``label`` is how messages name it."""

    def read(self, node: Node, label: str, page: Page) -> T_co | Bad:
        """The value, or ``BAD`` after reporting why not."""


def quoted(text: str) -> str:
    """What somebody wrote, as messages show it: 『…』, on one line and not endless."""
    line = " ".join(text.split())
    return f"『{line[:_SHOWN]}…』" if len(line) > _SHOWN else f"『{line}』"


def nearest(text: str, known: Sequence[str]) -> str | None:
    """The known word that ``text`` was probably meant to be."""
    found = process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return None if found is None else str(found[0])


def did_you_mean(text: str, known: Sequence[str]) -> str:
    """「『…』のことですか」 with a leading full stop, or nothing."""
    near = nearest(text, known)
    return "" if near is None else f"。『{near}』のことですか"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping.

    ``label`` is its Japanese name; ``into`` the dataclass field where that has
    another name. An optional key may be left out or null and is then ``default``.
    """

    name: str
    label: str
    type: Reader[Any]
    into: str | None = None
    optional: bool = False
    default: Any = None

    @property
    def title(self) -> str:
        """How messages name the key: 「電話番号（phones）」."""
        return f"{self.label}（{self.name}）"

    @property
    def target(self) -> str:
        """Name of the argument that takes the value."""
        return self.into or self.name


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A value together with the mapping it was read from."""

    value: T
    table: Table
    page: Page

    def fault(self, key: str, message: str) -> None:
        """Report a mistake at the line of ``key``."""
        self.page.fault(self.table.line_of(key), message)


@dataclass(frozen=True, slots=True)
class Shape(Generic[T]):
    """A mapping with fixed keys that becomes ``build(**values)``.

    ``check`` runs on a value whose keys were all good, for rules that concern
    several of them.
    """

    build: Callable[..., T]
    keys: tuple[Key, ...]
    check: Callable[[Entry[T]], None] | None = None

    def read(self, node: Node, label: str, page: Page) -> T | Bad:
        """The built value, or ``BAD`` when any key is."""
        entry = self.entry(node, label, page)
        return entry if isinstance(entry, Bad) else entry.value

    def entry(self, node: Node, label: str, page: Page) -> Entry[T] | Bad:
        """As ``read``, keeping the lines for later rules."""
        if not isinstance(node, Table):
            return _not_a_table(node, label, page)
        misread = self._report_unknown(node, page)
        values = {key.target: self._value(key, node, page, misread) for key in self.keys}
        if any(isinstance(value, Bad) for value in values.values()):
            return BAD
        entry = Entry(self.build(**values), node, page)
        if self.check is not None:
            self.check(entry)
        return entry

    def _report_unknown(self, table: Table, page: Page) -> frozenset[str]:
        """Report keys that do not exist; the keys that were probably meant."""
        titles = {key.name: f"{key.name}（{key.label}）" for key in self.keys}
        free = [name for name in titles if table.get(name) is None]
        meant: set[str] = set()
        for name, _ in table.pairs:
            if name.mistyped:
                meant.update(free)  # already reported; its real name is unclear
            elif name.text not in titles:
                meant.update(_report_key(name, free, titles, page))
        return frozenset(meant)

    def _value(self, key: Key, table: Table, page: Page, misread: frozenset[str]) -> object:
        node = table.get(key.name)
        if node is None or (isinstance(node, Scalar) and node.is_null):
            if key.optional:
                return key.default
            if key.name in misread:
                return BAD
            if node is None:
                return page.fault(table.line, f"{key.title}がありません")
            return page.fault(table.line_of(key.name), f"{key.title}が空です")
        return key.type.read(node, key.title, page)


def _not_a_table(node: Node, label: str, page: Page) -> Bad:
    if isinstance(node, Scalar) and node.mistyped:
        return BAD
    return page.fault(node.line, f"{label}は『項目: 値』の形で書いてください")


def _report_key(
    name: Scalar, free: Sequence[str], titles: Mapping[str, str], page: Page
) -> tuple[str, ...]:
    near = nearest(name.text, free) or nearest(name.text, list(titles))
    if near is None:
        usable = "・".join(titles)
        message = f"{quoted(name.text)}という項目はありません（使えるのは {usable}）"
    else:
        message = f"{quoted(name.text)}という項目はありません。『{titles[near]}』のことですか"
    page.fault(name.line, message)
    return () if near is None else (near,)
