"""Lots: whole ones only, ten stay behind, and sums that fit their people."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pooling import LOTS, Form, draw, leaving, lot_of


@pytest.mark.parametrize(
    ("waiting", "leave"), [(0, 0), (1, 0), (10, 0), (19, 0), (20, 10), (29, 10), (30, 20)]
)
def test_how_many_leave(waiting: int, leave: int) -> None:
    assert leaving(waiting) == leave


@given(st.integers(0, 500))
def test_whoever_leaves_is_a_lot_and_ten_stay_behind(waiting: int) -> None:
    leave = leaving(waiting)
    assert leave % LOTS.lot == 0
    assert leave == 0 or waiting - leave >= LOTS.kept_back
    assert waiting - leave < LOTS.kept_back + LOTS.lot


def forms_of(number: int) -> Mapping[str, Form]:
    return {
        f"s{n:03d}": {"q1": "はい" if n % 3 else "いいえ", "q4": str(n % 2)} for n in range(number)
    }


def test_who_leaves_is_drawn_and_in_the_order_of_ids() -> None:
    waiting = forms_of(20)
    assert draw(dict(list(waiting.items())[:19]), lambda people, n: people[:n]) == ()
    drawn = draw(waiting, lambda people, n: people[-n:][::-1])
    assert drawn == tuple(sorted(waiting))[-10:]


@given(st.integers(1, 40))
def test_a_lots_sums_fit_its_people(number: int) -> None:
    lot = lot_of(forms_of(number), "q1", "q4")
    assert lot.people == tuple(sorted(forms_of(number)))
    for question in ("q1", "q4"):
        assert sum(n for (q, _), n in lot.tally.options.items() if q == question) == number
    assert sum(lot.tally.dose.values()) == number
    assert list(lot.tally.options) == sorted(lot.tally.options)


def test_what_was_left_out_is_not_counted() -> None:
    lot = lot_of({"a": {"q1": "はい"}, "b": {"q1": "はい", "q4": "0"}}, "q1", "q4")
    assert lot.tally.options == {("q1", "はい"): 2, ("q4", "0"): 1}
    assert lot.tally.dose == {("0", "はい"): 1}
    assert lot_of({"a": {"q1": "はい", "q4": "0"}}, "q1", None).tally.dose == {}
