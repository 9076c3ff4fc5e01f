"""What changes in a file of knowledge/, in words an editor can check line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.content import nodes, syntax
from bot.content.conferences import CONFERENCES
from bot.content.destinations import DESTINATION, NEGATIVE
from bot.content.duties import DUTIES
from bot.content.lists import Entries, ListOf
from bot.content.local import LOCAL
from bot.content.registry import CONTACTS, SOURCES
from bot.content.schema import Key, Shape
from bot.content.sheet import SHEET
from bot.content.wording import ELSEWHERE, GLOSSARY, LEXICON

_SHAPES: Mapping[str, Shape[Any]] = {
    "conferences.yaml": CONFERENCES,
    "contacts.yaml": CONTACTS,
    "duties.yaml": DUTIES,
    "elsewhere.yaml": ELSEWHERE,
    "glossary.yaml": GLOSSARY,
    "lexicon.yaml": LEXICON,
    "local.yaml": LOCAL,
    "sheet.yaml": SHEET,
    "sources.yaml": SOURCES,
}
_NAMED_BY = ("id", "kind", "term")  # what tells the entries of a list apart
_LONGEST, _AROUND = 80, 12

ONLY_COMMENTS = "説明の行（#）や書き方だけが変わり、内容は変わりません。"
NO_CHANGE = "いまのファイルと同じです。"
ANOTHER_ORDER = "並ぶ順番だけが変わります。"
Place = tuple[str, ...]  # Japanese names of the keys and entries that lead to a value


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One value of a YAML file; ``listed`` when it is one of a list of values."""

    place: Place
    text: str
    listed: bool = False


def changes(name: str, before: bytes | None, after: bytes | None) -> tuple[str, ...]:
    """Sentences about how a file (``destinations/x.yaml``) changes; both must be readable."""
    if before == after:
        return (NO_CHANGE,)
    if before is None:
        return (f"新しいファイルです（{_count(after)}行）。",)
    if after is None:
        return ("このファイルがなくなります。",)
    said = _utterances(before, after) if name.endswith(".txt") else _values(name, before, after)
    return tuple(said) or (ONLY_COMMENTS,)


def _count(data: bytes | None) -> int:
    return len(_lines(data or b""))


def _lines(data: bytes) -> list[str]:
    text, _, _ = syntax.decode(data)
    return [line.strip() for line in text.split("\n") if line.strip()]


def _utterances(before: bytes, after: bytes) -> Iterator[str]:
    old, new = (
        [line for line in _lines(data) if not line.startswith("#")] for data in (before, after)
    )
    for heading, lines in (
        ("足した言い回し", _only(new, old)),
        ("消した言い回し", _only(old, new)),
    ):
        yield from (f"{heading}：{_utterance(line)}" for line in lines)
    if sorted(old) == sorted(new) and old != new:
        yield ANOTHER_ORDER


def _only(these: list[str], others: list[str]) -> list[str]:
    known = set(others)
    return [line for line in these if line not in known]


def _utterance(line: str) -> str:
    text = line.removeprefix(NEGATIVE).strip()
    return f"「{text}」" if text == line else f"「{text}」（×：ここではない言い方）"


def _values(name: str, before: bytes, after: bytes) -> Iterator[str]:
    shape = _SHAPES.get(name, DESTINATION)
    old, new = (list(_leaves(nodes.compose(data).root, shape, ())) for data in (before, after))
    for verb, these, others in (("足しました", new, old), ("消しました", old, new)):
        for *where, entry in _entries_only_in(these, others):
            yield f"{'の'.join(where)}：{entry}を{verb}"
            these[:] = [leaf for leaf in these if not _below(leaf, (*where, entry))]
    was, now = _grouped(old), _grouped(new)
    for place in dict.fromkeys((*was, *now)):
        yield from _at(place, was.get(place, []), now.get(place, []))
    if old != new and Counter(old) == Counter(new):
        yield ANOTHER_ORDER


def _grouped(leaves: list[_Leaf]) -> dict[Place, list[_Leaf]]:
    grouped: dict[Place, list[_Leaf]] = {}
    for leaf in leaves:
        grouped.setdefault(leaf.place, []).append(leaf)
    return grouped


def _entries_only_in(these: list[_Leaf], others: list[_Leaf]) -> list[Place]:
    """Named entries of lists that stand on one side only, without what is inside them."""
    known = set(_entries(others))
    found = dict.fromkeys(place for place in _entries(these) if place not in known)
    return [p for p in found if not any(p[:n] in found for n in range(1, len(p)))]


def _entries(leaves: list[_Leaf]) -> Iterator[Place]:
    for leaf in leaves:
        for depth, name in enumerate(leaf.place, 1):
            if name.startswith("『"):
                yield leaf.place[:depth]


def _below(leaf: _Leaf, place: Place) -> bool:
    return leaf.place[: len(place)] == place


def _at(place: Place, old: list[_Leaf], new: list[_Leaf]) -> Iterator[str]:
    """How the values of one place change."""
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    where = "の".join(place)
    listed = any(leaf.listed for leaf in (*old, *new))
    if not listed and len(gone) == len(come) == 1:
        was, now = _apart(next(iter(gone)).text, next(iter(come)).text)
        yield f"{where}：{was} → {now}"
        return
    for leaf in come:
        yield f"{where}：{_shown(leaf.text)}を足しました"
    for leaf in gone:
        yield f"{where}：{_shown(leaf.text)}を消しました"


def _leaves(node: nodes.Node | None, shape: Shape[Any] | None, place: Place) -> Iterator[_Leaf]:
    if isinstance(node, nodes.Scalar):
        yield _Leaf(place, node.text)
    elif isinstance(node, nodes.Table):
        for name, value in node.pairs:
            key = _key(shape, name.text)
            label = key.title if key else name.text
            yield from _leaves(value, _inside(key.type) if key else None, (*place, label))
    elif isinstance(node, nodes.Listing):
        for number, item in enumerate(node.items, 1):
            if isinstance(item, nodes.Scalar):
                yield _Leaf(place, item.text, listed=True)
            else:
                yield from _leaves(item, shape, (*place, _entry(item, number)))


def _key(shape: Shape[Any] | None, name: str) -> Key | None:
    keys = shape.keys if shape else ()
    return next((key for key in keys if key.name == name), None)


def _inside(reader: object) -> Shape[Any] | None:
    """The shape of the mappings that a key holds, if it holds any."""
    if isinstance(reader, Shape):
        return reader
    if isinstance(reader, Entries):
        return reader.shape
    return _inside(reader.type) if isinstance(reader, ListOf) else None


def _entry(node: nodes.Node, number: int) -> str:
    for name in _NAMED_BY:
        named = node.get(name) if isinstance(node, nodes.Table) else None
        if isinstance(named, nodes.Scalar) and named.text:
            return f"『{named.text}』"
    return f"{number}番め"


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return f"「{line[:_LONGEST]}…」" if len(line) > _LONGEST else f"「{line}」"


def _apart(old: str, new: str) -> tuple[str, str]:
    """Two texts shown from a little before the first place where they differ."""
    if max(len(old), len(new)) <= _LONGEST:
        return _shown(old) if old else "（なし）", _shown(new) if new else "（なし）"
    shortest = min(len(old), len(new))
    first = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    start = max(0, first - _AROUND)
    dots = "…" if start else ""
    return _shown(dots + old[start:]), _shown(dots + new[start:])
