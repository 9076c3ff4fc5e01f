"""A Slack that counts every call against its limit, on a clock that only this test moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from bot.content.library import Library
from bot.core.delivery import (
    ANY_TIME,
    DeliveryKind,
    Occurrence,
    PlannedDelivery,
    RetryAfter,
    SendResult,
    Sent,
)
from bot.core.pace import Limits, fresh, refilled
from bot.service.delivery import DeliveryDesk
from bot.store import deliveries
from bot.store.engine import Store
from tests.store.samples import NOW, hire

KEY = "quiz/2026-W47/1"
DAYS = timedelta(days=30)
_ROUNDING = 1e-6


@dataclass
class StrictSlack:
    """One message a ``1 / rate`` seconds, not one too early; silent while ``busy``."""

    rate: float
    busy: tuple[float, float] = (-1.0, -1.0)
    at: list[float] = field(default_factory=list)
    refused: int = 0
    too_early: int = 0

    def post(self, seconds: float) -> SendResult:
        """Take a message at that moment, or refuse it."""
        begins, ends = self.busy
        if begins <= seconds < ends:
            self.refused += 1
            self.too_early += self.refused > 1
            return RetryAfter(ends - seconds)
        if self.at and seconds - self.at[-1] < 1 / self.rate - _ROUNDING:
            self.too_early += 1
        self.at.append(seconds)
        return Sent("D1", "1.0")


@dataclass
class _Clock:
    now: datetime = NOW

    @property
    def seconds(self) -> float:
        return (self.now - NOW).total_seconds()


def employ(store: Store, count: int) -> None:
    """Hire that many people and owe each a question."""
    due = Occurrence(KEY, DeliveryKind.QUIZ, NOW, NOW + DAYS, ANY_TIME)
    with store.write() as tx:
        owed = [PlannedDelivery(p.staff_id) for p in hire(tx, count)]
        deliveries.plan(tx, due, owed)


def send_paced(stores: Sequence[Store], slack: StrictSlack, limits: Limits) -> float:
    """Let as many processes as there are stores send all; the seconds from first to last."""
    clock = _Clock()
    desks = [
        DeliveryDesk(
            store,
            cast("Library", None),
            posting=limits,
            checking=limits,
            wall=lambda _: clock.now,
        )
        for store in stores
    ]
    while True:
        if sum(_send_batch(desk, slack, clock) for desk in desks):
            continue
        seconds = desks[0].seconds_to_next(clock.now)
        if seconds is None:
            return slack.at[-1] - slack.at[0]
        clock.now += timedelta(seconds=max(seconds, 1e-5))


def _send_batch(desk: DeliveryDesk, slack: StrictSlack, clock: _Clock) -> int:
    batch = desk.claim(clock.now)
    for number, delivery in enumerate(batch):
        result = slack.post(clock.seconds)
        desk.settle(delivery, result)
        if isinstance(result, RetryAfter):
            for rest in batch[number + 1 :]:
                desk.give_back(rest)
            break
    return len(batch)


def send_by_the_rules(count: int, slack: StrictSlack, limits: Limits) -> float:
    """The same without a ledger: what the bucket alone allows."""
    now = NOW
    bucket = fresh(limits, now)
    for _ in range(count):
        bucket = refilled(bucket, limits, now)
        while not bucket.whole_tokens:
            now += timedelta(seconds=max(bucket.seconds_to_next(now), 1e-5))
            bucket = refilled(bucket, limits, now)
        slack.post((now - NOW).total_seconds())
        bucket = bucket.spent(1)
    return slack.at[-1] - slack.at[0]
