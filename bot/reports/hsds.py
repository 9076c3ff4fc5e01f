"""The destinations as Open Referral HSDS 3 describes services, for other directories.

Pure: content in, plain JSON values out. Ids are UUIDs made from our own ids, so that two
exports of the same entry name it alike. Source of the names and shapes: HSDS 3.0,
``service_with_definitions`` (https://docs.openreferral.org). What HSDS has no place for
(signs, examples, negatives, safety) stays at home.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.core.knowledge import Contact, Destination, Knowledge
from bot.core.local import NOT_SET, LocalDesk
from bot.core.opening import MINUTES_A_DAY, OnHolidays, Rule, Schedule

Json = dict[str, Any]

VERSION = "3.0"
_OURS = uuid5(NAMESPACE_URL, "https://github.com/openreferral/specification#kizuki-navi")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TOKYO_HOURS = 9
_ORGANIZATION = "ward-office"
_HOLIDAYS: Mapping[OnHolidays, str] = {
    OnHolidays.CLOSED: "祝日・年末年始は休み",
    OnHolidays.AS_USUAL: "祝日も同じ",
    OnHolidays.UNKNOWN: "祝日は不明",
}


def export(knowledge: Knowledge) -> Json:
    """Everything as one document: each list holds objects of one HSDS type.

    A service refers to its organization by ``organization_id``; its phones, schedules
    and places stand inside it.
    """
    services = [_service(knowledge, entry) for entry in knowledge.destinations.values()]
    return {
        "version": VERSION,
        "content_version": knowledge.version,
        "organizations": [_organization(knowledge)],
        "services": services,
    }


def _id(*parts: str) -> str:
    return str(uuid5(_OURS, "/".join(parts)))


def _organization(knowledge: Knowledge) -> Json:
    return {
        "id": _id(_ORGANIZATION),
        "name": "区役所",
        "description": "区役所の職員が案内する、つなぎ先の一覧です。",
        "locations": [
            _location(entry.id, desk) for entry, desk in _own_desks(knowledge) if desk.place
        ],
    }


def _own_desks(knowledge: Knowledge) -> Iterator[tuple[Destination, LocalDesk]]:
    for entry in knowledge.destinations.values():
        desk = knowledge.local.entries.get(entry.id)
        if desk is not None and entry.ward_desk:
            yield entry, desk


def _location(destination_id: str, desk: LocalDesk) -> Json:
    return {
        "id": _id("location", destination_id),
        "location_type": "physical",
        "organization_id": _id(_ORGANIZATION),
        "name": desk.section or desk.place,
        "description": desk.place,
    }


def _service(knowledge: Knowledge, entry: Destination) -> Json:
    contacts = [knowledge.contacts[i] for i in entry.contact_ids]
    desk = knowledge.local.entries.get(entry.id)
    service: Json = {
        "id": _id("service", entry.id),
        "organization_id": _id(_ORGANIZATION),
        "name": entry.name,
        "description": entry.description,
        "status": "active",
        "application_process": "\n".join(entry.application_process),
        "eligibility_description": entry.eligibility_description,
        "assured_date": entry.assured_date.isoformat(),
        "phones": list(_phones(entry, contacts, desk)),
        "schedules": list(_schedules(knowledge, entry, contacts)),
        "required_documents": [
            {"id": _id("document", entry.id, text), "document": text} for text in entry.to_tell
        ],
        "contacts": list(_posts(entry)),
        "attributes": [_attribute(entry, "domain", domain.value) for domain in entry.domains],
    }
    if entry.aliases:
        service["alternate_name"] = "、".join(entry.aliases)
    if entry.caution:
        service["alert"] = entry.caution
    if desk is not None and desk.place:
        service["service_at_locations"] = [_at_location(entry, desk)]
    return service


def _at_location(entry: Destination, desk: LocalDesk) -> Json:
    return {
        "id": _id("service_at_location", entry.id),
        "service_id": _id("service", entry.id),
        "location_id": _id("location", entry.id),
        "location": _location(entry.id, desk),
    }


def _attribute(entry: Destination, kind: str, value: str) -> Json:
    return {
        "id": _id("attribute", entry.id, kind, value),
        "link_id": _id("service", entry.id),
        "link_entity": "service",
        "link_type": kind,
        "value": value,
    }


def _posts(entry: Destination) -> Iterator[Json]:
    """The posts that answer for the entry; never persons."""
    for post in dict.fromkeys((entry.owner, entry.deputy)):
        if post and post != NOT_SET:
            yield {
                "id": _id("contact", entry.id, post),
                "service_id": _id("service", entry.id),
                "department": post,
            }


def _phones(
    entry: Destination, contacts: Iterable[Contact], desk: LocalDesk | None
) -> Iterator[Json]:
    for contact in contacts:
        for number in contact.phones:
            yield {
                "id": _id("phone", entry.id, contact.id, number),
                "service_id": _id("service", entry.id),
                "number": number,
                "type": "voice",
                "description": _described(contact),
            }
    for extension in desk.extension.split("・") if desk and desk.extension else ():
        yield {
            "id": _id("phone", entry.id, "extension", extension),
            "service_id": _id("service", entry.id),
            "number": extension,
            "extension": int(extension),
            "type": "voice",
            "description": f"{desk.section or entry.name}（内線）" if desk else "",
        }


def _described(contact: Contact) -> str:
    seen = f"（{contact.seen}に確認）" if contact.seen else ""
    hours = f"　{contact.hours}" if contact.hours else ""
    return f"{contact.name}{hours}{seen}"


def _schedules(
    knowledge: Knowledge, entry: Destination, contacts: Iterable[Contact]
) -> Iterator[Json]:
    """The desk's own hours, or those of its contacts."""
    own = knowledge.local.schedule_of(entry.id, is_ward_desk=False)
    if own is not None:
        yield from _rows(entry, "desk", own, entry.name)
        return
    for contact in contacts:
        if contact.schedule is not None:
            yield from _rows(entry, contact.id, contact.schedule, contact.name)
        elif contact.always_open:
            yield from _rows(entry, contact.id, Schedule(always=True), contact.name)


