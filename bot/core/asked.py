"""What staff ask the guide about, as a hint which questions are missing: counted, not kept.

A topic is a sign of the lexicon or the destination that was answered, never a word of the
asker. Who asked is a mark made with a key of the month; it serves to count different
people, and when the key is destroyed at the month's end nobody can make it again. What has
to do with danger is counted without any mark, and 死にたい気持ち not at all.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterator
from enum import StrEnum

LEAST_PEOPLE = 3
_BANDS = ((3, "3〜5"), (6, "6〜10"), (11, "11以上"))


class AskedHow(StrEnum):
    """What became of the question."""

    ASKED = "asked"  # it was answered
    UNANSWERED = "unanswered"  # 「分かりません」
    DUTY = "duty"  # a duty card was shown: counted in times, not in people


class TopicKind(StrEnum):
    """What a topic's id names."""

    SIGN = "sign"
    ENTRY = "entry"
    DUTY = "duty"


def topic(kind: TopicKind, id_: str) -> str:
    """A topic as it is stored."""
    return f"{kind}:{id_}"


def parts(stored: str) -> tuple[TopicKind, str] | None:
    """The kind and id of a stored topic; None for what no version of ours wrote."""
    kind, mark, id_ = stored.partition(":")
    return (TopicKind(kind), id_) if mark and kind in set(TopicKind) else None


def topics(
    signs: Collection[str], entry_id: str | None, duties: Collection[str]
) -> Iterator[tuple[str, AskedHow]]:
    """What an answer counts as; ``entry_id`` is what was answered, None: 「分かりません」.

    Where a duty card was shown only that is counted: who asked of it is nobody's business.
    """
    if duties:
        yield from ((topic(TopicKind.DUTY, kind), AskedHow.DUTY) for kind in sorted(duties))
        return
    how = AskedHow.UNANSWERED if entry_id is None else AskedHow.ASKED
    yield from ((topic(TopicKind.SIGN, sign), how) for sign in sorted(set(signs)))
    if entry_id is not None:
        yield topic(TopicKind.ENTRY, entry_id), how


def mark(key: str, staff_id: str) -> str:
    """The person as this month's key shows them."""
    return hmac.digest(bytes.fromhex(key), staff_id.encode(), "sha256").hex()[:32]


def band(count: int) -> str | None:
    """A number as editors see it: 「3〜5」, 「6〜10」, 「11以上」; None below three."""
    return next((words for least, words in reversed(_BANDS) if count >= least), None)
