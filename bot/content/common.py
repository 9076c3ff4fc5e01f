"""Keys that many kinds of entry share: sources, dates of checking, lists of ids."""

from __future__ import annotations

from datetime import date
from typing import Protocol, TypeVar

from bot.content.fields import Day, RefersTo, Text
from bot.content.lists import ListOf
from bot.content.schema import Entry, Key, Shape
from bot.core.citation import Citation

SHORT = Text(80)
SENTENCE = Text(200)
PARAGRAPH = Text(600)

CITATION = Shape(
    Citation,
    (
        Key("id", "出典ID", RefersTo("source"), into="source_id"),
        Key("cites", "条・箇所", SHORT, optional=True),
    ),
)


class _Checked(Protocol):
    """What was checked on a day and is to be looked at again on another."""

    @property
    def assured_date(self) -> date: ...

    @property
    def review_after(self) -> date: ...


C = TypeVar("C", bound=_Checked)


def sources_key(least: int = 1) -> Key:
    """``sources``: the citations an entry rests on."""
    return Key("sources", "出典", ListOf(CITATION, least=least), into="citations")


ASSURED_KEY = Key("assured_date", "確認日", Day())
DATE_KEYS = (ASSURED_KEY, Key("review_after", "次の見直し日", Day()))


def check_dates(entry: Entry[C]) -> None:
    """A review can only follow the day of checking."""
    if entry.value.review_after <= entry.value.assured_date:
        entry.fault("review_after", "次の見直し日（review_after）は確認日より後にしてください")


def ids_key(
    name: str, label: str, kind: str, into: str | None = None, *, optional: bool = False
) -> Key:
    """A list of ids of another kind; an optional one is empty when left out."""
    ids: ListOf[str] = ListOf(RefersTo(kind))
    return Key(name, label, ids, into=into, optional=optional, default=())
