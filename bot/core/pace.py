"""How fast the whole app may call: a token bucket whose rate adapts to what Slack bears.

Additive increase, multiplicative decrease (reliability.md §2): half a message a second
more for every minute without a refusal, half the rate after one, never above the
ceiling. The bucket is one row for all processes; these are its rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

STEP = 0.5
STEP_EVERY = timedelta(minutes=1)
FLOOR = 0.1
DOCUMENTED = 1.0
LONGEST_BLOCK = timedelta(hours=1)
IN_HAND = 0.05
"""How many seconds' worth may be spent at once. Up to 20 calls a second, the most that can
be set, this is one call: the rate holds in every second, not only on average."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Limits:
    """``ceiling`` calls a second at most; a new bucket begins with ``start`` a second."""

    ceiling: float
    start: float

    @classmethod
    def per_minute(cls, calls: float) -> Limits:
        """A ceiling in calls a minute, begun with no more than Slack documents."""
        return cls(calls / 60, min(calls / 60, DOCUMENTED))


@dataclass(frozen=True, slots=True)
class Pace:
    """The bucket: whole ``tokens`` may be spent, ``rate`` more come each second.

    ``filled_at`` is the moment the tokens are counted for; before ``blocked_until`` there
    are none; ``clean_since`` is where the next minute without a refusal begins.
    """

    tokens: float
    rate: float
    filled_at: datetime
    blocked_until: datetime
    clean_since: datetime

    @property
    def whole_tokens(self) -> int:
        """How many calls may be made now."""
        return int(self.tokens + _ROUNDING)

    def seconds_to_next(self, now: datetime) -> float:
        """How long until the next call may be made."""
        if self.whole_tokens:
            return 0.0
        filled = max((self.filled_at - now).total_seconds(), 0.0)
        return filled + (1 - self.tokens) / self.rate

    def spent(self, calls: int) -> Pace:
        """After that many calls."""
        return replace(self, tokens=self.tokens - calls)


def fresh(limits: Limits, now: datetime) -> Pace:
    """A bucket that was never used: one call at once, then at the starting rate."""
    long_ago = now - timedelta(days=1)
    return Pace(_full(limits.start), limits.start, now, long_ago, now)


def refilled(pace: Pace, limits: Limits, now: datetime) -> Pace:
    """The bucket as it stands at ``now``, full at most.

    A clock that was set back must not stop the app: what then lies in the future without
    a block, or further off than any block, is forgotten.
    """
    if pace.blocked_until - now > LONGEST_BLOCK:
        pace = replace(pace, blocked_until=now)
    if pace.filled_at > now >= pace.blocked_until:
        pace = replace(pace, filled_at=now, clean_since=min(pace.clean_since, now))
    minutes = max((now - pace.clean_since) // STEP_EVERY, 0)
    rate = min(limits.ceiling, pace.rate + STEP * minutes)
    elapsed = max((now - pace.filled_at).total_seconds(), 0.0)
    return replace(
        pace,
        tokens=min(_full(rate), pace.tokens + elapsed * rate),
        rate=rate,
        filled_at=max(pace.filled_at, now),
        clean_since=pace.clean_since + minutes * STEP_EVERY,
    )


def blocked(pace: Pace, now: datetime, seconds: float) -> Pace:
    """Nothing more for ``seconds`` (an hour at most), whoever asks."""
    until = max(pace.blocked_until, now + min(timedelta(seconds=seconds), LONGEST_BLOCK))
    return replace(pace, tokens=0.0, filled_at=until, blocked_until=until, clean_since=until)


def refused(pace: Pace, now: datetime, seconds: float) -> Pace:
    """Slack asked for ``seconds`` of silence: obey, and go on half as fast.

    Refusals of calls that were under way together halve the rate once.
    """
    rate = pace.rate if now < pace.blocked_until else max(pace.rate / 2, min(FLOOR, pace.rate))
    return blocked(replace(pace, rate=rate), now, seconds)


def _full(rate: float) -> float:
    """What the bucket holds: always enough for one call."""
    return max(1.0, rate * IN_HAND)
