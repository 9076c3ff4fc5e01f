"""The ledger against a Slack of three lines: hypothesis chooses what happens next."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar, cast

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.content.library import Library
from bot.core.delivery import (
    ANY_TIME,
    Ambiguous,
    CheckResult,
    Delivery,
    DeliveryState,
    Doubt,
    NotArrived,
    NotNow,
    Occurrence,
    OccurrenceState,
    PlannedDelivery,
    Refused,
    RetryAfter,
    Sent,
    Timing,
    Unreadable,
)
from bot.core.pace import Limits
from bot.service.delivery import DeliveryDesk
from bot.store import deliveries, ledger, occurrences
from bot.store.engine import Store
from tests.store.samples import NOW, QUIZ, hire

PEOPLE = 4
TIMING = Timing(send=timedelta(seconds=2), grace=timedelta(seconds=30), most_checks=3)
FAST = Limits(40, 40)  # two at once
ENDS = NOW + timedelta(hours=2)
# Thousands of commits, and none of them about disks.
IN_MEMORY = next((folder for folder in ("/dev/shm",) if Path(folder).is_dir()), None)  # noqa: S108


class LedgerMachine(RuleBasedStateMachine):
    """Three workers over one file; Slack is a count of messages and what is still under way."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kizuki-ledger-", dir=IN_MEMORY))
        file = Path(shutil.copy(self.template, self.folder / "ledger.sqlite3"))
        self.store = Store.open(f"sqlite:///{file}")
        self.now = NOW
        self.desk = DeliveryDesk(
            self.store,
            cast("Library", None),
            posting=FAST,
            checking=FAST,
            timing=TIMING,
            wall=lambda _: self.now,
        )
        self.arrived: Counter[str] = Counter()
        self.under_way: list[tuple[datetime, str]] = []
        self.claimed: list[tuple[Delivery, datetime]] = []
        self.doubts: list[Doubt] = []
        occurrence = Occurrence(QUIZ.key, QUIZ.kind, NOW, ENDS, ANY_TIME)
        with self.store.write() as tx:
            staff = hire(tx, PEOPLE)
            owed = [PlannedDelivery(p.staff_id, {"concept": "c"}) for p in staff]
            deliveries.plan(tx, occurrence, owed)

    def teardown(self) -> None:
        try:
            self._bring_to_an_end()
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    # ------------------------------------------------------------ what may happen

    @rule(seconds=st.sampled_from([0.3, 1, 2, 20, 31, 60, 300]))
    def time_passes(self, seconds: float) -> None:
        self._pass(timedelta(seconds=seconds))

    @rule()
    def claim(self) -> None:
        """A worker begins no send later than its batch may take."""
        batch = self.desk.claim(self.now)
        self.claimed += [(one, self.now + len(batch) * TIMING.send) for one in batch]

    @precondition(lambda self: self.claimed)
    @rule(index=st.integers(0, 9))
    def send_and_know(self, index: int) -> None:
        delivery = self._in_time(index)
        if delivery is not None:
            self._arrive(delivery.delivery_id)
            self.desk.settle(delivery, Sent("D1", "1.0"))

    @precondition(lambda self: self.claimed)
    @rule(index=st.integers(0, 9), seconds=st.integers(0, 30))
    def send_and_doubt(self, index: int, seconds: int) -> None:
        """An error comes back, and Slack posts it all the same within the grace."""
        delivery = self._in_time(index)
        if delivery is not None:
            self.under_way.append((self.now + timedelta(seconds=seconds), delivery.delivery_id))
            self.desk.settle(delivery, Ambiguous("timeout"))

    @precondition(lambda self: self.claimed)
    @rule(index=st.integers(0, 9), seconds=st.integers(0, 32))
    def send_and_die(self, index: int, seconds: int) -> None:
        """Slack posts it within the time of a call and the grace; nobody hears of it."""
        delivery = self._in_time(index)
        if delivery is not None:
            self.under_way.append((self.now + timedelta(seconds=seconds), delivery.delivery_id))

    @precondition(lambda self: self.claimed)
    @rule(
        index=st.integers(0, 9),
        result=st.sampled_from(
            [
                Ambiguous("http_500"),
                RetryAfter(5),
                NotNow(5),
                NotNow(5, everyone=True),
            ]
        ),
    )
    def fail_to_send(self, index: int, result: Ambiguous | RetryAfter | NotNow) -> None:
        self.desk.settle(self._one(index)[0], result)

    @precondition(lambda self: self.claimed)
    @rule(index=st.integers(0, 9))
    def die_before_sending(self, index: int) -> None:
        self._one(index)

    @precondition(lambda self: self.claimed)
    @rule(index=st.integers(0, 9))
    def be_refused(self, index: int) -> None:
        self.desk.settle(self._one(index)[0], Refused("user_not_found"))

    @rule()
    def take_doubts(self) -> None:
        self.doubts += self.desk.doubtful()

    @precondition(lambda self: self.doubts)
    @rule(index=st.integers(0, 9))
    def look(self, index: int) -> None:
        doubt = self.doubts.pop(index % len(self.doubts))
        self.desk.settle_check(doubt.delivery, self._seen(doubt.delivery.delivery_id))

    @precondition(lambda self: self.doubts)
    @rule(
        index=st.integers(0, 9),
        result=st.sampled_from(
            [
                Unreadable("channel_not_found"),
                NotNow(5),
                RetryAfter(5),
                None,
            ]
        ),
    )
    def fail_to_look(self, index: int, result: CheckResult | None) -> None:
        """The history cannot be read, or whoever reads it dies."""
        doubt = self.doubts.pop(index % len(self.doubts))
        if result is not None:
            self.desk.settle_check(doubt.delivery, result)

    @rule(state=st.sampled_from([OccurrenceState.PAUSED, OccurrenceState.ACTIVE]))
    def halt_or_resume(self, state: OccurrenceState) -> None:
        with self.store.write() as tx:
            occurrences.change(tx, QUIZ.key, list(OccurrenceState), state)

    @rule()
    def tick(self) -> None:
        with self.store.write() as tx:
            ledger.revive(tx, self.now)
            ledger.cancel_stale(tx, self.now)

    # ------------------------------------------------------------ what must hold

    @invariant()
    def nobody_gets_it_twice(self) -> None:
        assert max(self.arrived.values(), default=0) <= 1, f"twice: {self.arrived}"

    def _bring_to_an_end(self) -> None:
        """Everything goes well from now on: nobody is left without who should have one."""
        self.halt_or_resume(OccurrenceState.ACTIVE)
        for _ in range(60):
            self._pass(timedelta(minutes=1))
            for delivery in self.desk.claim(self.now):
                self._arrive(delivery.delivery_id)
                self.desk.settle(delivery, Sent("D1", "1.0"))
            for doubt in self.desk.doubtful():
                self.desk.settle_check(doubt.delivery, self._seen(doubt.delivery.delivery_id))
        self.tick()
        self.nobody_gets_it_twice()
        with self.store.read() as tx:
            rows = [
                d
                for n in range(PEOPLE)
                if (d := deliveries.of_person(tx, f"s{n + 1:04d}", QUIZ.key))
            ]
        assert len(rows) == PEOPLE
        for row in rows:
            arrived = self.arrived[row.delivery_id]
            expired = row.state is DeliveryState.CANCELLED and self.now >= ENDS
            assert row.state in {DeliveryState.SENT, DeliveryState.DEAD} or expired, row
            assert row.state is DeliveryState.DEAD or arrived == (row.state is DeliveryState.SENT)

    # ------------------------------------------------------------ the world

    def _pass(self, by: timedelta) -> None:
        self.now += by
        for moment, delivery_id in list(self.under_way):
            if moment <= self.now:
                self.under_way.remove((moment, delivery_id))
                self._arrive(delivery_id)

    def _arrive(self, delivery_id: str) -> None:
        self.arrived[delivery_id] += 1

    def _one(self, index: int) -> tuple[Delivery, datetime]:
        return self.claimed.pop(index % len(self.claimed))

    def _in_time(self, index: int) -> Delivery | None:
        delivery, deadline = self._one(index)
        return delivery if self.now <= deadline else None

    def _seen(self, delivery_id: str) -> CheckResult:
        return Sent("D1", "1.0") if self.arrived[delivery_id] else NotArrived()


class BlindMachine(LedgerMachine):
    """The mutant: it sends again without having looked."""

    def _seen(self, delivery_id: str) -> CheckResult:
        return NotArrived()
