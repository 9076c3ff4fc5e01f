"""A chore of the installation is done by one process at a time, and its last time is known."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from bot.store import chores
from bot.store.engine import Store
from tests.store.samples import HOUR, MINUTE, NOW


def _take(store: Store, later: int = 0) -> bool:
    now = NOW + later * MINUTE
    with store.write() as tx:
        return chores.take(tx, chores.BACKUP, now, now + HOUR)


def test_the_last_time_is_remembered_and_never_goes_back(store: Store) -> None:
    with store.write() as tx:
        assert chores.last(tx, chores.TICK) is None
        for moment in (NOW, NOW + HOUR, NOW - HOUR):
            chores.note(tx, chores.TICK, moment)
    with store.read() as tx:
        assert chores.last(tx, chores.TICK) == NOW + HOUR
        assert chores.last(tx, chores.BACKUP) is None


def test_a_chore_that_is_taken_is_left_to_its_taker_for_a_while(store: Store) -> None:
    assert _take(store)
    assert not _take(store, 59)
    assert _take(store, 60), "its taker died"
    assert not _take(store, 61)


def test_a_chore_that_is_done_may_be_taken_again(store: Store) -> None:
    assert _take(store)
    with store.write() as tx:
        chores.release(tx, chores.BACKUP, NOW)
    assert _take(store)


def test_of_many_at_once_one_gets_it(store: Store) -> None:
    together = threading.Barrier(6)

    def arrive(_: int) -> bool:
        together.wait()
        return _take(store)

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(arrive, range(6))) == 1
