"""The audit: who looked at which list of names, in monthly segments chained by HMAC.

An entry names nobody: people stand in it under a pseudonym of that month, made with a key
of their own. Whoever is erased loses the key, and their pseudonyms lead nowhere, while the
chain still holds. Each entry's mark covers the one before it, and each segment begins with
the last mark of the one before; what somebody cut off at the end is found by the count and
mark that the administrators were sent when the month closed.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

START = "0" * 64
KEY_BYTES = 32
PSEUDONYM = 32
OPERATOR = "operator"
"""Stands for whoever runs commands on the machine; not a pseudonym of anybody."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One look at a list: ``who`` and ``subjects`` are pseudonyms of the segment's month."""

    month: str
    number: int
    at: datetime
    who: str
    what: str
    subjects: frozenset[str]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A month of entries; ``dropped`` when their term is over and only the head is kept."""

    month: str
    start: str
    count: int
    head: str
    closed: bool = False
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """What was sent to the administrators when a month closed."""

    month: str
    count: int
    head: str

    def __str__(self) -> str:
        return f"{self.month}:{self.count}:{self.head}"


@dataclass(frozen=True, slots=True)
class Tampering:
    """Something in the audit is not as it was written; ``sentence`` says where and what."""

    month: str
    sentence: str


_ANCHOR = re.compile(r"([0-9]{4}-[0-9]{2}):([0-9]{1,9}):([0-9a-f]{64})")


def read_anchor(text: str) -> Anchor | None:
    """「月:件数:しるし」 as it was posted; None for anything else."""
    found = _ANCHOR.fullmatch(text.strip())
    return None if found is None else Anchor(found[1], int(found[2]), found[3])


def month_of(day: date) -> str:
    """The segment a day belongs to, as YYYY-MM."""
    return f"{day.year:04d}-{day.month:02d}"


def pseudonym(key: str, month: str) -> str:
    """How the owner of ``key`` (hex) is called in that month; without the key nobody knows."""
    digest = hmac.new(bytes.fromhex(key), f"kizuki/{month}".encode(), sha256)
    return digest.hexdigest()[:PSEUDONYM]


def mark(key: str, before: str, entry: Entry) -> str:
    """The mark of an entry that follows the mark ``before``; ``key`` is the chain's (hex)."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = [before, entry.month, entry.number, at, entry.who, entry.what, sorted(entry.subjects)]
    data = json.dumps(told, ensure_ascii=True).encode()
    return hmac.new(bytes.fromhex(key), data, sha256).hexdigest()


def verify(
    key: str,
    segments: Iterable[Segment],
    entries: Mapping[str, Iterable[Entry]],
    anchors: Iterable[Anchor] = (),
) -> Iterator[Tampering]:
    """Every place where the audit is not as it was written: edited, deleted or cut off.

    ``segments`` in the order of their months, ``entries`` of each month in their order.
    """
    before = START
    known: dict[str, Segment] = {}
    for segment in segments:
        known[segment.month] = segment
        if segment.start != before:
            yield Tampering(segment.month, "前の月とつながっていません。月の記録が抜けています。")
        if not segment.dropped:
            yield from _segment(key, segment, entries.get(segment.month, ()))
        before = segment.head
    for month in sorted(set(entries) - set(known)):
        yield Tampering(month, "月の記録がないのに、閲覧の記録だけがあります。")
    for anchor in anchors:
        yield from _anchored(anchor, known.get(anchor.month))


def _segment(key: str, segment: Segment, entries: Iterable[Entry]) -> Iterator[Tampering]:
    before, number = segment.start, 0
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            yield Tampering(segment.month, f"{number}件目が消されています。")
            return
        if mark(key, before, entry) != entry.mark:
            yield Tampering(segment.month, f"{number}件目が書きかえられています。")
            return
        before = entry.mark
    if number != segment.count or before != segment.head:
        missing = f"{segment.count}件あるはずが{number}件です。"
        yield Tampering(segment.month, f"終わりが切りとられています（{missing}）")


def _anchored(anchor: Anchor, segment: Segment | None) -> Iterator[Tampering]:
    if segment is None:
        yield Tampering(anchor.month, "お知らせした月の記録が、まるごとありません。")
    elif (segment.count, segment.head) != (anchor.count, anchor.head):
        yield Tampering(anchor.month, "お知らせした件数としるしに合いません。")
