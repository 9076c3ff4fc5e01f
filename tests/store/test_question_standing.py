"""What questions were confirmed against, and the first answers figures are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.delivery import DeliveryKind, Occurrence
from bot.core.learning.item_statistics import FirstAttempt
from bot.store import items, occurrences, trials
from bot.store import question_standing as rows
from bot.store.engine import Store
from bot.store.question_standing import Confirmed
from bot.store.training import answer_once
from tests.core.learning.trials import trial
from tests.store.samples import hire

DAY = date(2026, 11, 16)
AT = datetime(2026, 11, 16, 1, tzinfo=UTC)
OLD, NEW = {"a.say": "1"}, {"a.say": "2"}


def known(store: Store) -> dict[str, Confirmed]:
    with store.read() as tx:
        return dict(rows.confirmed(tx))


def test_the_first_sight_stays(store: Store) -> None:
    with store.write() as tx:
        assert rows.note_seen(tx, {"q1": OLD, "q2": OLD}) == 2
        assert rows.note_seen(tx, {"q1": NEW}) == 0
    assert known(store) == {"q1": Confirmed(OLD, None), "q2": Confirmed(OLD, None)}


def test_suspended_released_and_confirmed(store: Store) -> None:
    with store.write() as tx:
        rows.in_turn(tx)
        rows.note_seen(tx, {"q1": OLD, "q2": OLD, "q3": OLD})
        rows.suspend(tx, ["q1", "q2"], DAY)
        rows.suspend(tx, [], DAY)
        rows.release(tx, ["q2"])
        rows.confirm(tx, {"q3": NEW})
    assert known(store) == {
        "q1": Confirmed(OLD, DAY),
        "q2": Confirmed(OLD, None),
        "q3": Confirmed(NEW, None),
    }
    with store.write() as tx:
        rows.confirm(tx, {"q1": NEW})
    assert known(store)["q1"] == Confirmed(NEW, None)


@pytest.fixture
def answered(store: Store) -> Store:
    """Two people, one of whom answered a question twice, in two weeks."""
    with store.write() as tx:
        hire(tx, 2)
        for week, at in (("2026-W47", AT), ("2026-W48", AT + timedelta(days=7))):
            key = f"quiz/{week}/1"
            occurrences.note(tx, Occurrence(key, DeliveryKind.QUIZ, at, at + timedelta(days=7)))
            answer_once(tx, key, "s0001", "q-1", week == "2026-W48", True, week == "2026-W48", at)
        answer_once(tx, "quiz/2026-W48/1", "s0002", "q-2", 2, True, False, AT + timedelta(days=8))
    return store


def test_only_first_attempts_count_and_people_are_numbers(answered: Store) -> None:
    with answered.read() as tx:
        found = items.first_attempts(tx)
    assert {(a.question_id, a.choice, a.right) for a in found} == {
        ("q-1", 0, False),
        ("q-2", 2, False),
    }
    assert {a.person for a in found} == {0, 1}
    assert all(isinstance(a, FirstAttempt) for a in found)


def test_a_large_ward_is_drawn_from(answered: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "MOST_PEOPLE", 1)
    with answered.read() as tx:
        assert len({a.person for a in items.first_attempts(tx)}) == 1
        assert items.first_attempts(tx) == items.first_attempts(tx)


def test_the_trial_reads_first_answers_in_order(answered: Store) -> None:
    with answered.read() as tx:
        every = list(trials.first_answers(tx, AT + timedelta(days=30), {"q-1": "c", "q-2": "d"}))
        none = list(trials.first_answers(tx, AT, {"q-1": "c"}))
    assert every == [("s0001", "c", AT, False), ("s0002", "d", AT + timedelta(days=8), False)]
    assert none == []


def test_the_newest_trial_is_kept_as_it_is(store: Store) -> None:
    with store.write() as tx:
        assert trials.newest(tx) is None
        assert trials.begin(tx, trial())
        assert not trials.begin(tx, trial())
        assert trials.newest(tx) == trial()
        trials.stop(tx, trial().starts_on, DAY)
        assert trials.newest(tx) == replace(trial(), stopped_on=DAY)
