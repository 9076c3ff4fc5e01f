"""Different people by topic and month, and nothing of them once the month is over."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.asked import AskedHow, mark
from bot.store import asked
from bot.store.asked import TopicCount
from bot.store.engine import BackupFailed, Store
from bot.store.pg_programs import has_programs, rows_of

MONTH, NEXT = "2026-11", "2026-12"
DEBT, RENT = "sign:debt", "entry:kurashi-assist"
PEOPLE = ("T001", "T002", "T003", "T004")


def ask(store: Store, topic: str, *people: str, month: str = MONTH) -> str:
    with store.write() as tx:
        key = asked.key_of(tx, month)
        asked.note(tx, month, [(topic, AskedHow.ASKED, mark(key, who)) for who in people])
    return key


def counts(store: Store, since: str = MONTH) -> tuple[TopicCount, ...]:
    with store.read() as tx:
        return asked.counts(tx, since)


def test_a_person_counts_once_and_three_are_needed(store: Store) -> None:
    for _ in range(5):
        ask(store, DEBT, *PEOPLE[:2])
    assert counts(store) == ()
    ask(store, DEBT, PEOPLE[2])
    assert counts(store) == (TopicCount(MONTH, DEBT, AskedHow.ASKED, 3),)
    assert counts(store, NEXT) == ()


def test_the_key_of_a_month_stays_that_month(store: Store) -> None:
    first = ask(store, DEBT, PEOPLE[0])
    assert ask(store, DEBT, PEOPLE[1]) == first
    assert ask(store, DEBT, PEOPLE[0], month=NEXT) != first


def test_a_closed_month_keeps_counts_and_nothing_else(store: Store) -> None:
    ask(store, DEBT, *PEOPLE)
    ask(store, RENT, *PEOPLE[:2])
    with store.write() as tx:
        asked.add(tx, MONTH, {("duty:dv", AskedHow.DUTY): 2})
    with store.read() as tx:
        assert asked.open_months(tx, MONTH) == ()
        assert asked.open_months(tx, NEXT) == (MONTH,)
    with store.write() as tx:
        asked.close_month(tx, MONTH)
    assert set(counts(store)) == {
        TopicCount(MONTH, DEBT, AskedHow.ASKED, 4),
        TopicCount(MONTH, "duty:dv", AskedHow.DUTY, 2),
    }
    with store.read() as tx:
        for table in ("asked_by", "asked_key"):
            assert tx.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0  # noqa: S608


def test_counts_add_up(store: Store) -> None:
    for _ in range(3):
        with store.write() as tx:
            asked.add(tx, MONTH, {("duty:dv", AskedHow.DUTY): 2})
    assert counts(store) == (TopicCount(MONTH, "duty:dv", AskedHow.DUTY, 6),)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_key_is_not_in_the_file_any_more(store: Store) -> None:
    """A deleted row's bytes stay in a page until something is written over them."""
    key = ask(store, DEBT, *PEOPLE)
    assert store.file is not None
    store.require_alone()
    assert key.encode() in store.file.read_bytes()
    with store.write() as tx:
        asked.close_month(tx, MONTH)
    store.require_alone()
    assert key.encode() not in store.file.read_bytes()


def test_an_erased_person_is_not_among_the_marks(store: Store) -> None:
    ask(store, DEBT, *PEOPLE)
    with store.write() as tx:
        assert asked.forget(tx, PEOPLE[0]) == 1
        assert asked.forget(tx, PEOPLE[0]) == 0
        assert asked.forget(tx, "nobody") == 0
    assert counts(store) == (TopicCount(MONTH, DEBT, AskedHow.ASKED, 3),)


def test_no_copy_holds_the_key_or_what_it_made(store: Store, tmp_path: Path) -> None:
    key = ask(store, DEBT, *PEOPLE)
    marked = mark(key, PEOPLE[0])
    if store.file is None and not has_programs():
        pytest.skip("PostgreSQL's own programs are not on this machine")
    copy = tmp_path / "copy"
    store.backup(copy)
    if store.file is None:
        held = [rows_of(copy, "section")]
        with pytest.raises(BackupFailed):
            held.append(rows_of(copy, "asked_key"))
    else:
        assert key.encode() not in copy.read_bytes()
        assert marked.encode() not in copy.read_bytes()
    assert counts(store) == (TopicCount(MONTH, DEBT, AskedHow.ASKED, 4),)
