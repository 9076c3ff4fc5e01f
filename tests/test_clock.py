"""The two clocks: one that is, and one that can be moved forward."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import MovableClock, SystemClock

DAY = timedelta(days=1)


class Shelf:
    """Keeps the offsets it was given; refuses when told to."""

    def __init__(self) -> None:
        self.kept: list[timedelta] = []
        self.full = False

    def __call__(self, offset: timedelta) -> None:
        if self.full:
            raise OSError
        self.kept.append(offset)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def clock(shelf: Shelf) -> MovableClock:
    return MovableClock(DAY, shelf)


def _ahead(clock: MovableClock) -> timedelta:
    """How far the clock is ahead, to the minute."""
    return timedelta(minutes=round((clock.now() - datetime.now(UTC)) / timedelta(minutes=1)))


def test_the_system_clock_is_aware_and_right() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert now.utcoffset() == timedelta(0)
    assert before <= now <= datetime.now(UTC)


def test_a_movable_clock_starts_where_it_was_left(clock: MovableClock) -> None:
    assert _ahead(clock) == DAY


def test_moving_it_is_kept_and_told(clock: MovableClock, shelf: Shelf) -> None:
    goal = clock.now() + 3 * DAY
    seen: list[bool] = []
    clock.on_move.append(lambda: seen.append(clock.now() >= goal and len(shelf.kept) == 1))
    clock.advance_to(goal)
    assert seen == [True]
    assert _ahead(clock) == 4 * DAY
    assert timedelta(days=4) - timedelta(minutes=1) < shelf.kept[0] <= 4 * DAY


def test_it_never_goes_back(clock: MovableClock, shelf: Shelf) -> None:
    told: list[None] = []
    clock.on_move.append(lambda: told.append(None))
    with pytest.raises(ValueError, match="先にしか"):
        clock.advance_to(clock.now() - timedelta(seconds=1))
    assert (shelf.kept, told, _ahead(clock)) == ([], [], DAY)


def test_a_move_that_cannot_be_kept_does_not_happen(clock: MovableClock, shelf: Shelf) -> None:
    shelf.full = True
    with pytest.raises(OSError):  # noqa: PT011
        clock.advance_to(clock.now() + DAY)
    assert _ahead(clock) == DAY
    shelf.full = False
    clock.advance_to(clock.now() + DAY)
    assert _ahead(clock) == 2 * DAY


def test_two_moves_at_the_same_time_do_not_add_up() -> None:
    """Whoever keeps an offset waits for the other to come in between, which must not happen."""
    meeting = threading.Barrier(2)

    def keep(offset: timedelta) -> None:
        with suppress(threading.BrokenBarrierError):
            meeting.wait(0.3)

    clock = MovableClock(DAY, keep)
    start = clock.now()

    def move(days: int) -> None:
        with suppress(ValueError):
            clock.advance_to(start + days * DAY)

    threads = [threading.Thread(target=move, args=(days,)) for days in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _ahead(clock) == 3 * DAY
