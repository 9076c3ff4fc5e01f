"""Two requests work at once, in their order; nobody is held up for long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk.web import SlackResponse

from bot.slack.clients import SlackClient
from bot.slack.turns import Turns, waiting_for_slack

LONG = 20.0


class Worker:
    """A thread that takes a turn, says so, and works until it is let go."""

    def __init__(self, turns: Turns, work: Callable[[], None] = lambda: None) -> None:
        self.began, self._end = threading.Event(), threading.Event()
        self._turns, self._work = turns, work
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        with self._turns.taken():
            self.began.set()
            self._work()
            assert self._end.wait(LONG)

    def let_go(self) -> None:
        """Have it end, and wait for that."""
        self._end.set()
        self._thread.join(LONG)


def _wait_for_queue(turns: Turns, length: int) -> None:
    deadline = time.monotonic() + LONG
    while len(turns._queue) != length:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_two_work_at_once_and_the_others_follow_in_their_order() -> None:
    turns, workers = Turns(2, LONG), list[Worker]()
    for number in range(5):
        workers.append(Worker(turns))
        _wait_for_queue(turns, max(0, number - 1))
    for at, worker in enumerate(workers):
        assert [w.began.is_set() for w in workers] == [n < at + 2 for n in range(5)]
        worker.let_go()
        assert all(w.began.wait(LONG) for w in workers[: at + 3])
    assert turns._free == 2


def test_who_waited_long_enough_goes_ahead_and_is_made_up_for() -> None:
    turns = Turns(1, patience=0.05)
    first, second = Worker(turns), Worker(turns)
    assert second.began.wait(LONG), "while the first still works"
    assert turns._free == -1
    first.let_go()
    assert turns._free == 0
    second.let_go()
    assert turns._free == 1


def test_who_waits_for_slack_lets_the_next_one_in() -> None:
    turns, asked, answered = Turns(1, LONG), threading.Event(), threading.Event()

    def ask() -> None:
        with waiting_for_slack():
            asked.set()
            assert answered.wait(LONG)

    first = Worker(turns, ask)
    assert asked.wait(LONG)
    second = Worker(turns)
    assert second.began.wait(LONG)
    answered.set()
    _wait_for_queue(turns, 1)
    second.let_go()
    first.let_go()
    assert turns._free == 1


def test_a_call_of_the_web_api_is_such_a_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, free = Turns(1), list[int]()

    def answer(client: SlackClient, **_: object) -> SlackResponse:
        free.append(turns._free)
        return SlackResponse(
            client=client, http_verb="POST", api_url="", req_args={}, data={"ok": True},
            headers={}, status_code=200,
        )  # fmt: skip

    monkeypatch.setattr(SlackClient, "_sync_send", answer)
    with turns.taken():
        SlackClient().api_call("api.test")
    SlackClient().api_call("api.test")  # no request, no turn
    assert (free, turns._free) == ([1, 1], 1)


def test_a_failing_request_gives_its_turn_back() -> None:
    turns = Turns(1)
    with pytest.raises(KeyError), turns.taken(), waiting_for_slack():
        raise KeyError
    assert turns._free == 1


def test_no_turn_is_lost_in_a_crowd_that_is_impatient() -> None:
    """Whoever runs out of patience just as the turn comes has it once, not twice or never."""
    turns = Turns(2, patience=0.0005)

    def work(_: int) -> None:
        for _ in range(40):
            with turns.taken():
                sum(range(2000))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    assert (turns._free, len(turns._queue)) == (2, 0)
