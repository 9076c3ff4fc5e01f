"""The 事実確認シート as values: what was seen and heard, and what follows from it.

Nothing here knows a resident: a sheet holds ids of items, where it was noticed, and at
most a few lines of the writer's own. What is not touched has no observation at all
(「未確認」); it is left out of everything and never becomes 「なし」.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.core.duties import SafetyKind
from bot.core.knowledge import Consent, Knowledge
from bot.core.sheet_items import Agreement, SheetItem, SheetPart

HEADER = "窓口での気づきメモ（調査・事実確認の措置ではありません）"
ASK_NO_MORE = "これ以上くわしく聞き取らないでください。"


class Noticed(StrEnum):
    """What the writer says of one item."""

    SEEN = "seen"
    HEARD = "heard"
    CHECKED_NOT = "checked_not"  # 確かめたが、なかった
    UNKNOWN = "unknown"  # 確かめようとしたが、わからない


POSITIVE = (Noticed.SEEN, Noticed.HEARD)
NOTICED_LABELS = {
    Noticed.SEEN: "見た",
    Noticed.HEARD: "聞いた",
    Noticed.CHECKED_NOT: "確かめたが、なかった",
    Noticed.UNKNOWN: "わからない",
}


class Place(StrEnum):
    """Where it was noticed."""

    COUNTER = "counter"
    PHONE = "phone"
    VISIT = "visit"
    OUTSIDE = "outside"


PLACE_LABELS = {
    Place.COUNTER: "窓口",
    Place.PHONE: "電話",
    Place.VISIT: "訪問先",
    Place.OUTSIDE: "地域・そのほか",
}


class Basis(StrEnum):
    """How the writer of a line of their own knows it."""

    SEEN = "seen"
    HEARD = "heard"
    GUESS = "guess"


BASIS_LABELS = {Basis.SEEN: "見た", Basis.HEARD: "聞いた", Basis.GUESS: "推測"}


@dataclass(frozen=True, slots=True)
class Observation:
    """One item and what the writer says of it; an item may be both seen and heard."""

    item_id: str
    noticed: Noticed


@dataclass(frozen=True, slots=True)
class Note:
    """A line in the writer's own words, where the ward has turned them on."""

    basis: Basis
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the writer ticked; ``notes`` only where the ward has turned free text on."""

    observations: tuple[Observation, ...] = ()
    place: Place = Place.COUNTER
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetDuty:
    """A duty card that applies, to whom, and the texts of the items it rests on.

    ``at_once``: before anything else is asked. Otherwise one sign that may mean it.
    """

    kind: SafetyKind
    name: str
    because: tuple[str, ...]
    at_once: bool
    desk_ids: tuple[str, ...]
    desks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetDestination:
    """A destination with its reason: the texts of the items and the labels of their signs."""

    destination_id: str
    name: str
    because: tuple[str, ...]
    signs: tuple[str, ...]
    say: str
    to_tell: tuple[str, ...]
    steps: tuple[str, ...]
    consent: Consent


class MeetingAnswer(StrEnum):
    """Why a meeting is proposed, or why none is."""

    SEVERAL_AGREED = "several-agreed"  # つながる場
    SEVERAL_ASK_FIRST = "several-ask-first"  # つながる場, once they agree
    NOT_YET_IN_SUPPORT = "not-yet-in-support"  # シェア会議
    DANGER_FIRST = "danger-first"  # none: nobody waits for a meeting
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True, slots=True)
class SheetMeeting:
    """The conference that fits; ``conference_id`` and ``name`` empty where none does."""

    answer: MeetingAnswer
    conference_id: str = ""
    name: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class SheetResult:
    """Everything that follows from a sheet, in words ready to be shown or printed.

    ``seen``, ``heard``, ``checked_not``, ``unknown``, ``urgent`` and ``wishes`` are texts
    of items, with the writer's own lines under what they were marked as; ``guesses`` are
    those marked 推測. ``nothing_on_paper``: nothing of it may be printed, handed over or
    sent to somebody's home. ``record`` is the text to copy.
    """

    place: str
    seen: tuple[str, ...]
    heard: tuple[str, ...]
    checked_not: tuple[str, ...]
    unknown: tuple[str, ...]
    guesses: tuple[str, ...]
    urgent: tuple[str, ...]
    wishes: tuple[str, ...]
    agreement: Agreement | None
    duties: tuple[SheetDuty, ...]
    destinations: tuple[SheetDestination, ...]
    meeting: SheetMeeting
    tell: tuple[str, ...]
    hand_over: tuple[str, ...]
    how: tuple[str, ...]
    nothing_on_paper: bool
    record: str

    @property
    def at_once(self) -> tuple[SheetDuty, ...]:
        """The duties that come before everything."""
        return tuple(duty for duty in self.duties if duty.at_once)


def items_of(knowledge: Knowledge, *parts: SheetPart) -> Iterator[SheetItem]:
    """The items of those parts of the sheet (all without any), in the file's order."""
    for group in knowledge.sheet:
        if not parts or group.part in parts:
            yield from group.items
