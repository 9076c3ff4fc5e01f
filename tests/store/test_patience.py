"""Nobody waits for a database longer than Slack waits for an acknowledgement."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.store import marker
from bot.store.engine import Store, StoreUnavailable, Tx
from bot.store.patience import hurry, is_hurried, left
from tests.store.processes import Crew, crew

SHORT = 0.4
MUCH_LONGER = 5.0  # far below the thirty seconds that others wait

HOLDER = """
import sys
from bot.store.engine import Store
from bot.store import marker
print("ready", flush=True)
store = Store.open(sys.stdin.readline().strip())
with store.write() as tx:
    marker.set_kind(tx, "live")
    print("held", flush=True)
    sys.stdin.readline()
store.close()
"""


@contextmanager
def somebody_writes(url: str) -> Iterator[Crew]:
    """Another process is in the middle of a write to the row that marks the database."""
    with crew(HOLDER, 1) as other:
        other.tell(url)
        assert other.answers() == ["held"]
        yield other


def _mark(tx: Tx) -> None:
    marker.set_kind(tx, "live")


def test_in_a_hurry_a_lock_held_elsewhere_is_given_up(store: Store, url: str) -> None:
    with somebody_writes(url):
        started = time.monotonic()
        with hurry(SHORT), pytest.raises(StoreUnavailable), store.write() as tx:
            _mark(tx)
        assert SHORT / 2 < time.monotonic() - started < MUCH_LONGER
    with store.write() as tx:
        _mark(tx)


@pytest.mark.parametrize("engine_name", ["postgresql"])
@pytest.mark.parametrize("kind", ["write", "read", "glance"])
def test_in_a_hurry_no_statement_of_postgresql_takes_long(store: Store, kind: str) -> None:
    started = time.monotonic()
    with hurry(SHORT), pytest.raises(StoreUnavailable), getattr(store, kind)() as tx:
        tx.exec_driver_sql("SELECT pg_sleep(20)")
    assert time.monotonic() - started < MUCH_LONGER
    with getattr(store, kind)() as tx:
        assert tx.exec_driver_sql("SHOW statement_timeout").scalar_one() == "30s"
        assert tx.exec_driver_sql("SHOW lock_timeout").scalar_one() == "10s"


def test_without_hurry_it_is_waited_for(store: Store, url: str) -> None:
    with hurry(0), pytest.raises(StoreUnavailable), somebody_writes(url), store.write() as tx:
        _mark(tx)
    with somebody_writes(url) as other:
        other.tell("let go")
        with store.write() as tx:
            _mark(tx)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_turn_among_threads_is_given_up_too(store: Store) -> None:
    holds, done = threading.Event(), threading.Event()

    def hold() -> None:
        with store.write():
            holds.set()
            done.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    assert holds.wait(10)
    started = time.monotonic()
    with hurry(SHORT), pytest.raises(StoreUnavailable, match="混み合って"), store.write():
        pytest.fail("entered")
    assert time.monotonic() - started < MUCH_LONGER
    done.set()
    thread.join()


def test_hurry_ends_with_its_block_and_is_the_callers_own() -> None:
    assert (is_hurried(), left(30)) == (False, 30)
    with hurry(1):
        assert is_hurried()
        assert 0 < left(30) <= 1
        assert left(0.5) == 0.5
        with hurry(0):
            assert left(30) == 0
    assert (is_hurried(), left(30)) == (False, 30)
