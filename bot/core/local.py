"""What the ward enters itself: its sections, places, extensions, hours and areas.

Pure values of knowledge/local.yaml and the rule for 1 April, when staff change their
posts and every such value has to be confirmed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.opening import COUNTER_HOURS, Schedule

TRANSFER_MARK = "異動期・要確認"
NOT_SET = "区で設定"  # what stands for a post or contact that only the ward knows


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Hours that many desks share; ``confirmed`` None: nobody has confirmed them yet."""

    schedule: Schedule
    confirmed: date | None = None


@dataclass(frozen=True, slots=True)
class LocalDesk:
    """What the ward says about one destination; empty where it says nothing.

    ``counter``: open as the counters are (with their evenings and Sundays). ``owner`` and
    ``deputy`` are posts, never persons.
    """

    id: str
    confirmed: date
    section: str = ""
    place: str = ""
    extension: str = ""
    phones: tuple[str, ...] = ()
    schedule: Schedule | None = None
    counter: bool = False
    owner: str | None = None
    deputy: str | None = None

    @property
    def where(self) -> str:
        """Where to walk and which extension to dial: 「3階 31番・内線1234」, or nothing."""
        extension = f"内線{self.extension}" if self.extension else ""
        return "・".join(part for part in (self.place, extension) if part)


@dataclass(frozen=True, slots=True)
class LocalArea:
    """One of the desks that share ``destination_id`` by 町 (``towns``) or school district."""

    id: str
    name: str
    confirmed: date
    destination_id: str
    towns: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    contact_ids: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    schedule: Schedule | None = None

    @property
    def covers(self) -> tuple[str, ...]:
        """Everything it can be asked by, towns first."""
        return self.towns + self.schools


@dataclass(frozen=True, slots=True)
class Local:
    """knowledge/local.yaml as a whole; empty as shipped.

    ``counters`` are the counters for certificates and notices, ``desks`` the desks for
    consultation, which need not keep the counters' evenings and Sundays.
    """

    counters: OfficeHours | None = None
    desks: OfficeHours | None = None
    entries: Mapping[str, LocalDesk] = field(default_factory=dict)
    areas: tuple[LocalArea, ...] = ()

    @property
    def counter_schedule(self) -> Schedule:
        """When the counters are open; the weekday hours of the facts until the ward says."""
        return COUNTER_HOURS if self.counters is None else self.counters.schedule

    @property
    def desk_schedule(self) -> Schedule:
        """When the desks for consultation are open; likewise."""
        return COUNTER_HOURS if self.desks is None else self.desks.schedule

    def schedule_of(self, destination_id: str, *, is_ward_desk: bool) -> Schedule | None:
        """When a destination's own desk is open; None where nobody has said."""
        entry = self.entries.get(destination_id)
        if entry is not None and entry.schedule is not None:
            return entry.schedule
        if entry is not None and entry.counter:
            return self.counter_schedule
        return self.desk_schedule if is_ward_desk else None

    def areas_of(self, destination_id: str) -> tuple[LocalArea, ...]:
        """The areas of a destination, in the order of the file."""
        return tuple(area for area in self.areas if area.destination_id == destination_id)


def latest_april(today: date) -> date:
    """The latest 1 April, ``today`` included: the day on which staff change their posts."""
    april = date(today.year, 4, 1)
    return april if april <= today else april.replace(year=today.year - 1)


def needs_confirming(confirmed: date, today: date) -> bool:
    """Whether a value of the ward was last confirmed before the latest 1 April."""
    return confirmed < latest_april(today)
