"""m0012: posts keep their questions under the new name, and what was answered counts as met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.core.learning.posts import questions_of
from bot.core.learning.state import Memory
from bot.store import deliveries, learning, migrate
from bot.store.engine import Store

OLD = "0011"
KEY, OLDER = "quiz/2026-W47/1", "quiz/2026-W46/1"
ROWS = f"""
INSERT INTO staff (staff_id, name) VALUES ('s1', '職員1'), ('s2', '職員2');
INSERT INTO occurrence (key, kind, due_at, expires_at, state, opens, closes, business_days) VALUES
 ('{OLDER}', 'quiz', :at, :at, 'active', 540, 1020, true),
 ('{KEY}', 'quiz', :at, :at, 'active', 540, 1020, true);
INSERT INTO delivery (id, occurrence_key, staff_id, payload, state, due_at, expires_at,
 attempts, turn, checks) VALUES
 ('d1', '{OLDER}', 's1', '{{}}', 'sent', :at, :at, 1, 1, 0),
 ('d2', '{KEY}', 's1', '{{"question": "danger-first-1"}}', 'sent', :at, :at, 1, 1, 0);
INSERT INTO answer (occurrence_key, staff_id, question_id, choice, confident, is_right, at) VALUES
 ('{OLDER}', 's1', 'danger-first-12', 2, true, true, :at),
 ('{KEY}', 's1', 'danger-first-1', 2, true, false, :later),
 ('{OLDER}', 's2', 'who-to-call-3', 2, true, true, :at)
"""  # noqa: S608  # our own rows


@pytest.fixture
def store(empty_url: str) -> Iterator[Store]:
    """A database of the version before, with rows of its time."""
    own = Store.open(empty_url)
    with own._migrating() as tx:
        migrate.upgrade(tx, OLD)
    zone = ".000000" if own.file is not None else "+00"
    rows = ROWS.replace(":at", f"'2026-11-15 15:30:00{zone}'")  # half past midnight in Tokyo
    with own.write() as tx:
        for statement in rows.replace(":later", f"'2026-11-17 14:59:00{zone}'").split(";\n"):
            tx.exec_driver_sql(statement)
    own.upgrade()
    yield own
    own.close()


def _questions(store: Store, key: str) -> tuple[str, ...]:
    with store.read() as tx:
        found = deliveries.of_person(tx, "s1", key)
    assert found is not None
    return questions_of(found.payload)


def test_posts_keep_their_question(store: Store) -> None:
    assert _questions(store, KEY) == ("danger-first-1",)
    assert _questions(store, OLDER) == ()


def test_what_was_answered_counts_as_met_by_the_day_in_tokyo(store: Store) -> None:
    with store.read() as tx:
        states = learning.states_of(tx, "s1")
        assert learning.states_of(tx, "s2").keys() == {"who-to-call"}
    state = states.pop("danger-first")
    assert states == {}
    last = date(2026, 11, 17)
    assert (state.last_day, state.due) == (last, last + timedelta(days=14))
    assert (state.last_question, state.answers) == ("danger-first-1", 2)
    assert (state.memory, state.run, state.mastered_on) == (Memory(14, 5, 0), (), None)


def test_the_way_back_keeps_the_first_question_of_a_post(store: Store) -> None:
    with store.write() as tx:
        tx.exec_driver_sql(
            "UPDATE delivery SET payload ="
            ' \'{"questions": "a-1 b-2", "track": "newcomer"}\' WHERE id = \'d1\''
        )
    store.downgrade(OLD)
    with store.read() as tx:
        rows = tx.exec_driver_sql("SELECT payload FROM delivery ORDER BY id").scalars().all()
    assert rows == ['{"question": "a-1"}', '{"question": "danger-first-1"}']


def test_on_the_way_back_a_concept_met_twice_on_a_day_is_one_row(store: Store) -> None:
    with store.write() as tx:
        tx.exec_driver_sql(
            "INSERT INTO taken (staff_id, concept_id, day, how) VALUES"
            " ('s1', 'a', '2026-11-16', 'answered'), ('s1', 'a', '2026-11-16', 'catch_up'),"
            " ('s1', 'a', '2026-11-16', 'together'), ('s1', 'b', '2026-11-16', 'together')"
        )
    store.downgrade(OLD)
    with store.read() as tx:
        rows = tx.exec_driver_sql("SELECT concept_id FROM taken ORDER BY concept_id").scalars()
        assert rows.all() == ["a", "b"]
