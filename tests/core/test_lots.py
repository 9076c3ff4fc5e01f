"""Only whole lots leave, whatever the order, and nothing in them says who gave what."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.core import lots
from bot.core.lots import LOTS_OF_TEN, Lot, LotRule

forms = st.lists(
    st.tuples(st.sampled_from("abcde"), st.lists(st.sampled_from("xyz"), max_size=3)), max_size=60
)


def test_ten_forms_by_three_people_leave_together() -> None:
    lot: Lot[str] = Lot()
    for number in range(9):
        lot, released = lots.given(lot, f"p{number % 3}", ["x", "x"])
        assert released == {}
    lot, released = lots.given(lot, "p0", ["y"])
    assert released == {"x": 9, "y": 1}
    assert lot == Lot()


def test_two_people_never_make_a_lot() -> None:
    lot: Lot[str] = Lot()
    for number in range(40):
        lot, released = lots.given(lot, f"p{number % 2}", ["x"])
        assert released == {}
    _, released = lots.given(lot, "p2", ["x"])
    assert released == {"x": 41}


@given(forms, st.integers(1, 12), st.integers(1, 4))
def test_nothing_is_invented_and_nothing_small_leaves(
    given: list[tuple[str, list[str]]], least_forms: int, least_people: int
) -> None:
    rule = LotRule(least_forms, least_people)
    lot: Lot[str] = Lot()
    total: Counter[str] = Counter()
    waiting: list[tuple[str, list[str]]] = []
    for person, keys in given:
        waiting.append((person, keys))
        lot, released = lots.given(lot, person, keys, rule)
        full = len(waiting) >= rule.forms and len({p for p, _ in waiting}) >= rule.people
        expected = Counter(key for _, some in waiting for key in set(some))
        assert (released or lot.counts) == expected
        if full:
            assert lot == Lot()
            total.update(released)
            waiting.clear()
    assert sum(total.values()) + sum(lot.counts.values()) == sum(len(set(k)) for _, k in given)


def test_the_ward_counts_in_lots_of_ten_by_three() -> None:
    assert LotRule(10, 3) == LOTS_OF_TEN
