"""Which contact comes first, and what stands beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import TOKYO
from bot.core.contacts import GRADE_MARKS, counters_open, in_order, seen_label
from bot.core.knowledge import Contact, Grade

OPENS = datetime(2026, 11, 16, 9, 0, tzinfo=TOKYO)
CLOSES = datetime(2026, 11, 16, 17, 30, tzinfo=TOKYO)
TICK = timedelta(microseconds=1)


def _contact(contact_id: str, *, always_open: bool = False) -> Contact:
    return Contact(contact_id, contact_id, (), Grade.V1, None, None, always_open=always_open)


DESK, OTHER = _contact("desk"), _contact("other")
LINE, NIGHT = _contact("line", always_open=True), _contact("night", always_open=True)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (OPENS - TICK, False),
        (OPENS, True),
        (CLOSES - TICK, True),
        (CLOSES, False),
        (OPENS.astimezone(UTC), True),
        (OPENS - timedelta(days=1), False),  # Sunday
        (datetime(2026, 11, 23, 10, tzinfo=TOKYO), False),  # holiday
        (datetime(2026, 12, 29, 10, tzinfo=TOKYO), False),
    ],
)
def test_counters_are_open_on_business_days_from_nine_to_half_past_five(
    moment: datetime, is_open: bool
) -> None:
    assert counters_open(moment) is is_open


def test_by_day_contacts_stand_as_written() -> None:
    assert in_order([DESK, LINE, OTHER, NIGHT], OPENS) == (DESK, LINE, OTHER, NIGHT)


def test_at_night_lines_that_answer_come_first_each_in_its_order() -> None:
    assert in_order([DESK, LINE, OTHER, NIGHT], CLOSES) == (LINE, NIGHT, DESK, OTHER)


@given(
    contacts=st.lists(st.sampled_from([DESK, OTHER, LINE, NIGHT]), max_size=6),
    moment=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
)
def test_the_hour_never_adds_or_hides_a_contact(contacts: list[Contact], moment: datetime) -> None:
    ordered = in_order(iter(contacts), moment)
    assert sorted(c.id for c in ordered) == sorted(c.id for c in contacts)


def test_every_grade_has_its_mark() -> None:
    assert dict(GRADE_MARKS) == {
        Grade.V1: "",
        Grade.V2: "二次情報",
        Grade.V_OLD: "要再確認",
        Grade.PLAN: "",
        Grade.WARD: "区で設定",
    }


@pytest.mark.parametrize(
    ("seen", "note", "label"),
    [
        ("2026-07-26", None, "2026年7月26日時点"),
        ("2026-07", None, "2026年7月時点"),
        ("2026", None, "2026年時点"),
        ("2026-07-26", "現地で確認", "2026年7月26日時点"),
        (None, "日付の記載なし（2026年7月に閲覧）", "日付の記載なし（2026年7月に閲覧）"),
        (None, None, "確認日の記載なし"),
    ],
)
def test_the_date_is_as_precise_as_known(seen: str | None, note: str | None, label: str) -> None:
    assert seen_label(seen, note) == label
