"""Counting what happens, in this process and since its start; nothing about anybody."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

# Seconds; Slack's own limit is the last but one.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0, float("inf"))
MOST_LISTENERS = 100
OTHER = "other"


@dataclass(slots=True)
class Latency:
    """How long one listener took: how often up to each of BUCKETS, and all seconds together."""

    counts: list[int] = field(default_factory=lambda: [0] * len(BUCKETS))
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything counted so far."""

    latency: Mapping[str, Latency]
    rate_limited: int
    answers: int
    abstentions: int


class Metrics:
    """Counters of one process; safe from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latency: dict[str, Latency] = {}
        self._counted: Counter[str] = Counter()

    def took(self, listener: str, seconds: float) -> None:
        """A request to a listener was answered after ``seconds``."""
        with self._lock:
            if listener not in self._latency and len(self._latency) >= MOST_LISTENERS:
                listener = OTHER
            latency = self._latency.setdefault(listener, Latency())
            latency.counts[bisect_left(BUCKETS, seconds)] += 1
            latency.seconds += seconds

    def rate_limited(self) -> None:
        """Slack answered 429."""
        self._count("rate_limited")

    def answered(self, *, abstained: bool) -> None:
        """A question about where to refer was answered, perhaps with 「分かりません」."""
        self._count("answers")
        if abstained:
            self._count("abstentions")

    def so_far(self) -> Counts:
        """A copy of all counters at one moment."""
        with self._lock:
            latency = {n: Latency(list(s.counts), s.seconds) for n, s in self._latency.items()}
            counted = self._counted.copy()
        return Counts(latency, counted["rate_limited"], counted["answers"], counted["abstentions"])

    def _count(self, name: str) -> None:
        with self._lock:
            self._counted[name] += 1
