"""The small pieces of which the Block Kit checks are made.

A check looks at one value and writes what is wrong into the list that its
``Place`` carries, in Slack's wording and with a JSON pointer, so that one
request reports everything at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.block_limits import bound

_SHORTEST_TEXT = bound("text", "min_length")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the payload we are, and the list of faults found so far."""

    pointer: str
    faults: list[str]

    def at(self, key: str | int) -> Place:
        """One step further down."""
        return Place(f"{self.pointer}/{key}", self.faults)

    def fault(self, sentence: str) -> None:
        """Note a fault at this place."""
        self.faults.append(f"[ERROR] {sentence} [json-pointer:{self.pointer}]")


Check = Callable[[Any, Place], None]


def string(longest: int | None = None, shortest: int = 0) -> Check:
    """A string of ``shortest`` to ``longest`` characters."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, str):
            place.fault("must be a string")
        elif len(value) < shortest:
            place.fault(f"must be more than {shortest - 1} characters")
        elif longest is not None and len(value) > longest:
            place.fault(f"must be no longer than {longest} characters")

    return check


def boolean(value: Any, place: Place) -> None:
    """True or false."""
    if not isinstance(value, bool):
        place.fault("must be a boolean")


def integer(least: int, most: int) -> Check:
    """A whole number from ``least`` to ``most``."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            place.fault("must be an integer")
        elif value < least:
            place.fault(f"must be greater than or equal to {least}")
        elif value > most:
            place.fault(f"must be less than or equal to {most}")

    return check


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, place: Place) -> None:
        if value not in allowed:
            place.fault(f"must be a valid enum value ({', '.join(allowed)})")

    return check


def items(check_item: Check, most: int | None = None, least: int = 1) -> Check:
    """A list of ``least`` to ``most`` things that each pass ``check_item``."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, list):
            place.fault("must be an array")
            return
        if most is not None and len(value) > most:
            place.fault(f"no more than {most} items allowed")
        if len(value) < least:
            place.fault(f"no less than {least} items allowed")
        for number, item in enumerate(value):
            check_item(item, place.at(number))

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with these properties and no others."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, dict):
            place.fault("must provide an object")
            return
        for name in required:
            if name not in value:
                place.fault(f"missing required field: {name}")
        for name, part in value.items():
            known = required.get(name) or optional.get(name)
            if known is None:
                place.at(name).fault(f"invalid additional property: {name}")
            else:
                known(part, place.at(name))

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object whose ``type`` chooses the check."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, dict):
            place.fault("must provide an object")
        elif "type" not in value:
            place.fault("missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in kinds:
            place.at("type").fault(f"unsupported type: {value['type']}")
        else:
            kinds[value["type"]](value, place)

    return check


def both(*checks: Check) -> Check:
    """All of several checks."""

    def check(value: Any, place: Place) -> None:
        for one in checks:
            one(value, place)

    return check


def ignore(_value: Any, _place: Place) -> None:
    """Anything goes (the ``type`` that ``by_type`` has read already)."""


def text(longest: int, *kinds: str) -> Check:
    """A text object of one of ``kinds``, at most ``longest`` characters."""
    words = string(longest, _SHORTEST_TEXT)
    known = {
        "plain_text": record({"type": ignore, "text": words}, {"emoji": boolean}),
        "mrkdwn": record({"type": ignore, "text": words}, {"verbatim": boolean}),
    }
    return by_type({kind: known[kind] for kind in kinds})


def plain(longest: int) -> Check:
    """A plain_text object."""
    return text(longest, "plain_text")


def either(longest: int) -> Check:
    """A plain_text or mrkdwn object."""
    return text(longest, "plain_text", "mrkdwn")
