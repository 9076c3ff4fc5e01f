"""What a person has learned is kept as it is, read for many at once, and forgotten on wish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.learning.mastery import KEPT_STEPS
from bot.core.learning.state import ConceptState, Memory, Step
from bot.store import learning
from bot.store.engine import BadValue, Duplicate, Store
from bot.store.tables import KEY, PAYLOAD
from tests.store.samples import DAY, hire, learned

WHO, OTHER = "s0001", "s0002"
DAYS = st.dates(date(2000, 1, 1), date(2199, 12, 31))
IDS = st.text("abcdefghij-0123456789", min_size=1, max_size=KEY)
MEMORIES = st.builds(
    Memory, st.floats(0.001, 36500), st.floats(1, 10), st.integers(min_value=0, max_value=4)
)
STEPS = st.builds(Step, IDS, DAYS, st.booleans())
STATES = st.builds(
    ConceptState,
    concept_id=IDS,
    memory=MEMORIES,
    due=DAYS,
    last_day=DAYS,
    last_question=IDS,
    answers=st.integers(1, 2**31 - 1),
    run=st.lists(STEPS, max_size=KEPT_STEPS).map(tuple),
    mastered_on=st.none() | DAYS,
)


@pytest.fixture
def staffed(store: Store) -> Store:
    with store.write() as tx:
        hire(tx, 2)
    return store


@given(state=STATES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_state_comes_back_as_it_was_kept(staffed: Store, state: ConceptState) -> None:
    with staffed.write() as tx:
        learning.keep(tx, WHO, state)
    with staffed.read() as tx:
        assert learning.states_of(tx, WHO)[state.concept_id] == state


def test_a_later_state_takes_the_place_of_the_one_before(staffed: Store) -> None:
    before = learned("c-1", mastered_on=DAY)
    after = replace(before, run=(), mastered_on=None, answers=4, memory=Memory(0.5, 7.5, 0))
    with staffed.write() as tx:
        learning.keep(tx, WHO, before)
        learning.keep(tx, WHO, after)
        learning.keep(tx, OTHER, before)
    with staffed.read() as tx:
        assert learning.states_of(tx, WHO) == {"c-1": after}
        assert learning.states_of(tx, OTHER) == {"c-1": before}


def test_many_people_are_read_at_once_and_everybody_is_named(staffed: Store) -> None:
    with staffed.write() as tx:
        learning.keep(tx, WHO, learned("c-1"))
        learning.keep(tx, WHO, learned("c-2"))
    with staffed.read() as tx:
        found = learning.states_of_all(tx, [WHO, OTHER, "nobody"])
    assert found == {WHO: {c: learned(c) for c in ("c-1", "c-2")}, OTHER: {}, "nobody": {}}


def test_more_people_can_be_asked_for_than_an_engine_has_parameters(staffed: Store) -> None:
    everybody = [*(f"s{n:05d}" for n in range(70_000)), WHO]
    with staffed.write() as tx:
        learning.keep(tx, WHO, learned("c-1"))
        found = learning.states_of_all(tx, everybody)
    assert len(found) == len(everybody)
    assert [who for who, states in found.items() if states] == [WHO]


def test_forgetting_takes_one_persons_concepts_only(staffed: Store) -> None:
    with staffed.write() as tx:
        for who in (WHO, OTHER):
            learning.keep(tx, who, learned("c-1"))
        assert learning.forget(tx, WHO) == 1
        assert learning.forget(tx, WHO) == 0
        assert learning.states_of(tx, WHO) == {}
        assert learning.states_of(tx, OTHER) == {"c-1": learned("c-1")}


def test_the_longest_run_of_the_longest_ids_has_room() -> None:
    step = Step("q" * 60, date(2026, 11, 16), confident=False)
    assert len(learning._written((step,) * KEPT_STEPS)) <= PAYLOAD


def test_nobody_off_the_roster_learns(store: Store) -> None:
    with pytest.raises((BadValue, Duplicate)), store.write() as tx:
        learning.keep(tx, "nobody", learned("c-1"))
