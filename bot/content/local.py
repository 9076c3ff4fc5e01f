"""Reads local.yaml, the ward's own overlay, and lays it over the shipped entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.content.common import SHORT, ids_key
from bot.content.fields import Day, Defines, Flag, RefersTo, Text
from bot.content.hours import Timetable
from bot.content.lists import Entries, ListOf
from bot.content.nodes import Node, Scalar
from bot.content.phones import Phone
from bot.content.schema import Bad, Entry, Key, Page, Shape
from bot.core.knowledge import Contact, Destination, Grade, Knowledge
from bot.core.local import Local, LocalArea, LocalDesk, OfficeHours
from bot.core.opening import Schedule

_EXTENSION = re.compile(r"\d{2,6}(?:・\d{2,6})*", re.ASCII)
_AREAS = "community-care-center"  # whose desks are shared by area


@dataclass(frozen=True, slots=True)
class LocalFile:
    """local.yaml, which a content folder need not have."""

    counters: OfficeHours | None = None
    desks: OfficeHours | None = None
    destinations: tuple[Entry[LocalDesk], ...] = ()
    areas: tuple[Entry[LocalArea], ...] = ()


@dataclass(frozen=True, slots=True)
class _KnownOnce:
    """The id of a destination, of which there may be one entry in this file."""

    def read(self, node: Node, label: str, page: Page) -> str | Bad:
        """The id, noted as referred to."""
        id_ = Defines("local", Text()).read(node, label, page)
        return id_ if isinstance(id_, Bad) else RefersTo("destination").read(node, label, page)


@dataclass(frozen=True, slots=True)
class _Extension:
    """An extension, or several; digits need no quotes, as nothing is reckoned with them."""

    def read(self, node: Node, label: str, page: Page) -> str | Bad:
        """The digits, half-width."""
        text = unicodedata.normalize("NFKC", node.text) if isinstance(node, Scalar) else ""
        if _EXTENSION.fullmatch(text):
            return text
        return page.fault(node.line, f"{label}は 1234 や 1234・1235 のように数字で書いてください")


_SCHEDULE = Timetable()
_PHONES = Key("phones", "電話番号", ListOf(Phone("phone", Text(20))), optional=True, default=())
_CONFIRMED = Key("confirmed", "確かめた日", Day())
_HOURS = Key("hours", "受付時間", _SCHEDULE, into="schedule", optional=True)
_TOWNS: ListOf[str] = ListOf(SHORT)


def _check_desk(entry: Entry[LocalDesk]) -> None:
    if entry.value.counter and entry.value.schedule is not None:
        entry.fault("counter", "hours と counter は、どちらか1つだけを書いてください")


def _check_area(entry: Entry[LocalArea]) -> None:
    area = entry.value
    if not area.covers:
        entry.fault("id", "町（towns）か校区（schools）を1つ以上書いてください")
    if not area.contact_ids and not area.phones:
        entry.fault("id", "連絡先（contacts）か電話番号（phones）を書いてください")


_OFFICE_HOURS = Shape(
    OfficeHours,
    (
        Key("hours", "受付時間", _SCHEDULE, into="schedule"),
        Key("confirmed", "確かめた日", Day(), optional=True),
    ),
)
_DESK = Shape(
    LocalDesk,
    (
        Key("id", "つなぎ先", _KnownOnce()),
        Key("section", "担当の名前", SHORT, optional=True, default=""),
        Key("place", "階・窓口番号", SHORT, optional=True, default=""),
        Key("extension", "内線", _Extension(), optional=True, default=""),
        _PHONES,
        _HOURS,
        Key("counter", "窓口の時間で開く", Flag(), optional=True, default=False),
        Key("owner", "担当", SHORT, optional=True),
        Key("deputy", "副担当", SHORT, optional=True),
        _CONFIRMED,
    ),
    _check_desk,
)
_AREA = Shape(
    LocalArea,
    (
        Key("id", "ID", Defines("area")),
        Key(
            "destination",
            "つなぎ先",
            RefersTo("destination"),
            into="destination_id",
            optional=True,
            default=_AREAS,
        ),
        Key("name", "名前", SHORT),
        Key("towns", "町", _TOWNS, optional=True, default=()),
        Key("schools", "校区", _TOWNS, optional=True, default=()),
        ids_key("contacts", "連絡先", "contact", "contact_ids", optional=True),
        _PHONES,
        _HOURS,
        _CONFIRMED,
    ),
    _check_area,
)
LOCAL = Shape(
    LocalFile,
    (
        Key("counters", "窓口の時間", _OFFICE_HOURS, optional=True),
        Key("desks", "相談の窓口の時間", _OFFICE_HOURS, optional=True),
        Key("destinations", "つなぎ先ごとの値", Entries(_DESK, least=0), optional=True, default=()),
        Key("areas", "担当の地域", Entries(_AREA, least=0), optional=True, default=()),
    ),
)


def with_local(knowledge: Knowledge, file: LocalFile) -> Knowledge:
    """The knowledge with the ward's values over it.

    Its numbers become contacts of grade ``ward``, first in their destination or area; their
    ids hold a colon, which no id of contacts.yaml can.
    """
    entries = MappingProxyType({entry.value.id: entry.value for entry in file.destinations})
    areas = tuple(_with_own(entry.value) for entry in file.areas)
    local = Local(file.counters, file.desks, entries, areas)
    contacts = dict(knowledge.contacts)
    contacts.update((c.id, c) for c in _answered_by_the_ward(knowledge, local))
    contacts.update((c.id, c) for c in _desk_contacts(knowledge.destinations, local))
    contacts.update((c.id, c) for c in _area_contacts(entry.value for entry in file.areas))
    destinations = {
        id_: _overlaid(destination, entries.get(id_))
        for id_, destination in knowledge.destinations.items()
    }
    return replace(
        knowledge,
        destinations=MappingProxyType(destinations),
        contacts=MappingProxyType(contacts),
        local=local,
    )


def _overlaid(destination: Destination, entry: LocalDesk | None) -> Destination:
    if entry is None:
        return destination
    own = (_desk_id(destination.id),) if entry.phones else ()
    return replace(
        destination,
        contact_ids=own + destination.contact_ids,
        owner=entry.owner or destination.owner,
        deputy=entry.deputy or destination.deputy,
    )


def _with_own(area: LocalArea) -> LocalArea:
    own = (_area_id(area.id),) if area.phones else ()
    return replace(area, contact_ids=own + area.contact_ids)


def _desk_id(destination_id: str) -> str:
    return f"local:{destination_id}"


def _area_id(area_id: str) -> str:
    return f"local:area:{area_id}"


def _answered_by_the_ward(knowledge: Knowledge, local: Local) -> Iterator[Contact]:
    """The registry's numbers of the ward's own desks, which answer while those are open."""
    for destination in knowledge.destinations.values():
        schedule = local.schedule_of(destination.id, is_ward_desk=destination.ward_desk)
        for id_ in destination.contact_ids if destination.ward_desk else ():
            contact = knowledge.contacts.get(id_)
            if contact and contact.schedule is None and not contact.always_open:
                yield replace(contact, schedule=schedule)


def _desk_contacts(destinations: Mapping[str, Destination], local: Local) -> Iterator[Contact]:
    for entry in local.entries.values():
        destination = destinations.get(entry.id)
        if entry.phones and destination is not None:
            schedule = local.schedule_of(entry.id, is_ward_desk=destination.ward_desk)
            name = entry.section or destination.name
            yield _contact(_desk_id(entry.id), name, entry, schedule)


def _area_contacts(areas: Iterator[LocalArea]) -> Iterator[Contact]:
    for area in areas:
        if area.phones:
            yield _contact(_area_id(area.id), area.name, area, area.schedule)


def _contact(
    id_: str, name: str, entry: LocalDesk | LocalArea, schedule: Schedule | None
) -> Contact:
    return Contact(
        id=id_,
        name=name,
        phones=entry.phones,
        grade=Grade.WARD,
        source_url=None,
        seen=entry.confirmed.isoformat(),
        hours=(schedule.text or None) if schedule is not None else None,
        schedule=schedule,
    )
