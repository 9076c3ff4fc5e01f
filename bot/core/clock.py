"""What every room takes the time from; app.py hands one Clock to all of them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


class Clock(Protocol):
    """Gives the present moment as an aware datetime."""

    def now(self) -> datetime:
        """The present moment (aware)."""
        ...
