"""The audit's chain, without a database: what is touched is found, what is not is good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.audit import (
    PSEUDONYM,
    START,
    Anchor,
    Entry,
    Segment,
    mark,
    month_of,
    pseudonym,
    read_anchor,
    verify,
)

KEY, OTHER_KEY = "ab" * 32, "cd" * 32
AT = datetime(2026, 11, 16, 1, tzinfo=UTC)
OCTOBER, NOVEMBER = "2026-10", "2026-11"


def chained(month: str, start: str, number: int) -> tuple[Segment, list[Entry]]:
    """A month of that many good entries."""
    entries: list[Entry] = []
    before = start
    for n in range(1, number + 1):
        people = frozenset({f"p{n}", "p0"})
        entry = Entry(month, n, AT + timedelta(minutes=n), "boss", "一覧", people)
        entries.append(replace(entry, mark=mark(KEY, before, entry)))
        before = entries[-1].mark
    return Segment(month, start, number, before), entries


def found(segments: Sequence[Segment], entries: Sequence[Entry], *anchors: Anchor) -> list[str]:
    by_month = {s.month: [e for e in entries if e.month == s.month] for s in segments}
    return [f"{one.month} {one.sentence}" for one in verify(KEY, segments, by_month, anchors)]


def test_what_nobody_touched_is_good() -> None:
    october, first = chained(OCTOBER, START, 3)
    november, second = chained(NOVEMBER, october.head, 2)
    anchor = Anchor(OCTOBER, 3, october.head)
    assert found([october, november], [*first, *second], anchor) == []
    assert found([], []) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"who": "somebody"},
        {"what": "別の一覧"},
        {"at": AT},
        {"subjects": frozenset({"p2"})},
        {"mark": START},
    ],
)
def test_any_change_of_an_entry_is_found(changed: dict[str, object]) -> None:
    segment, entries = chained(NOVEMBER, START, 3)
    entries[1] = replace(entries[1], **changed)  # type: ignore[arg-type]
    assert found([segment], entries) == [f"{NOVEMBER} 2件目が書きかえられています。"]


def test_an_entry_taken_out_is_found() -> None:
    segment, entries = chained(NOVEMBER, START, 3)
    assert found([segment], [entries[0], entries[2]]) == [f"{NOVEMBER} 2件目が消されています。"]


def test_a_cut_end_is_found_by_the_row_and_an_adapted_row_by_the_anchor() -> None:
    segment, entries = chained(NOVEMBER, START, 3)
    (cut,) = found([segment], entries[:2])
    assert cut == f"{NOVEMBER} 終わりが切りとられています（3件あるはずが2件です。）"
    adapted = replace(segment, count=2, head=entries[1].mark)
    assert found([adapted], entries[:2]) == []
    anchor = Anchor(NOVEMBER, 3, segment.head)
    assert found([adapted], entries[:2], anchor) == [
        f"{NOVEMBER} お知らせした件数としるしに合いません。"
    ]


def test_a_month_that_is_gone_is_found() -> None:
    october, first = chained(OCTOBER, START, 3)
    november, second = chained(NOVEMBER, october.head, 2)
    assert len(found([november], second)) == 1
    assert "まるごとありません" in found([october], first, Anchor(NOVEMBER, 2, november.head))[0]
    (left,) = verify(KEY, [october], {OCTOBER: first, NOVEMBER: second})
    assert left.month == NOVEMBER


def test_a_dropped_month_keeps_the_chain() -> None:
    october, _ = chained(OCTOBER, START, 3)
    november, second = chained(NOVEMBER, october.head, 2)
    assert found([replace(october, dropped=True), november], second) == []


@given(st.integers(1, 6), st.data())
def test_no_order_but_the_written_one_is_good(number: int, data: st.DataObject) -> None:
    segment, entries = chained(NOVEMBER, START, number)
    other = data.draw(st.lists(st.sampled_from(entries), max_size=number + 1))
    assert (found([segment], other) == []) == (other == entries)


def test_pseudonyms_are_of_one_key_and_one_month() -> None:
    names = {pseudonym(key, month) for key in (KEY, OTHER_KEY) for month in (OCTOBER, NOVEMBER)}
    assert len(names) == 4
    assert {len(name) for name in names} == {PSEUDONYM}
    assert pseudonym(KEY, OCTOBER) == pseudonym(KEY, OCTOBER)


def test_an_anchor_reads_as_it_is_written() -> None:
    anchor = Anchor(OCTOBER, 12, "0f" * 32)
    assert read_anchor(f" {anchor}\n") == anchor
    for text in ("", "2026-10:12", f"2026-10:x:{'0f' * 32}", f"{anchor}0"):
        assert read_anchor(text) is None


def test_the_month_of_a_day() -> None:
    assert month_of(date(2026, 4, 1)) == "2026-04"
