"""Reads duties.yaml: what to do at once, for each of the seven kinds."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.common import DATE_KEYS, SENTENCE, SHORT, check_dates, ids_key, sources_key
from bot.content.fields import Defines, OneOf, RefersTo, Text
from bot.content.lists import Entries, ListOf
from bot.content.nodes import walk
from bot.content.schema import Entry, Key, Shape
from bot.core.citation import Citation
from bot.core.duties import DutyToReport, Force, LawBasis, SafetyKind, SignRule


@dataclass(frozen=True, slots=True)
class DutyFile:
    """duties.yaml."""

    duties: tuple[Entry[DutyToReport], ...] = ()


def _law(
    text: str, force: Force, condition: str | None, source: str, cites: str | None
) -> LawBasis:
    return LawBasis(text, force, condition, Citation(source, cites))


def _rule(all_of: tuple[tuple[str, ...], ...], none_of: tuple[str, ...]) -> SignRule:
    return SignRule(tuple(frozenset(group) for group in all_of), frozenset(none_of))


def _check(entry: Entry[DutyToReport]) -> None:
    check_dates(entry)
    if any(law.force is not Force.NONE for law in entry.value.laws):
        return
    for scalar in walk(entry.table):
        if "義務" in scalar.text:
            message = "義務を定める法律（laws）がないので『義務』とは書けません"
            entry.page.fault(scalar.line, message)


_LAW = Shape(
    _law,
    (
        Key("text", "内容", Text()),
        Key("force", "義務の強さ", OneOf.all(Force)),
        Key("condition", "条件", Text(), optional=True),
        Key("source", "出典ID", RefersTo("source")),
        Key("cites", "条・箇所", SHORT, optional=True),
    ),
)
_GROUP: ListOf[str] = ListOf(RefersTo("lexicon"), least=1)
_RULE = Shape(
    _rule,
    (
        Key("all_of", "すべて必要な兆候", ListOf(_GROUP, least=1)),
        ids_key("none_of", "あれば除く兆候", "lexicon", optional=True),
    ),
)
_DUTY = Shape(
    DutyToReport,
    (
        Key("kind", "種類", Defines("duty", OneOf.all(SafetyKind))),
        Key("name", "名前", SHORT),
        Key("act_now", "すぐすること", Text(25)),
        Key("steps", "手順", ListOf(SENTENCE, least=1)),
        Key("do_not", "してはいけないこと", ListOf(SENTENCE)),
        Key("laws", "根拠の法律", ListOf(_LAW)),
        ids_key("destinations", "つなぎ先", "destination", "destination_ids"),
        ids_key("contacts", "連絡先", "contact", "contact_ids"),
        Key("closing", "結びの一言", SENTENCE, optional=True),
        Key("rules", "見つけ方", ListOf(_RULE, least=1)),
        *DATE_KEYS,
        sources_key(),
    ),
    _check,
)
DUTIES = Shape(DutyFile, (Key("duties", "通告・通報", Entries(_DUTY)),))
