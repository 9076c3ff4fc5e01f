"""Draining the ledger through a front that writes down what it is asked to send."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.core.delivery import (
    Ambiguous,
    CheckResult,
    DeliveryKind,
    DeliveryState,
    NotArrived,
    NotNow,
    Refused,
    RetryAfter,
    SendResult,
    Sent,
    Timing,
    Unreadable,
)
from bot.core.pace import Limits
from bot.jobs.worker import Worker
from bot.service.delivery import BATCH, DeliveryDesk
from bot.store import deliveries
from tests.support.service import (
    CLERK,
    DUE,
    EVERYBODY,
    KEY,
    LAST,
    NURSE,
    Recorder,
    SetClock,
    Someone,
    Ward,
)

ALL = len(EVERYBODY)
CROWD = tuple(Someone(f"T9{n:02d}", f"職員{n}", CLERK.section) for n in range(20))


GRACE = Timing().grace


def _worker(ward: Ward, sender: Recorder) -> Worker:
    """A worker that does what can be done now and waits for nothing."""
    return Worker(ward.service.delivery, sender, ward.clock, patience=0.0)


@pytest.fixture
def planned(ward: Ward) -> Ward:
    """Monday's post, planned for everybody and sent to nobody."""
    assert ward.service.delivery.ensure_due(DUE) == 2 * ALL
    return ward


def test_with_nothing_due_nothing_is_sent(ward: Ward) -> None:
    sender = Recorder()
    assert _worker(ward, sender).drain() == 0
    assert sender.sent == []


def test_everybody_gets_one_message(planned: Ward) -> None:
    sender = Recorder()
    worker = _worker(planned, sender)
    assert (worker.drain(), worker.drain()) == (ALL, 0)
    assert sorted(m.to for m in sender.sent) == sorted(who.account for who in EVERYBODY)
    assert planned.states() == {DeliveryState.SENT: ALL}


def test_more_than_one_batch_is_drained_at_once(planned: Ward) -> None:
    """The first of them are claimed again only because the worker comes back for more."""
    planned.employ([*EVERYBODY, *CROWD], DUE)
    planned.service.delivery.ensure_due(DUE)
    assert _worker(planned, Recorder()).drain() == ALL + len(CROWD)


def test_a_front_receives_ids_and_nothing_else(planned: Ward) -> None:
    sender = Recorder()
    _worker(planned, sender).drain()
    message = next(m for m in sender.sent if m.to == CLERK.account)
    assert message.kind is DeliveryKind.QUIZ
    assert set(message.ids) == {"questions", "occurrence", "delivery"}
    assert message.ids["occurrence"] == KEY
    with planned.store.read() as tx:
        sent = deliveries.get(tx, message.ids["delivery"])
    assert sent is not None
    assert (sent.staff_id, sent.channel) == (CLERK.staff_id, f"D{CLERK.account}")
    assert sent.payload == {"questions": message.ids["questions"]}


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Sent("D1", "1.0"), DeliveryState.SENT),
        (NotNow(90), DeliveryState.QUEUED),
        (Ambiguous("timeout"), DeliveryState.SENDING),
        (Refused("user_not_found"), DeliveryState.DEAD),
    ],
)
def test_one_that_fails_does_not_hold_up_the_others(
    planned: Ward, result: SendResult, state: DeliveryState
) -> None:
    worker = _worker(planned, Recorder(Sent("D0", "0.0"), result))
    assert worker.drain() == ALL
    left = {} if state is DeliveryState.SENT else {state: 1}
    assert planned.states() == {DeliveryState.SENT: ALL - len(left), **left}


@pytest.mark.parametrize("result", [RetryAfter(90), NotNow(90, everyone=True)])
def test_when_slack_asks_for_silence_nobody_sends(
    planned: Ward, second: Ward, clock: SetClock, result: SendResult
) -> None:
    sender = Recorder(result)
    worker = _worker(planned, sender)
    assert worker.drain() == 1
    assert worker.has_more
    clock.moment = DUE + timedelta(seconds=89)
    assert worker.drain() == 0
    assert _worker(second, sender).drain() == 0
    clock.moment = DUE + timedelta(seconds=91)
    assert _worker(second, sender).drain() == ALL
    assert planned.states() == {DeliveryState.SENT: ALL}
    assert not worker.drain()
    assert not worker.has_more


def test_a_retry_comes_back_when_its_time_has_come(planned: Ward, clock: SetClock) -> None:
    sender = Recorder(NotNow(90))
    worker = _worker(planned, sender)
    assert worker.drain() == ALL
    clock.moment = DUE + timedelta(seconds=89)
    assert worker.drain() == 0
    clock.moment = DUE + timedelta(seconds=90)
    assert worker.drain() == 1
    assert sender.sent[0] == sender.sent[-1]
    assert planned.states() == {DeliveryState.SENT: ALL}


@pytest.mark.parametrize(
    ("found", "sends", "state"),
    [
        (Sent("D9", "9.9"), 0, DeliveryState.SENT),
        (NotArrived(), 1, DeliveryState.SENT),
        (Unreadable("channel_not_found"), 0, DeliveryState.SENDING),
        (RetryAfter(5), 0, DeliveryState.SENDING),
        (NotNow(5), 0, DeliveryState.SENDING),
    ],
)
def test_a_doubtful_message_is_looked_for_after_the_grace(
    planned: Ward, clock: SetClock, found: CheckResult, sends: int, state: DeliveryState
) -> None:
    sender = Recorder(Ambiguous("timeout"))
    worker = _worker(planned, sender)
    assert worker.drain() == ALL
    clock.moment = DUE + GRACE - timedelta(seconds=1)
    assert (worker.drain(), sender.looked_for) == (0, [])
    sender.found = found
    clock.moment = DUE + GRACE
    assert worker.drain() == sends
    assert sender.looked_for == [sender.sent[0].ids["delivery"]]
    counts = planned.states()
    assert counts.pop(state) >= 1
    assert sum(counts.values()) in {0, ALL - 1}