def _rows(entry: Destination, key: str, schedule: Schedule, name: str) -> Iterator[Json]:
    basis = {"service_id": _id("service", entry.id), "timezone": _TOKYO_HOURS}
    if schedule.always:
        yield {
            "id": _id("schedule", entry.id, key),
            **basis,
            "freq": "WEEKLY",
            "byday": ",".join(_WEEKDAYS),
            "opens_at": _clock(0),
            "closes_at": _clock(MINUTES_A_DAY),
            "description": f"{name}　24時間",
        }
        return
    note = f"{name}　{schedule.text}（{_HOLIDAYS[schedule.on_holidays]}）"
    for number, rule in enumerate(schedule.rules):
        yield {
            "id": _id("schedule", entry.id, key, str(number)),
            **basis,
            **_when(rule),
            "description": note,
        }


def _when(rule: Rule) -> Json:
    """One rule in the words of RFC 5545, as HSDS schedules take them.

    A closing time after midnight is given as the next day's, which a reader sees from its
    being earlier than the opening. A closed day has neither time.
    """
    when: Json = {}
    if rule.opens < rule.closes:
        when = {"opens_at": _clock(rule.opens), "closes_at": _clock(rule.closes)}
    if rule.day is not None:
        day = rule.day.isoformat()
        return {**when, "valid_from": day, "valid_to": day, "dtstart": day}
    if rule.month_day is not None:
        return {**when, "freq": "MONTHLY", "bymonthday": str(rule.month_day)}
    days = [_WEEKDAYS[n] for n in sorted(rule.weekdays)]
    if rule.nth is not None:
        return {**when, "freq": "MONTHLY", "byday": ",".join(f"{rule.nth}{d}" for d in days)}
    return {**when, "freq": "WEEKLY", "byday": ",".join(days)}


def _clock(minute: int) -> str:
    """A time of day with its offset, as HSDS wants it; midnight's end is the minute before."""
    shown = minute - 1 if minute == MINUTES_A_DAY else minute % MINUTES_A_DAY
    hours, minutes = divmod(shown, 60)
    return f"{hours:02d}:{minutes:02d}+{_TOKYO_HOURS:02d}:00"
