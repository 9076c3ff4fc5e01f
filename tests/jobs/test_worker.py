"""Draining the ledger through a front that writes down what it is asked to send."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from bot.core.delivery import (
    Ambiguous,
    DeliveryKind,
    DeliveryState,
    Refused,
    RetryAfter,
    SendResult,
    Sent,
)
from bot.jobs.worker import SECONDS_BETWEEN_POSTS, Worker
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


def _worker(ward: Ward, sender: Recorder, wait: Callable[[float], object] | None = None) -> Worker:
    return Worker(ward.service.delivery, sender, ward.clock, seconds_between_posts=0.0, wait=wait)


@pytest.fixture
def planned(ward: Ward) -> Ward:
    """Monday's post, planned for everybody and sent to nobody."""
    assert ward.service.delivery.ensure_due(DUE) == ALL
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
    assert set(message.ids) == {"question", "occurrence", "delivery"}
    assert message.ids["occurrence"] == KEY
    with planned.store.read() as tx:
        sent = deliveries.get(tx, message.ids["delivery"])
    assert sent is not None
    assert (sent.staff_id, sent.channel) == (CLERK.staff_id, f"D{CLERK.account}")
    assert sent.payload == {"question": message.ids["question"]}


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Sent("D1", "1.0"), DeliveryState.SENT),
        (RetryAfter(90), DeliveryState.QUEUED),
        (Ambiguous("timeout"), DeliveryState.DEAD),
        (Refused("user_not_found"), DeliveryState.DEAD),
    ],
)
def test_one_that_fails_does_not_hold_up_the_others(
    planned: Ward, result: SendResult, state: DeliveryState
) -> None:
    worker = _worker(planned, Recorder(Sent("D0", "0.0"), result))
    assert worker.drain() == ALL
    expected = (
        {DeliveryState.SENT: ALL}
        if state is DeliveryState.SENT
        else {
            DeliveryState.SENT: ALL - 1,
            state: 1,
        }
    )
    assert planned.states() == expected


def test_a_retry_comes_back_when_its_time_has_come(planned: Ward, clock: SetClock) -> None:
    sender = Recorder(RetryAfter(90))
    worker = _worker(planned, sender)
    assert worker.drain() == ALL
    clock.moment = DUE + timedelta(seconds=89)
    assert worker.drain() == 0
    clock.moment = DUE + timedelta(seconds=90)
    assert worker.drain() == 1
    assert sender.sent[0] == sender.sent[-1]
    assert planned.states() == {DeliveryState.SENT: ALL}


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


def test_a_second_lies_between_two_posts(planned: Ward) -> None:
    waits: list[float] = []
    desk = planned.service.delivery
    Worker(desk, Recorder(), planned.clock, wait=waits.append).drain()
    assert SECONDS_BETWEEN_POSTS == 1.0
    assert len(waits) == ALL
    assert all(0.0 <= wait <= SECONDS_BETWEEN_POSTS for wait in waits)
    assert sum(waits) > ALL / 2, "sending took no time, so most of the second is waited"


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


def test_stopping_ends_the_pause_between_posts(planned: Ward) -> None:
    """With an hour between posts the worker still ends at once."""
    posted = threading.Event()

    class Telling(Recorder):
        def __call__(
            self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
        ) -> SendResult:
            posted.set()
            return super().__call__(kind, payload_ids, to)

    sender = Telling()
    desk = planned.service.delivery
    worker = Worker(desk, sender, planned.clock, seconds_between_posts=3600)
    thread = threading.Thread(target=worker.drain)
    thread.start()
    assert posted.wait(10)
    worker.stop()
    thread.join(30)
    assert not thread.is_alive()
    assert len(sender.sent) == 1
    assert planned.states() == {DeliveryState.SENT: 1, DeliveryState.QUEUED: ALL - 1}


def test_what_a_lost_process_had_in_hand_is_not_repeated(
    planned: Ward, second: Ward, clock: SetClock
) -> None:
    """It claimed a batch and was never seen again; the rest of the ward is served."""
    lost = planned.service.delivery.claim(DUE)
    sender = Recorder()
    clock.moment = DUE + timedelta(seconds=61)
    _worker(second, sender).drain()
    accounts = {d.to for d in lost}
    assert accounts.isdisjoint(m.to for m in sender.sent)
    assert second.states().get(DeliveryState.DEAD) == len(lost)
    assert second.due(NURSE, clock.moment).occurrence_key == KEY, "it still stands in the home"
