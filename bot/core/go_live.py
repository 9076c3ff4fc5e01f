"""What the ward still has to enter before staff use the guide: gaps, not mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.core.duties import DutyToReport
from bot.core.knowledge import Destination, DestinationKind, Knowledge
from bot.core.local import NOT_SET, OfficeHours, needs_confirming

AREA_DESK = "community-care-center"  # the desks that share the ward by area
FEWEST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing, in Japanese, and the names of the entries that miss it.

    No names: it is missing once, for all.
    """

    what: str
    names: tuple[str, ...] = ()


def gaps(knowledge: Knowledge, today: date) -> tuple[Gap, ...]:
    """Everything that only the ward can say and has not said, most urgent first."""
    ward = [d for d in knowledge.destinations.values() if d.ward_desk]
    listed = (
        Gap("区の窓口の内線か電話番号", _names(d for d in ward if not _reachable(knowledge, d))),
        Gap("区の窓口の階・窓口番号", _names(d for d in ward if not _place(knowledge, d))),
        Gap("区の窓口の担当の名前", _names(d for d in ward if not _section(knowledge, d))),
        Gap("電話番号が分からないつなぎ先", _names(_silent(knowledge))),
        Gap("担当（owner）", _names(d for d in _all(knowledge) if d.owner == NOT_SET)),
        Gap("副担当（deputy）", _names(d for d in _all(knowledge) if d.deputy in (None, NOT_SET))),
        Gap("4月1日より前に確かめたままの値", tuple(_stale(knowledge, today))),
    )
    return (*_once(knowledge), *(gap for gap in listed if gap.names))


def duties_without_contact(knowledge: Knowledge) -> tuple[DutyToReport, ...]:
    """The duties whose desk in the ward has no number or extension to call by day.

    Duties without a desk in the ward (急病・事件: 119 and 110) need none.
    """

    def is_silent(duty: DutyToReport) -> bool:
        named = (knowledge.destinations[i] for i in duty.destination_ids)
        desks = [d for d in named if d.ward_desk]
        return bool(desks) and not any(_reachable(knowledge, d) for d in desks)

    return tuple(duty for duty in knowledge.duties.values() if is_silent(duty))


def thin(knowledge: Knowledge) -> tuple[str, ...]:
    """Names of the destinations with so few utterances that they are hard to find."""
    return _names(d for d in _all(knowledge) if len(d.examples) < FEWEST_EXAMPLES)


def _all(knowledge: Knowledge) -> Iterable[Destination]:
    return knowledge.destinations.values()


def _names(destinations: Iterable[Destination]) -> tuple[str, ...]:
    return tuple(destination.name for destination in destinations)


def _once(knowledge: Knowledge) -> Iterator[Gap]:
    local = knowledge.local
    if not _confirmed(local.desks):
        yield Gap("相談の窓口が開いている時間（desks）")
    if not _confirmed(local.counters):
        yield Gap("証明・届出などの窓口が開いている時間（counters）")
    if AREA_DESK in knowledge.destinations and not local.areas_of(AREA_DESK):
        yield Gap("地域包括支援センターの受け持ちの地域（areas）")


def _confirmed(hours: OfficeHours | None) -> bool:
    return hours is not None and hours.confirmed is not None


def _has_number(knowledge: Knowledge, destination: Destination) -> bool:
    return any(knowledge.contacts[i].phones for i in destination.contact_ids)


def _reachable(knowledge: Knowledge, destination: Destination) -> bool:
    entry = knowledge.local.entries.get(destination.id)
    return bool(entry and entry.extension) or _has_number(knowledge, destination)


def _place(knowledge: Knowledge, destination: Destination) -> str:
    entry = knowledge.local.entries.get(destination.id)
    return entry.place if entry else ""


def _section(knowledge: Knowledge, destination: Destination) -> str:
    entry = knowledge.local.entries.get(destination.id)
    return entry.section if entry else ""


def _silent(knowledge: Knowledge) -> Iterator[Destination]:
    for destination in _all(knowledge):
        calls = destination.kind in (DestinationKind.DESK, DestinationKind.LINE)
        if calls and not destination.ward_desk and not _reachable(knowledge, destination):
            yield destination


def _stale(knowledge: Knowledge, today: date) -> Iterator[str]:
    local = knowledge.local
    shared = (("窓口の時間", local.counters), ("相談の窓口の時間", local.desks))
    for name, hours in shared:
        if hours and hours.confirmed and needs_confirming(hours.confirmed, today):
            yield name
    for entry in local.entries.values():
        if needs_confirming(entry.confirmed, today):
            yield knowledge.destinations[entry.id].name
    for area in local.areas:
        if needs_confirming(area.confirmed, today):
            yield area.name
