"""How a person met a concept, wherever 受講 is counted or shown."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class How(StrEnum):
    """By answering in the course, together at a 朝礼5分カード, or in one sitting."""

    ANSWERED = "answered"
    TOGETHER = "together"
    CATCH_UP = "catch_up"


HOW_LABELS: Mapping[How, str] = {
    How.ANSWERED: "設問",
    How.TOGETHER: "集合",
    How.CATCH_UP: "まとめて受講",
}
