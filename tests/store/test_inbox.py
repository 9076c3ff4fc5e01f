"""Each event from the chat has its effect once, whatever is repeated or dies."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.store import inbox
from bot.store.engine import BadValue, Store, Tx
from tests.store.samples import HOUR, MINUTE, NOW


def _begin(store: Store, event_id: str, later: timedelta = timedelta(0)) -> bool:
    with store.write() as tx:
        return inbox.begin(tx, event_id, NOW + later, HOUR)


def test_a_repeated_event_is_recognised_by_another_connection(store: Store, url: str) -> None:
    other = Store.open(url)
    assert _begin(store, "Ev1")
    assert not _begin(other, "Ev1")
    assert _begin(other, "Ev2")
    assert not _begin(store, "Ev2")
    other.close()


def test_a_failed_effect_takes_the_event_back(store: Store) -> None:
    with pytest.raises(BadValue), store.write() as tx:
        _begin_and_fail(tx)
    assert _begin(store, "Ev1")


def _begin_and_fail(tx: Tx) -> None:
    assert inbox.begin(tx, "Ev1", NOW, HOUR)
    inbox.begin(tx, "E" * 1000, NOW, HOUR)


def test_an_unfinished_event_is_taken_again_after_a_while_only(store: Store) -> None:
    assert _begin(store, "Ev1")
    assert not _begin(store, "Ev1", HOUR - MINUTE)
    assert _begin(store, "Ev1", HOUR)
    assert not _begin(store, "Ev1", HOUR + MINUTE), "the second try has its own time"


def test_a_finished_event_is_never_taken_again(store: Store) -> None:
    assert _begin(store, "Ev1")
    with store.write() as tx:
        inbox.finish(tx, "Ev1", NOW)
    assert not _begin(store, "Ev1", 100 * HOUR)


def test_of_many_simultaneous_callers_one_processes_the_event(store: Store) -> None:
    callers = 8
    together = threading.Barrier(callers)

    def arrive(later: timedelta) -> bool:
        together.wait()
        return _begin(store, "Ev1", later)

    for later in (timedelta(0), HOUR):  # new, then abandoned
        with ThreadPoolExecutor(callers) as threads:
            assert sum(threads.map(arrive, [later] * callers)) == 1


def test_old_events_are_forgotten(store: Store) -> None:
    _begin(store, "old")
    _begin(store, "new", HOUR)
    with store.write() as tx:
        assert inbox.forget_before(tx, NOW + HOUR) == 1
    assert not _begin(store, "new", HOUR)
    assert _begin(store, "old", HOUR)
