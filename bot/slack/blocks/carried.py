"""What a button of an answer carries: ids only, never a word that somebody typed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

from bot.core.block_limits import limit
from bot.service.referral import UnknownEntry

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MOST_SIGNS, _MOST_IDS = 24, 8


@dataclass(frozen=True, slots=True)
class Carried:
    """The ids that a later press needs.

    ``ids`` are destinations, best first; ``key`` is the answer's random id (empty: nothing
    is counted), ``signs`` ids of the lexicon, ``duties`` kinds, ``meeting`` a conference.
    """

    ids: tuple[str, ...] = ()
    key: str = ""
    signs: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    meeting: str = ""

    def about(self, *destination_ids: str) -> Carried:
        """The same answer, about these destinations."""
        return replace(self, ids=destination_ids)


def pack(carried: Carried) -> str:
    """As the value of a button: inside Slack's limit, at the cost of signs if need be."""
    signs = carried.signs[:_MOST_SIGNS]
    value = _packed(carried, signs)
    while len(value) > limit("button", "value") and signs:
        signs = signs[:-1]
        value = _packed(carried, signs)
    return value


def _packed(carried: Carried, signs: tuple[str, ...]) -> str:
    parts = (carried.ids[:_MOST_IDS], carried.key, signs, carried.duties, carried.meeting)
    return json.dumps(parts, separators=(",", ":"))


def unpack(value: object) -> Carried:
    """Back from a button; UnknownEntry for a value that no button of ours holds."""
    try:
        parts = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError) as error:
        raise UnknownEntry from error
    match parts:
        case [list(ids), str(key), list(signs), list(duties), str(meeting)]:
            carried = Carried(_ids(ids), key, _ids(signs), _ids(duties), meeting)
        case _:
            raise UnknownEntry
    if not all(_ID.fullmatch(one) for one in (key, meeting) if one):
        raise UnknownEntry
    return carried


def _ids(values: list[object]) -> tuple[str, ...]:
    ids = tuple(v for v in values if isinstance(v, str) and _ID.fullmatch(v))
    if len(ids) != len(values):
        raise UnknownEntry
    return ids
