"""T8: a database of every older version comes up to date and goes back without losing a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from bot.core.people import Role
from bot.store import deliveries, migrate, people
from bot.store.engine import Store, Tx
from bot.store.revision import current
from bot.store.tables import metadata
from tests.reliability.old_data import ROWS, statements
from tests.store.samples import DAY

REVISIONS = sorted(ROWS)
Snapshot = Mapping[str, tuple[Sequence[str], Sequence[str]]]


@pytest.fixture
def store(empty_url: str) -> Iterator[Store]:
    """An empty database."""
    own = Store.open(empty_url)
    yield own
    own.close()


def _live_until(store: Store, revision: str) -> None:
    """Bring the database up version by version, with rows from the time of each."""
    for step in REVISIONS[: REVISIONS.index(revision) + 1]:
        with store._migrating() as tx:
            migrate.upgrade(tx, step)
        with store.write() as tx:
            for statement in statements(step, sqlite=store.file is not None):
                tx.exec_driver_sql(statement)


def _snapshot(tx: Tx, like: Snapshot | None = None) -> Snapshot:
    """Every table's columns and rows; with ``like`` only the columns known there."""
    seen: dict[str, tuple[Sequence[str], Sequence[str]]] = {}
    for table in sorted(inspect(tx).get_table_names()):
        if table == "alembic_version" or (like is not None and table not in like):
            continue
        columns = sorted(str(c["name"]) for c in inspect(tx).get_columns(table))
        columns = list(like[table][0]) if like is not None else columns
        listed = ", ".join(f'"{name}"' for name in columns)
        rows = tx.exec_driver_sql(f'SELECT {listed} FROM "{table}"')  # noqa: S608  # our own names
        seen[table] = (columns, sorted(map(repr, rows.all())))
    return seen


def test_every_revision_has_old_data() -> None:
    """Whoever adds a migration writes down what rows looked like before the next one."""
    scripts = ScriptDirectory.from_config(migrate._location())
    assert [s.revision for s in scripts.walk_revisions()][::-1] == REVISIONS
    for table in metadata.tables:
        assert f"INSERT INTO {table} (" in "".join(ROWS.values())


@pytest.mark.parametrize("revision", REVISIONS)
def test_old_rows_come_through_up_and_down(store: Store, revision: str) -> None:
    _live_until(store, revision)
    with store.read() as tx:
        before = _snapshot(tx)
    assert all(rows for _, rows in before.values())
    store.upgrade()
    with store.read() as tx:
        assert _snapshot(tx, before) == before
    with store.write() as tx:
        assert migrate.differences(tx) == []
    store.downgrade(revision)
    with store.read() as tx:
        assert current(tx) == revision
        assert _snapshot(tx) == before


def test_one_step_at_a_time_as_releases_come_and_go(store: Store) -> None:
    _live_until(store, REVISIONS[-1])
    for revision in reversed(REVISIONS[:-1]):
        store.downgrade(revision)
        assert store.revision() == revision
    store.downgrade("base")
    with store.read() as tx:
        assert set(inspect(tx).get_table_names()) <= {"alembic_version"}


def test_the_newest_code_reads_the_oldest_rows(store: Store) -> None:
    _live_until(store, REVISIONS[0])
    store.upgrade()
    with store.read() as tx:
        sent = deliveries.of_person(tx, "s1", "quiz/2026-W46/1")
        assert sent is not None
        assert (sent.to, sent.attempts, sent.channel) == ("U1", 1, "D1")
        assert sum(deliveries.counts(tx).values()) == 4
        assert [s.name for s in people.holders(tx, Role.SUPERVISOR, DAY)] == ["職員2"]
