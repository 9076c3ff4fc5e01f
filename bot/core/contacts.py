"""Which contacts to show first, whether they answer now, and what stands beside each.

Hours order contacts and never change which contacts or destinations are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from bot.core.knowledge import Contact, Grade
from bot.core.local import TRANSFER_MARK, latest_april
from bot.core.opening import ALWAYS, COUNTER_HOURS, Opening, Schedule, opening_at

GRADE_MARKS: Mapping[Grade, str] = {
    Grade.V1: "",
    Grade.V2: "二次情報",
    Grade.V_OLD: "要再確認",
    Grade.PLAN: "",
    Grade.WARD: "区で設定",
}


def contact_opening(contact: Contact, now: datetime) -> Opening:
    """Whether a contact answers at an aware moment."""
    return opening_at(ALWAYS if contact.always_open else contact.schedule, now)


def in_order(
    contacts: Iterable[Contact], now: datetime, office: Schedule = COUNTER_HOURS
) -> tuple[Contact, ...]:
    """Contacts that answer now, then those of unknown hours, then those closed.

    Within each as written. Lines for the time when the office is closed come first then,
    and last while the desks (``office``) are open.
    """
    is_day = opening_at(office, now).is_open is True
    return tuple(sorted(contacts, key=lambda c: _rank(c, now, is_day=is_day)))


def _rank(contact: Contact, now: datetime, *, is_day: bool) -> int:
    is_open = contact_opening(contact, now).is_open
    if contact.after_hours and is_day:
        return 4
    if contact.after_hours and is_open is not False:
        return 0
    return {True: 1, None: 2, False: 3}[is_open]


def contact_mark(contact: Contact, today: date) -> str:
    """What stands beside a contact: its grade, or that a value of the ward needs confirming."""
    april = latest_april(today).isoformat()  # sorts as text beside a date known less precisely
    if contact.grade is Grade.WARD and contact.seen is not None and contact.seen < april:
        return TRANSFER_MARK
    return GRADE_MARKS[contact.grade]


def seen_label(seen: str | None, seen_note: str | None) -> str:
    """The date beside a source in Japanese: 「2026年7月26日時点」, or the note."""
    if seen is None:
        return seen_note or "確認日の記載なし"
    parts = [int(p) for p in seen.split("-")]
    return "".join(f"{p}{u}" for p, u in zip(parts, "年月日", strict=False)) + "時点"
