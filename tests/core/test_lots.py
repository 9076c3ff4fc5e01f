"""Sheets leave in whole lots by enough people, whatever the order, and nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.core.lots import SHEET_LOTS, LotRule, draw


def first(forms: Sequence[str], number: int) -> Sequence[str]:
    return forms[:number]


def by(*people: str) -> dict[str, str]:
    """Forms by these people, in the order of their ids."""
    return {f"form-{number:03d}": person for number, person in enumerate(people)}


def test_ten_sheets_by_three_people_leave_together() -> None:
    nine = by(*"abcabcabc")
    assert draw(nine, first, SHEET_LOTS, nine.__getitem__) == ()
    ten = by(*"abcabcabca")
    assert draw(ten, first, SHEET_LOTS, ten.__getitem__) == tuple(ten)


def test_two_people_never_make_a_lot() -> None:
    forms = by(*"ab" * 20)
    assert draw(forms, first, SHEET_LOTS, forms.__getitem__) == ()
    with_a_third = by(*"ab" * 19, "c", "a")
    assert draw(with_a_third, first, SHEET_LOTS, with_a_third.__getitem__) == tuple(with_a_third)


@given(
    st.lists(st.sampled_from("abcde"), max_size=60),
    st.builds(LotRule, st.integers(1, 12), st.integers(0, 12), st.integers(1, 4)),
    st.randoms(use_true_random=False),
)
def test_nothing_small_leaves_and_nothing_twice(
    people: list[str], rule: LotRule, chance: Random
) -> None:
    waiting: dict[str, str] = {}
    gone: list[str] = []
    for form, person in by(*people).items():
        waiting[form] = person
        drawn = draw(waiting, chance.sample, rule, waiting.__getitem__)
        if drawn:
            assert len(drawn) % rule.lot == 0
            assert len(waiting) - len(drawn) >= rule.kept_back
            assert len({waiting.pop(form) for form in drawn}) >= rule.people
            gone += drawn
    assert sorted([*gone, *waiting]) == sorted(by(*people))


def test_the_ward_counts_sheets_in_lots_of_ten_by_three() -> None:
    assert LotRule(lot=10, kept_back=0, people=3) == SHEET_LOTS
