"""Reads sheet.yaml: the headings and items of the 事実確認シート.

The limits are those of the screen: ten lines in a list of boxes, 75 characters a line,
and a first screen that fits a phone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.content.common import SHORT, ids_key, sources_key
from bot.content.fields import Defines, OneOf, Text
from bot.content.lists import Entries, ListOf
from bot.content.schema import Entry, Key, Shape
from bot.core.duties import SafetyKind
from bot.core.sheet_items import Agreement, SheetGroup, SheetItem, SheetPart

MOST_ITEMS = 10  # of one heading
MOST_GROUPS = 9  # headings of signs; with the urgent one they are one list of boxes
LINE = Text(75)
_KINDS: ListOf[SafetyKind] = ListOf(OneOf.all(SafetyKind))


@dataclass(frozen=True, slots=True)
class SheetFile:
    """sheet.yaml."""

    groups: tuple[Entry[SheetGroup], ...] = ()


def _group(id_: str, title: str, items: tuple[SheetItem, ...], part: SheetPart) -> SheetGroup:
    return SheetGroup(id_, title, tuple(replace(item, group=id_) for item in items), part)


def _check(entry: Entry[SheetGroup]) -> None:
    """What an urgent item and a consent item need, and what only they may have."""
    part = entry.value.part
    if part is SheetPart.URGENCY and _lacks(entry, lambda item: bool(item.danger)):
        entry.fault(
            "items", "急ぎの様子の項目には、どれも danger（すぐ出すカード）を書いてください"
        )
    if part is SheetPart.WISH and _lacks(entry, lambda item: not item.danger and not item.lead_ids):
        entry.fault("items", "意向の項目には、danger と leads を書けません")
    if part is not SheetPart.WISH and _lacks(entry, lambda item: item.agreement is None):
        entry.fault("items", "agreement（同意）は、part: wish の見出しの中だけに書けます")


def _check_all(entry: Entry[SheetFile]) -> None:
    parts = [group.value.part for group in entry.value.groups]
    if parts.count(SheetPart.SIGNS) > MOST_GROUPS:
        entry.fault("groups", f"見たこと・聞いたことの見出しは{MOST_GROUPS}つまでにしてください")
    for part, name in ((SheetPart.URGENCY, "急ぎの様子"), (SheetPart.WISH, "ご本人の意向")):
        if parts.count(part) > 1:
            entry.fault("groups", f"{name}（part: {part.value}）の見出しは1つにしてください")


def _lacks(entry: Entry[SheetGroup], wanted: Callable[[SheetItem], bool]) -> bool:
    return not all(wanted(item) for item in entry.value.items)


_ITEM = Shape(
    partial(SheetItem, group=""),
    (
        Key("id", "ID", Defines("sheet_item")),
        Key("text", "文", LINE),
        ids_key("signs", "兆候", "lexicon", optional=True),
        Key("danger", "すぐ出すカード", _KINDS, optional=True, default=()),
        Key("watch", "気をつける場面", _KINDS, optional=True, default=()),
        ids_key("leads", "つなぎ先", "destination", into="lead_ids", optional=True),
        Key("agreement", "同意", OneOf.all(Agreement), optional=True),
        # Empty where an item is the project's own design.
        sources_key(least=0),
    ),
)
_GROUP = Shape(
    _group,
    (
        Key("id", "ID", Defines("sheet_group"), into="id_"),
        Key("title", "見出し", SHORT),
        Key("part", "部分", OneOf.all(SheetPart), optional=True, default=SheetPart.SIGNS),
        Key("items", "項目", ListOf(_ITEM, least=1, most=MOST_ITEMS)),
    ),
    _check,
)
SHEET = Shape(SheetFile, (Key("groups", "見出し", Entries(_GROUP)),), _check_all)
