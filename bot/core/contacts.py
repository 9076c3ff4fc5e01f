"""Which contacts to show first, and what stands beside each.

Lines that answer around the clock come first while the counters are closed; hours
order contacts and never change which destinations are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from bot.core.clock import TOKYO
from bot.core.knowledge import Contact, Grade
from bot.core.office_calendar import is_business_day

# 平日 9:00–17:30 (facts-update §0.5; 住之江区 itself not seen, so only used for order).
OPENS, CLOSES = time(9, 0), time(17, 30)

GRADE_MARKS: Mapping[Grade, str] = {
    Grade.V1: "",
    Grade.V2: "二次情報",
    Grade.V_OLD: "要再確認",
    Grade.PLAN: "",
    Grade.WARD: "区で設定",
}


def counters_open(now: datetime) -> bool:
    """Whether weekday counters are open at an aware moment."""
    local = now.astimezone(TOKYO)
    return is_business_day(local.date()) and OPENS <= local.time() < CLOSES


def in_order(contacts: Iterable[Contact], now: datetime) -> tuple[Contact, ...]:
    """Contacts as written, those that answer now before those that do not."""
    if counters_open(now):
        return tuple(sorted(contacts, key=lambda c: c.after_hours))
    return tuple(sorted(contacts, key=lambda c: not (c.always_open or c.after_hours)))


def seen_label(seen: str | None, seen_note: str | None) -> str:
    """The date beside a source in Japanese: 「2026年7月26日時点」, or the note."""
    if seen is None:
        return seen_note or "確認日の記載なし"
    parts = [int(p) for p in seen.split("-")]
    return "".join(f"{p}{u}" for p, u in zip(parts, "年月日", strict=False)) + "時点"
