"""Statements that the driver runs itself give what SQLAlchemy would, and fail as it would."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

import pytest

from bot.core.learning.taking import How
from bot.core.learning.weeks import CompletionState
from bot.store import answering, feedback, figures, learning, marker, people, training
from bot.store.engine import BadValue, Store, StoreUnavailable, Tx
from bot.store.prepared import Prepared
from tests.store.samples import DAY, DAYS, NOW, QUIZ, WEEK, learned, plan_quiz
from tests.support.postgres import PostgresServer

WHO = "s0001"
VALUES: Mapping[str, object] = {
    "account": "U0001",
    "concept": "c-1",
    "day": DAY + DAYS,
    "key": QUIZ.key,
    "note": "note",
    "now": NOW + DAYS,
    "since": NOW - DAYS,
    "week": WEEK,
    "what": "a-1",
    "who": WHO,
}
OTHERWISE: Mapping[Prepared, Mapping[str, object]] = {
    answering._WEEK: {"week": f"quiz/{WEEK}/"},
}
MODULES: tuple[ModuleType, ...] = (answering, feedback, figures, learning, people, training)
SELECTS = {
    f"{module.__name__.rpartition('.')[2]}{name}": found
    for module in MODULES
    for name, found in vars(module).items()
    if isinstance(found, Prepared)
    and not callable(found._statement)
    and found is not answering._LOCK  # PostgreSQL's alone, and gives nothing
}
only_postgresql = pytest.mark.parametrize("engine_name", ["postgresql"])


@pytest.fixture
def answered(store: Store) -> Store:
    """Two people, of whom the first has answered and chosen what there is to choose."""
    plan_quiz(store, 2)
    with store.write() as tx:
        _answer(tx, WHO)
        learning.keep(tx, WHO, learned("c-1", DAY))
        figures.note_taken(tx, WHO, "c-1", DAY, How.ANSWERED)
        feedback.tell_once(tx, WHO, "note")
        training.complete(tx, WHO, WEEK, "welfare", CompletionState.COMPLETED, NOW)
    return store


def _answer(tx: Tx, staff_id: str) -> bool:
    return training.answer_once(
        tx, QUIZ.key, staff_id, "a-1", 0, confident=True, is_right=True, at=NOW
    )


@pytest.mark.parametrize("name", sorted(SELECTS))
def test_a_select_gives_what_sqlalchemy_gives(answered: Store, name: str) -> None:
    prepared = SELECTS[name]
    values = {**VALUES, **OTHERWISE.get(prepared, {})}
    with answered.write() as tx:
        plain = tx.execute(prepared._statement, values).all()  # type: ignore[arg-type]
        found = prepared.all(tx, values)
        assert prepared.first(tx, values) == (found[0] if found else None)
    assert [row._asdict() for row in found] == [dict(row._mapping) for row in plain]
    assert [[type(v) for v in row] for row in found] == [[type(v) for v in row] for row in plain]
    assert found or prepared is answering._EASY, "something to compare"


def test_refused_values_are_refused_without_being_repeated(store: Store) -> None:
    plan_quiz(store, 1)
    with pytest.raises(BadValue) as refused, store.write() as tx:
        _answer(tx, "nobody-known")
    assert "nobody" not in f"{refused.value}{refused.value.__cause__}"
    with store.write() as tx:
        assert _answer(tx, WHO)


def test_a_glance_sees_what_is_committed_and_cannot_write(answered: Store) -> None:
    with answered.glance() as tx:
        assert training.answer_of(tx, WHO, QUIZ.key, "a-1") is not None
        assert not tx.in_transaction()
        with pytest.raises(RuntimeError, match="transaction"):
            _answer(tx, "s0002")
    with answered.read() as tx:
        assert training.answer_of(tx, "s0002", QUIZ.key, "a-1") is None


@only_postgresql
@pytest.mark.parametrize("kind", ["glance", "read", "write"])
def test_after_the_server_dropped_every_connection_nobody_notices(
    postgres: PostgresServer, answered: Store, kind: str
) -> None:
    with answered.read(), answered.glance(), answered.write() as tx:
        marker.set_kind(tx, "demo")
    _drop_all(postgres, answered)
    for _ in range(3):
        with getattr(answered, kind)() as tx:
            assert training.answer_of(tx, WHO, QUIZ.key, "a-1") is not None


@only_postgresql
def test_a_connection_lost_within_a_transaction_loses_all_of_it(
    postgres: PostgresServer, answered: Store
) -> None:
    def lose_half_way() -> None:
        with answered.write() as tx:
            assert _answer(tx, "s0002")
            _drop_all(postgres, answered)
            training.answer_of(tx, WHO, QUIZ.key, "a-1")

    with pytest.raises(StoreUnavailable):
        lose_half_way()
    with answered.write() as tx:
        assert _answer(tx, "s0002"), "nothing of it was kept"


def _drop_all(postgres: PostgresServer, store: Store) -> None:
    ended = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
    with postgres.administer() as administrator:
        administrator.execute(ended, [store.address.database])
