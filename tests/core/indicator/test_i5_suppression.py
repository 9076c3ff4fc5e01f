"""I5: no cell that is not shown follows from groups, totals, waves and earlier exports."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.indicator.suppression import GroupCount, Shown, table
from tests.core.indicator.wards import Published, exports, random_waves, recovered

WARDS = 3000


def count(id_: str, answered: int, yes: int) -> GroupCount:
    return GroupCount(id_, id_, answered, answered, yes)


def shown(*groups: GroupCount) -> list[str]:
    return [row.shown.value for row in table(groups)]


def test_i5_nothing_hidden_can_be_recovered() -> None:
    chance = random.Random(8)  # noqa: S311 - nothing secret hangs on it
    rows = exact = 0
    for _ in range(WARDS):
        waves = random_waves(chance)
        seen = exports(waves)
        assert recovered(seen) == [], waves
        rows += sum(len(one.rows) for one in seen[-1])
        exact += sum(row.shown is Shown.EXACT for one in seen[-1] for row in one.rows)
    assert exact > 0.1 * rows, "hiding everything would be safe, too"


def test_in_a_usual_ward_nine_of_ten_staff_are_in_a_row_that_says_something() -> None:
    """Fourteen groups of 14 to 31, 80 % of whom answer and 82 % of those say yes."""
    chance = random.Random(1)  # noqa: S311 - nothing secret hangs on it
    people = staff = 0
    for _ in range(200):
        groups = []
        for size in (16, 14, 22, 31, 18, 26, 23, 16, 24, 19, 28, 21, 15, 27):
            answered = sum(chance.random() < 0.8 for _ in range(size))
            yes = sum(chance.random() < 0.82 for _ in range(answered))
            groups.append(GroupCount(f"g{len(groups)}", "", size, answered, yes))
        rows = table(groups)
        staff += sum(row.staff for row in rows)
        people += sum(row.staff for row in rows if row.shown is not Shown.HIDDEN)
    assert people > 0.9 * staff


def test_the_attacker_finds_what_a_careless_table_gives_away() -> None:
    """One hidden group; two of which everybody said yes; a band that the total resolves."""
    one_hidden = (count("a", 4, 2), count("b", 20, 11), count("c", 30, 20))
    careless = tuple(
        replace(row, shown=Shown.EXACT, low=g.yes, high=g.yes) if row.answered >= 10 else row
        for row, g in zip(table(one_hidden), one_hidden, strict=True)
    )
    assert recovered([[Published(0, careless, 33)]]) == [(0, "a")]
    unanimous = (count("a", 4, 4), count("b", 12, 12), count("c", 30, 20))
    two = tuple(
        replace(row, shown=state, low=low, high=high)
        for row, (state, low, high) in zip(
            table(unanimous),
            ((Shown.HIDDEN, 0, 4), (Shown.HIDDEN, 0, 12), (Shown.EXACT, 20, 20)),
            strict=True,
        )
    )
    assert recovered([[Published(0, two, 36)]]) == [(0, "a"), (0, "b")]


def test_the_attacker_joins_two_exports_of_one_wave() -> None:
    """The same wave with other rows hidden: together they say what neither does."""
    groups = (count("a", 15, 8), count("b", 15, 9), count("c", 20, 11))

    def hiding(*names: str) -> Published:
        rows = (
            replace(row, shown=Shown.HIDDEN, low=0, high=row.answered) if row.id in names else row
            for row in table(groups)
        )
        return Published(0, tuple(rows), 28)

    assert recovered([[hiding("a", "b")]]) == []
    assert recovered([[hiding("a", "b")], [hiding("b", "c")]]) == [(0, "a"), (0, "b"), (0, "c")]


def test_rows_with_few_answers_are_hidden_and_the_next_smallest_beside_one() -> None:
    groups = (count("a", 9, 5), count("b", 10, 5), count("c", 30, 15), count("d", 11, 5))
    assert shown(*groups) == ["hidden", "hidden", "exact", "exact"]
    assert shown(*groups[1:]) == ["exact", "exact", "exact"]


def test_nearly_all_and_nearly_nobody_are_bands_of_three_numbers_or_more() -> None:
    rows = table((count("a", 100, 95), count("b", 60, 30), count("c", 60, 3), count("d", 12, 11)))
    assert [(row.shown, row.low, row.high) for row in rows] == [
        (Shown.BAND, 95, 100),
        (Shown.EXACT, 30, 30),
        (Shown.BAND, 0, 3),
        (Shown.BAND, 10, 12),
    ]


def test_hidden_rows_of_which_all_said_the_same_take_another_with_them() -> None:
    same = (count("a", 4, 4), count("b", 8, 8), count("c", 30, 15), count("d", 40, 20))
    assert shown(*same) == ["hidden", "hidden", "hidden", "exact"]


def test_a_single_band_is_not_resolved_by_the_total() -> None:
    rows = table((count("a", 20, 20), count("b", 30, 15), count("c", 40, 20)))
    assert [row.shown.value for row in rows] == ["band", "hidden", "hidden"]


def test_a_ward_of_one_group_shows_only_its_total() -> None:
    assert shown(count("a", 8, 5)) == ["hidden"]
    assert shown(count("a", 20, 10)) == ["exact"]


def test_a_group_that_nobody_answered_in_is_hidden_and_takes_nobody_with_it() -> None:
    assert shown(count("a", 0, 0), count("b", 20, 10), count("c", 20, 11)) == [
        "hidden",
        "exact",
        "exact",
    ]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=9))
def test_any_table_keeps_its_groups_and_says_nothing_wrong(drawn: list[tuple[int, int]]) -> None:
    groups = [count(f"g{n}", max(pair), min(pair)) for n, pair in enumerate(drawn)]
    rows = table(groups)
    assert [row.id for row in rows] == [group.id for group in groups]
    assert all(row.low <= g.yes <= row.high for row, g in zip(rows, groups, strict=True))
    assert recovered([[Published(0, rows, sum(g.yes for g in groups))]]) == []
