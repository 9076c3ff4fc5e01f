"""What the pocket guide says, as values that the service fills from the content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.duties import SafetyKind


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as printed: ``note`` is its mark and date, ``hint`` what to know first."""

    name: str
    numbers: tuple[str, ...]
    hours: str
    note: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ActNow:
    """What to do at once in one of the seven cases; ``desk`` is where to go in office hours."""

    kind: SafetyKind
    act_now: str
    steps: tuple[str, ...]
    do_not: tuple[str, ...]
    desk: str
    phones: tuple[Phone, ...]
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A destination; ``place`` is where to walk or what to do where no number is known."""

    name: str
    description: str
    consent: str
    place: str
    phones: tuple[Phone, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """A heading with its destinations."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """When a conference is used, its consent rule and the first step."""

    name: str
    use_when: tuple[str, ...]
    consent: str
    how_to_start: str


@dataclass(frozen=True, slots=True)
class PocketGuide:
    """Everything on the guide; ``thanks`` are the attributions that licences ask for."""

    version: str
    printed: date
    act_now: tuple[ActNow, ...]
    domains: tuple[Domain, ...]
    meetings: tuple[Meeting, ...]
    thanks: tuple[str, ...]
