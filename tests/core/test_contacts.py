"""Which contact comes first, and what stands beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import TOKYO
from bot.core.contacts import (
    GRADE_MARKS,
    contact_mark,
    contact_opening,
    in_order,
    seen_label,
)
from bot.core.knowledge import Contact, Grade
from bot.core.local import TRANSFER_MARK
from bot.core.opening import COUNTER_HOURS, UNKNOWN, Rule, Schedule, opening_at

OPENS = datetime(2026, 11, 16, 9, 0, tzinfo=TOKYO)
CLOSES = datetime(2026, 11, 16, 17, 30, tzinfo=TOKYO)
TICK = timedelta(microseconds=1)


def _contact(
    contact_id: str,
    *,
    always_open: bool = False,
    after_hours: bool = False,
    schedule: Schedule | None = None,
) -> Contact:
    return Contact(
        id=contact_id,
        name=contact_id,
        phones=(),
        grade=Grade.V1,
        source_url=None,
        seen=None,
        always_open=always_open,
        after_hours=after_hours,
        schedule=schedule,
    )


NIGHTLY = Schedule((Rule(17 * 60, 33 * 60, frozenset(range(5))),))
DESK, OTHER = _contact("desk"), _contact("other")
LINE, NIGHT = _contact("line", always_open=True), _contact("night", always_open=True)
BY_DAY = _contact("by-day", schedule=COUNTER_HOURS)
HOT = _contact("hot", after_hours=True, schedule=NIGHTLY)
VAGUE = _contact("vague", after_hours=True)
ALL = [DESK, HOT, BY_DAY, VAGUE, LINE]


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
    assert opening_at(COUNTER_HOURS, moment).is_open is is_open


def test_by_day_those_that_answer_stand_first_and_night_lines_last() -> None:
    assert in_order(ALL, OPENS) == (BY_DAY, LINE, DESK, HOT, VAGUE)


def test_at_night_the_night_lines_stand_first_and_the_closed_last() -> None:
    assert in_order(ALL, CLOSES) == (HOT, VAGUE, LINE, DESK, BY_DAY)


def test_a_night_line_that_is_closed_itself_is_not_put_first() -> None:
    before_it_opens = CLOSES.replace(hour=16)
    early = Schedule((Rule(9 * 60, 12 * 60, frozenset(range(5))),))
    assert in_order([HOT, LINE, DESK], before_it_opens, early) == (LINE, DESK, HOT)


def test_the_night_begins_when_the_desks_close() -> None:
    late = Schedule((Rule(9 * 60, 19 * 60, frozenset(range(5))),))
    assert in_order([HOT, LINE], CLOSES, late) == (LINE, HOT)
    assert in_order([LINE, HOT], CLOSES) == (HOT, LINE)


def test_contacts_of_one_kind_stay_as_written() -> None:
    assert in_order([NIGHT, OTHER, LINE, DESK], CLOSES) == (NIGHT, LINE, OTHER, DESK)


def test_a_contact_is_open_as_far_as_is_known() -> None:
    assert contact_opening(LINE, CLOSES).is_open is True
    assert contact_opening(DESK, OPENS) == UNKNOWN
    assert contact_opening(BY_DAY, CLOSES).next_open == OPENS + timedelta(days=1)


@pytest.mark.parametrize(
    ("grade", "seen", "mark"),
    [
        (Grade.V_OLD, "2020", "要再確認"),
        (Grade.V1, "2020-07", ""),
        (Grade.WARD, "2026-04-01", "区で設定"),
        (Grade.WARD, "2026-03-31", TRANSFER_MARK),
        (Grade.WARD, "2026-03", TRANSFER_MARK),
        (Grade.WARD, "2025", TRANSFER_MARK),
        (Grade.WARD, None, "区で設定"),
    ],
)
def test_a_number_of_the_ward_is_to_be_confirmed_each_april(
    grade: Grade, seen: str | None, mark: str
) -> None:
    contact = Contact("c", "c", (), grade, None, seen)
    assert contact_mark(contact, OPENS.date()) == mark


@given(
    contacts=st.lists(st.sampled_from([*ALL, OTHER, NIGHT]), max_size=6),
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
