"""Rules between files: references, examples, conferences, the seven duties, numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from bot.content import phones, syntax
from bot.content.destinations import stem_of
from bot.content.nodes import Node, walk
from bot.content.schema import Entry, Page, Place, Record, Reference, did_you_mean, quoted
from bot.core.conferences import ChoiceReason, Conference
from bot.core.duties import DutyToReport, SafetyKind
from bot.core.knowledge import Contact, Destination, DestinationKind, Knowledge

_HOMES = {
    "source": "sources.yaml",
    "contact": "contacts.yaml",
    "lexicon": "lexicon.yaml",
    "destination": "destinations",
    "entry": "knowledge",
    "concept": "concepts",
}

Known = Mapping[str, Collection[str]]


def _fault(record: Record, place: Place, message: str) -> None:
    Page(place.path, record).fault(place.line, message)


def check_references(record: Record, known: Known) -> None:
    """Every id that is referred to must exist; kinds not in ``known`` are not judged."""
    for reference in record.references:
        ids = known.get(reference.kind)
        if ids and reference.id not in ids and reference.kind in _HOMES:
            hint = did_you_mean(reference.id, sorted(ids))
            home = _HOMES[reference.kind]
            message = f"{reference.label}の{quoted(reference.id)}は {home} にありません{hint}"
            _fault(record, reference.place, message)


def check_examples(record: Record, destinations: Sequence[str], examples: Sequence[str]) -> None:
    """Each examples file belongs to a destination file; both are given as paths."""
    stems = set(map(stem_of, destinations))
    for path in examples:
        if stem_of(path) not in stems:
            hint = did_you_mean(stem_of(path), sorted(stems))
            message = f"つなぎ先『{stem_of(path)}』は destinations にありません{hint}"
            _fault(record, Place(path, 1), message)


def check_duties(record: Record, path: str) -> None:
    """All seven kinds must be there."""
    defined = record.defined.get("duty")
    if defined:
        for kind in SafetyKind:
            if kind not in defined:
                message = (
                    f"『{kind.value}』がありません。{len(SafetyKind)}種類すべてを書いてください"
                )
                _fault(record, Place(path, 1), message)


def check_reasons(record: Record, path: str) -> None:
    """All reasons for choosing a conference, or none, must be there."""
    defined = record.defined.get("conference_reason")
    if defined is not None:
        for reason in ChoiceReason:
            if reason not in defined:
                said = f"{len(ChoiceReason)}種類すべてを書いてください"
                _fault(record, Place(path, 1), f"『{reason.value}』がありません。{said}")


def check_conferences(
    record: Record,
    destinations: Sequence[Entry[Destination]],
    conferences: Sequence[Entry[Conference]],
) -> None:
    """Each conference is a destination of that kind, or has a name of its own."""
    kinds = {entry.value.id: entry.value.kind for entry in destinations}
    known = record.defined.get("destination", {})
    named = {entry.value.id: entry for entry in conferences if entry.value.name}
    for id_, place in record.defined.get("conference", {}).items():
        if id_ in named:
            if id_ in known:
                said = f"『{id_}』の名前（name）は destinations のものを使います。消してください"
                named[id_].fault("name", said)
            continue
        if known and id_ not in known:
            hint = did_you_mean(id_, sorted(known))
            _fault(record, place, f"会議『{id_}』は destinations にありません{hint}")
        elif kinds.get(id_, DestinationKind.CONFERENCE) is not DestinationKind.CONFERENCE:
            message = f"つなぎ先『{id_}』の種類（kind）が conference ではありません"
            _fault(record, place, message)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which phone numbers may appear, by their digits; ``registered`` None: unknown."""

    registered: frozenset[str] | None
    denied: frozenset[str] = frozenset()
    unapproved: frozenset[str] = frozenset()

    @classmethod
    def of_record(cls, record: Record) -> Numbers:
        """As contacts.yaml of this pass has them."""
        defined = record.defined
        registered = frozenset(defined["phone"]) if "phone" in defined else None
        denied = frozenset(defined.get("denied", ()))
        return cls(registered, denied, frozenset(defined.get("unapproved", ())))

    @classmethod
    def of_knowledge(cls, knowledge: Knowledge) -> Numbers:
        """As loaded content has them; a denied number is simply not registered."""
        numbers = (number for row in knowledge.contacts.values() for number in row.phones)
        return cls(frozenset(map(phones.number_key, numbers)))

    def objection(self, found: phones.Found, *, in_registry: bool = False) -> str | None:
        """Why a number may not stand where it was found."""
        if phones.registered(found.key, self.denied):
            return f"『{found.written}』は使ってはいけない番号です（contacts.yaml の deny_list）"
        if phones.registered(found.key, self.unapproved):
            said = "出典が足りず載せられない番号です（contacts.yaml の unapproved_list）"
            return f"『{found.written}』は{said}"
        if in_registry or self.registered is None:
            return None
        if phones.registered(found.key, self.registered):
            return None
        said = "番号は contacts.yaml に登録したものだけを使えます"
        return f"電話番号『{found.written}』は contacts.yaml にありません。{said}"


def check_numbers(record: Record, files: Mapping[str, bytes], numbers: Numbers) -> None:
    """No file may hold a number that is not registered, not even in a comment."""
    for path, data in files.items():
        text, _, _ = syntax.decode(data)
        for line, written in enumerate(text.split("\n"), 1):
            for found in phones.find_numbers(written):
                objection = numbers.objection(found)
                if objection:
                    _fault(record, Place(path, line), objection)


def check_registry_numbers(record: Record, contacts: Node, path: str, numbers: Numbers) -> None:
    """Nor may a contact have a denied number, as its number or in a note."""
    for scalar in walk(contacts):
        for found in _numbers_of(scalar.text):
            objection = numbers.objection(found, in_registry=True)
            if objection:
                _fault(record, Place(path, scalar.line), objection)


def _numbers_of(text: str) -> Iterator[phones.Found]:
    yield from phones.find_numbers(text)
    if text.isdigit():  # a short number in a list of phones stands alone
        yield phones.Found(text, phones.number_key(text))


def entries_of(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Ids a question may rest on, each with the names of its fields."""
    groups: tuple[tuple[Collection[str], Any], ...] = (
        (knowledge.destinations, Destination),
        (knowledge.contacts, Contact),
        (knowledge.conferences, Conference),
        (knowledge.duties, DutyToReport),
    )
    found: dict[str, frozenset[str]] = {}
    for ids, kind in groups:
        names = frozenset(item.name for item in fields(kind))
        for id_ in ids:
            found[str(id_)] = found.get(str(id_), frozenset()) | names
    return found


def check_fields(record: Record, entries: Mapping[str, frozenset[str]]) -> None:
    """``rests_on`` names a field that its entry has."""
    for reference in record.references:
        if reference.kind == "field":
            _check_field(record, reference, entries)


def _check_field(
    record: Record, reference: Reference, entries: Mapping[str, frozenset[str]]
) -> None:
    entry, _, name = reference.id.rpartition(".")
    names = entries.get(entry)
    if names is not None and name not in names:
        hint = did_you_mean(name, sorted(names))
        message = f"{reference.label}の{quoted(name)}は『{entry}』にありません{hint}"
        _fault(record, reference.place, message)
