"""Lots: whole ones only, ten stay behind, and sums that fit their people."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.indicator.questions import indicator
from bot.core.lots import LOTS, draw, leaving
from bot.core.pooling import Form, Yes, lot_of

TARGET = indicator(four=False)


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
    lot = lot_of(forms_of(number), TARGET, "q4")
    assert lot.people == tuple(sorted(forms_of(number)))
    for question in ("q1", "q4"):
        assert sum(n for (q, _), n in lot.tally.options.items() if q == question) == number
    yes = sum(form["q1"] == "はい" for form in forms_of(number).values())
    assert lot.tally.group == Yes(number, yes)
    assert sum(part.people for part in lot.tally.doses.values()) == number
    assert sum(part.yes for part in lot.tally.doses.values()) == yes
    assert list(lot.tally.options) == sorted(lot.tally.options)


def test_what_was_left_out_is_not_counted() -> None:
    lot = lot_of({"a": {"q1": "いいえ"}, "b": {"q1": "はい", "q4": "0"}}, TARGET, "q4")
    assert lot.tally.options == {("q1", "いいえ"): 1, ("q1", "はい"): 1, ("q4", "0"): 1}
    assert lot.tally.group == Yes(2, 1)
    assert lot.tally.doses == {"0": Yes(1, 1)}
    assert lot_of({"a": {"q1": "はい", "q4": "0"}}, TARGET, None).tally.doses == {}
