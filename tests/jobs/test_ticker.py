"""The ticker: at once when started, again when woken, and never stopped by the store."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping

import pytest

from bot.content.library import Library
from bot.core.delivery import (
    Ambiguous,
    DeliveryKind,
    DeliveryState,
    NotNow,
    RetryAfter,
    SendResult,
)
from bot.jobs.ticker import Ticker
from bot.jobs.worker import Worker
from bot.service.editors import Editors
from bot.service.inbox import KEEP
from tests.content.conftest import Desk
from tests.support.service import (
    ADMIN,
    CLOSE,
    DUE,
    EDITOR,
    EVERYBODY,
    HOUR,
    NEXT_DUE,
    Recorder,
    SetClock,
    Ward,
)

ALL = len(EVERYBODY)
WAIT_SECONDS = 20  # less than a tick


class Postbox(Recorder):
    """A recorder that can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()

    def __call__(
        self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
    ) -> SendResult:
        with self._changed:
            result = super().__call__(kind, payload_ids, to)
            self._changed.notify_all()
        return result

    def wait_for(self, count: int) -> None:
        """Return once that many messages were sent."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: len(self.sent) >= count, WAIT_SECONDS)
        assert arrived, f"{len(self.sent)} of {count} messages"


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def make(ward: Ward, postbox: Postbox) -> Iterator[Callable[..., Ticker]]:
    """Makes a ticker over the ward; those that were started are stopped afterwards."""
    made: list[Ticker] = []

    def make_ticker(
        editors: Editors | None = None, sender: Postbox = postbox, *, start: bool = False
    ) -> Ticker:
        service = ward.service
        worker = Worker(service.delivery, sender, ward.clock, patience=0.0)
        ticker = Ticker(
            service.delivery, worker, editors or service.editors, service.inbox, ward.clock
        )
        if start:
            ticker.start()
            made.append(ticker)
        return ticker

    yield make_ticker
    for ticker in made:
        ticker.stop()


def test_a_tick_plans_and_sends(make: Callable[..., Ticker], ward: Ward, postbox: Postbox) -> None:
    ticker = make()
    ticker.tick()
    assert len(postbox.sent) == ALL
    ticker.tick()
    assert len(postbox.sent) == ALL
    assert ward.states() == {DeliveryState.SENT: ALL}


def test_catching_up_comes_after_planning_and_before_sending(ward: Ward, postbox: Postbox) -> None:
    seen: list[tuple[int, Mapping[DeliveryState, int]]] = []
    service = ward.service
    worker = Worker(service.delivery, postbox, ward.clock, patience=0.0)
    ticker = Ticker(
        service.delivery,
        worker,
        service.editors,
        service.inbox,
        ward.clock,
        catch_up=lambda: seen.append((len(postbox.sent), ward.states())),
    )
    ticker.tick()
    assert seen == [(0, {DeliveryState.QUEUED: ALL})]
    assert len(postbox.sent) == ALL


@pytest.mark.parametrize(
    ("result", "counted"),
    [(NotNow(30, everyone=True), 0), (NotNow(30), 1), (RetryAfter(30), 1), (Ambiguous("x"), 1)],
)
def test_a_round_that_could_reach_nobody_does_not_count(
    ward: Ward, result: SendResult, counted: int
) -> None:
    """Otherwise nobody would notice that for hours nothing went out."""
    worker: Worker
    beats: list[int] = []

    class Last(Recorder):
        """Its first message is the last one before the process ends."""

        def __call__(
            self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
        ) -> SendResult:
            worker.stop()
            return super().__call__(kind, payload_ids, to)

    service = ward.service
    worker = Worker(service.delivery, Last(result), ward.clock, patience=0.0)
    ticker = Ticker(
        service.delivery,
        worker,
        service.editors,
        service.inbox,
        ward.clock,
        on_tick=lambda: beats.append(1),
    )
    ticker.tick()
    assert len(beats) == counted


def test_once_it_can_be_reached_again_rounds_count(ward: Ward, clock: SetClock) -> None:
    worker = Worker(
        ward.service.delivery, Recorder(NotNow(30, everyone=True)), ward.clock, patience=0.0
    )
    ward.service.delivery.ensure_due(DUE)
    worker.drain()
    assert not worker.reachable
    worker.drain()
    assert not worker.reachable, "nobody was tried"
    clock.moment = DUE + HOUR
    worker.drain()
    assert worker.reachable


def test_where_nothing_waits_a_round_counts(ward: Ward, clock: SetClock) -> None:
    """What could not be sent has expired: nobody is tried, and nothing is wrong."""
    worker = Worker(
        ward.service.delivery, Recorder(NotNow(30, everyone=True)), ward.clock, patience=0.0
    )
    ward.service.delivery.ensure_due(DUE)
    worker.drain()
    assert not worker.reachable
    clock.moment = CLOSE
    worker.drain()
    assert worker.reachable


def test_a_tick_closes_the_week(make: Callable[..., Ticker], ward: Ward, clock: SetClock) -> None:
    ticker = make()
    ticker.tick()
    clock.moment = CLOSE
    ticker.tick()
    trainer = next(who for who in EVERYBODY if who.roles == "研修担当")
    rows = ward.service.statistics.figures(ward.actor(trainer, CLOSE), CLOSE).ward
    assert rows is not None
    assert [(row.open, row.not_completed) for row in rows.weeks] == [(False, ALL)]


def test_the_first_tick_comes_when_it_starts(make: Callable[..., Ticker], postbox: Postbox) -> None:
    make(start=True)
    postbox.wait_for(ALL)


def test_it_wakes_when_the_clock_moves(
    make: Callable[..., Ticker], postbox: Postbox, clock: SetClock
) -> None:
    ticker = make(start=True)
    postbox.wait_for(ALL)
    clock.moment = NEXT_DUE
    ticker.wake()
    postbox.wait_for(2 * ALL)


def test_a_move_in_the_middle_of_a_tick_is_not_missed(
    make: Callable[..., Ticker], clock: SetClock
) -> None:
    """The clock moves while the first message is being sent."""
    ticker: Ticker

    class Moving(Postbox):
        def __call__(
            self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
        ) -> SendResult:
            if not self.sent:
                clock.moment = NEXT_DUE
                ticker.wake()
            return super().__call__(kind, payload_ids, to)

    sender = Moving()
    ticker = make(sender=sender, start=True)
    sender.wait_for(ALL + 1)


def test_a_stopped_ticker_sends_nothing_more(
    make: Callable[..., Ticker], postbox: Postbox, clock: SetClock
) -> None:
    ticker = make()
    ticker.start()
    postbox.wait_for(ALL)
    ticker.stop()
    clock.moment = NEXT_DUE
    ticker.tick()
    assert len(postbox.sent) == ALL


def test_a_bad_file_is_told_to_the_editors(
    make: Callable[..., Ticker],
    ward: Ward,
    desk: Desk,
    postbox: Postbox,
    caplog: pytest.LogCaptureFixture,
) -> None:
    editors = Editors(ward.store, Library.open(desk.knowledge_dir, desk.quizzes_dir))
    ticker = make(editors)
    ticker.tick()
    desk.replace("knowledge/glossary.yaml", "yomi: つながるば", "yomi: 場")
    with caplog.at_level(logging.ERROR):
        ticker.reload()
        ticker.reload()
    assert caplog.text.count("knowledge/glossary.yaml:2:") == 1
    ticker.tick()
    notices = [m for m in postbox.sent if m.kind is DeliveryKind.NOTICE]
    assert sorted(m.to for m in notices) == [EDITOR.account, ADMIN.account]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_while_the_store_is_away_it_goes_on(
    make: Callable[..., Ticker],
    ward: Ward,
    desk: Desk,
    postbox: Postbox,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """To SQLite a missing table is an unusable database (to PostgreSQL a wrong program)."""
    editors = Editors(ward.store, Library.open(desk.knowledge_dir, desk.quizzes_dir))
    ticker = make(editors)
    for table in ("occurrence", "inbox_event"):
        _rename(ward, table, f"{table}_away")
    desk.replace("knowledge/glossary.yaml", "yomi: つながるば", "yomi: 場")
    with caplog.at_level(logging.ERROR):
        ticker.tick()
        ticker.reload()
        ticker.tidy()
    assert [r.message.split(":")[0] for r in caplog.records] == [
        "tick postponed",
        "editors not told",
        "tidying postponed",
    ]
    assert postbox.sent == []
    for table in ("occurrence", "inbox_event"):
        _rename(ward, f"{table}_away", table)
    ticker.reload()
    ticker.tick()
    assert len(postbox.sent) == ALL + 2


def _rename(ward: Ward, old: str, new: str) -> None:
    with ward.store.write() as tx:
        tx.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")


def test_tidying_forgets_old_events(
    make: Callable[..., Ticker], ward: Ward, clock: SetClock
) -> None:
    inbox = ward.service.inbox
    with inbox.once("Ev1", DUE) as first:
        assert first
    clock.moment = DUE + KEEP + HOUR
    make().tidy()
    with inbox.once("Ev1", clock.moment) as again:
        assert again