def test_what_expired_is_not_sent(planned: Ward, clock: SetClock) -> None:
    sender = Recorder()
    clock.moment = LAST
    assert _worker(planned, sender).drain() == 0
    assert sender.sent == []


def test_two_workers_share_the_work(planned: Ward, second: Ward) -> None:
    """Each message goes out once, whichever process claims it."""
    senders = [Recorder(), Recorder()]
    workers = [_worker(w, s) for w, s in zip((planned, second), senders, strict=True)]
    threads = [threading.Thread(target=worker.drain) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = [m.to for sender in senders for m in sender.sent]
    assert sorted(sent) == sorted(who.account for who in EVERYBODY)


def test_threads_of_one_worker_take_turns(planned: Ward) -> None:
    """Two ticks at the same time must not post twice as fast as Slack allows.

    The first message waits for a second one to come in between, which must not happen.
    """
    planned.employ([*EVERYBODY, *CROWD], DUE)
    planned.service.delivery.ensure_due(DUE)
    meeting = threading.Barrier(2)
    met: list[bool] = []

    class Meeting(Recorder):
        def __call__(
            self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
        ) -> SendResult:
            try:
                meeting.wait(0.3)
            except threading.BrokenBarrierError:
                met.append(False)
            else:
                met.append(True)
            return super().__call__(kind, payload_ids, to)

    worker = _worker(planned, Meeting())
    threads = [threading.Thread(target=worker.drain) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(met) == ALL + len(CROWD)
    assert not any(met)


# ------------------------------------------------------------ pace


def test_it_waits_for_the_pace_and_no_longer(planned: Ward, clock: SetClock) -> None:
    """One a second: each wait is what the pace asks for, and nothing is sent twice."""
    desk = DeliveryDesk(
        planned.store, planned.library, posting=Limits(1, 1), wall=lambda _: clock.moment
    )
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        clock.moment += timedelta(seconds=seconds)

    sender = Recorder()
    assert Worker(desk, sender, clock, wait=wait).drain() == ALL
    assert waits == pytest.approx([1.0] * (ALL - 1))
    assert len({m.to for m in sender.sent}) == ALL


def test_a_round_ends_so_that_the_calendar_is_looked_at(planned: Ward, clock: SetClock) -> None:
    """What waits longer than a worker stays is left for its next round."""
    worker = Worker(planned.service.delivery, Recorder(NotNow(3600)), clock, patience=0.01)
    assert worker.drain() == ALL
    assert worker.has_more


# ------------------------------------------------------------ stopping


def test_a_stopped_worker_finishes_its_message_and_gives_back_the_rest(planned: Ward) -> None:
    worker: Worker

    class Stopping(Recorder):
        def __call__(
            self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
        ) -> SendResult:
            worker.stop()
            return super().__call__(kind, payload_ids, to)

    sender = Stopping()
    worker = _worker(planned, sender)
    worker.drain()
    assert len(sender.sent) == 1
    assert planned.states() == {DeliveryState.SENT: 1, DeliveryState.QUEUED: ALL - 1}
    assert worker.drain() == 0
    rest = Recorder()
    assert _worker(planned, rest).drain() == ALL - 1
    assert sender.sent[0].to not in {m.to for m in rest.sent}


def test_stopping_ends_the_wait(planned: Ward) -> None:
    """With an hour to wait for the next message the worker still ends at once."""
    posted = threading.Event()

    class Telling(Recorder):
        def __call__(
            self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
        ) -> SendResult:
            posted.set()
            return super().__call__(kind, payload_ids, to)

    sender = Telling(*[NotNow(3600)] * ALL)
    worker = Worker(planned.service.delivery, sender, planned.clock, patience=3600)
    thread = threading.Thread(target=worker.drain)
    thread.start()
    assert posted.wait(60)
    worker.stop()
    thread.join(60)
    assert not thread.is_alive()
    assert not worker.has_more


@pytest.mark.parametrize("arrived", [True, False])
def test_what_a_lost_process_had_in_hand_is_looked_for(
    planned: Ward, second: Ward, clock: SetClock, arrived: bool
) -> None:
    """It claimed a batch and was never seen again."""
    assert len(planned.service.delivery.claim(DUE)) == ALL
    sender = Recorder()
    sender.found = Sent("D1", "1.0") if arrived else NotArrived()
    clock.moment = DUE + Timing().lease(BATCH) - timedelta(seconds=1)
    assert _worker(second, sender).drain() == 0
    assert second.due(NURSE, clock.moment).occurrence_key == KEY, "it stands in the home"
    clock.moment = DUE + Timing().lease(BATCH)
    assert _worker(second, sender).drain() == (0 if arrived else ALL)
    assert len(sender.looked_for) == ALL
    assert second.states() == {DeliveryState.SENT: ALL}


def test_a_process_that_slept_past_its_lease_sends_nothing_of_it(
    planned: Ward, second: Ward, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the first message the process stands still for longer than its batch may take."""
    slept = [0.0]
    monkeypatch.setattr("bot.jobs.worker.time.monotonic", lambda: slept[0])

    class Sleeping(Recorder):
        def __call__(
            self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
        ) -> SendResult:
            slept[0] += Timing().lease(BATCH).total_seconds()
            return super().__call__(kind, payload_ids, to)

    sender = Sleeping()
    _worker(planned, sender).drain()
    assert len(sender.sent) == 1
    assert planned.states() == {DeliveryState.SENT: 1, DeliveryState.QUEUED: ALL - 1}
