"""Quiet work beside the ticker: again and again, one piece never holding up another."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from bot.jobs import background
from bot.jobs.background import Background
from bot.store.errors import StoreUnavailable

PATIENCE = 60


class Counted:
    """A piece of work that is done ``often`` times before it rests."""

    def __init__(self, often: int, failing: int = 0) -> None:
        self.often, self.failing, self.rounds = often, failing, 0
        self.done = threading.Event()

    def __call__(self) -> bool:
        self.rounds += 1
        if self.rounds == self.often:
            self.done.set()
        if self.rounds <= self.failing:
            raise StoreUnavailable("いま使えません。")
        return self.rounds < self.often


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(background, "BUSY_SECONDS", 0)
    monkeypatch.setattr(background, "REST_SECONDS", 0.01)
    return


def test_it_goes_on_while_more_waits_and_comes_again_after_trouble(
    caplog: pytest.LogCaptureFixture,
) -> None:
    good, troubled = Counted(5), Counted(4, failing=2)
    work = Background({"good": good, "troubled": troubled})
    work.start()
    assert good.done.wait(PATIENCE)
    assert troubled.done.wait(PATIENCE)
    work.stop()
    assert caplog.text.count("troubled postponed") == 2
    rounds = good.rounds
    assert not any(thread.is_alive() for thread in work._threads)
    assert good.rounds == rounds


def test_a_piece_that_hangs_holds_up_neither_the_other_nor_the_end() -> None:
    hanging, free = threading.Event(), Counted(3)
    work = Background({"hanging": lambda: hanging.wait(PATIENCE), "free": free})
    work.start()
    assert free.done.wait(PATIENCE)
    hanging.set()
    work.stop()
