"""Reads sheet.yaml: the headings and items of the 事実確認シート."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from bot.content.common import SENTENCE, SHORT, ids_key, sources_key
from bot.content.fields import Defines
from bot.content.lists import Entries, ListOf
from bot.content.schema import Entry, Key, Shape
from bot.core.knowledge import SheetGroup, SheetItem


@dataclass(frozen=True, slots=True)
class SheetFile:
    """sheet.yaml."""

    groups: tuple[Entry[SheetGroup], ...] = ()


def _group(id_: str, title: str, items: tuple[SheetItem, ...]) -> SheetGroup:
    return SheetGroup(id_, title, tuple(replace(item, group=id_) for item in items))


_ITEM = Shape(
    partial(SheetItem, group=""),
    (
        Key("id", "ID", Defines("sheet_item")),
        Key("text", "文", SENTENCE),
        ids_key("signs", "兆候", "lexicon", optional=True),
        # Empty where an item is the project's own design.
        sources_key(least=0),
    ),
)
_GROUP = Shape(
    _group,
    (
        Key("id", "ID", Defines("sheet_group"), into="id_"),
        Key("title", "見出し", SHORT),
        Key("items", "項目", ListOf(_ITEM, least=1)),
    ),
)
SHEET = Shape(SheetFile, (Key("groups", "見出し", Entries(_GROUP)),))
