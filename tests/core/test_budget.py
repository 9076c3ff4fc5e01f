"""The one budget: never more than three in any seven days, one a day, never at noon."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.budget import (
    COUNTED,
    MOST_IN_WINDOW,
    WINDOW,
    Withheld,
    gives_way,
    next_slot,
    withheld,
)
from bot.core.clock import TOKYO
from bot.core.delivery import DeliveryKind
from bot.core.learning.reminder_texts import REMINDER_TEXTS, reminder_text, words_for
from bot.core.office_calendar import is_business_day, week_of

FIRST = date(2026, 11, 2)
OFFSETS = st.lists(st.integers(0, 40), max_size=60)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31)).map(
    lambda m: m.replace(tzinfo=TOKYO)
)


@given(OFFSETS)
def test_whatever_is_asked_for_nobody_gets_too_many(wishes: list[int]) -> None:
    """Messages are granted in any order of days; the rule holds for every window."""
    granted: set[date] = set()
    for offset in wishes:
        day = FIRST + timedelta(days=offset)
        if withheld(granted, day) is None:
            granted.add(day)
    for offset in range(41):
        first = FIRST + timedelta(days=offset)
        assert sum(first <= day < first + WINDOW for day in granted) <= MOST_IN_WINDOW


@given(OFFSETS, st.integers(0, 40))
def test_nothing_is_withheld_without_a_reason(offsets: list[int], offset: int) -> None:
    day = FIRST + timedelta(days=offset)
    days = {FIRST + timedelta(days=n) for n in offsets}
    near = [d for d in days if abs((d - day).days) < WINDOW.days]
    reason = withheld(days, day)
    assert (reason is Withheld.ONE_A_DAY) == (day in days)
    if reason is Withheld.THREE_A_WEEK:
        assert len(near) >= MOST_IN_WINDOW


def test_the_fourth_in_seven_days_waits() -> None:
    days = {FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=3)}
    assert withheld(days, FIRST + timedelta(days=6)) is Withheld.THREE_A_WEEK
    assert withheld(days, FIRST + timedelta(days=7)) is None


@given(MOMENTS)
def test_a_slot_is_a_half_day_of_the_office_and_never_at_noon(now: datetime) -> None:
    slot = next_slot(now)
    assert now <= slot.due_at < slot.expires_at
    assert is_business_day(slot.day)
    assert slot.hours.allow(slot.due_at)
    assert not slot.hours.allow(slot.due_at.replace(hour=12, minute=0))
    assert not slot.hours.allow(slot.due_at.replace(hour=12, minute=59))
    assert slot.expires_at.hour in {12, 17}
    assert slot.expires_at - slot.due_at >= timedelta(minutes=29)


@pytest.mark.parametrize(
    ("pressed", "begins"),
    [
        ("2026-11-17T08:00", "2026-11-17T09:00"),
        ("2026-11-17T11:30", "2026-11-17T11:30"),
        ("2026-11-17T11:31", "2026-11-17T13:00"),
        ("2026-11-17T16:31", "2026-11-18T09:00"),
        ("2026-11-20T17:00", "2026-11-24T09:00"),
        ("2026-12-28T18:00", "2027-01-04T09:00"),
    ],
)
def test_when_what_is_asked_for_goes_out(pressed: str, begins: str) -> None:
    now, due = (datetime.fromisoformat(f"{t}:00+09:00") for t in (pressed, begins))
    assert next_slot(now).due_at == due


@pytest.mark.parametrize("kind", DeliveryKind)
def test_an_open_survey_takes_the_place_of_reminders_and_of_nothing_else(
    kind: DeliveryKind,
) -> None:
    assert not gives_way(kind, survey_open=False)
    assert gives_way(kind, survey_open=True) == (kind is DeliveryKind.REMINDER)
    assert (kind in COUNTED) == (
        kind in {DeliveryKind.QUIZ, DeliveryKind.REMINDER, DeliveryKind.SURVEY}
    )


@given(
    st.text("abcdef0123456789", min_size=1, max_size=8),
    st.dates(date(2025, 1, 1), date(2035, 1, 1)),
)
def test_reminders_go_round_and_never_repeat_the_last_one(staff_id: str, day: date) -> None:
    weeks = [week_of(day + timedelta(weeks=n)) for n in range(len(REMINDER_TEXTS))]
    said = [reminder_text(words_for(staff_id, week)) for week in weeks]
    assert set(said) == set(REMINDER_TEXTS)


def test_reminder_texts_are_six_or_more_and_accuse_nobody() -> None:
    assert len(set(REMINDER_TEXTS)) == len(REMINDER_TEXTS) >= 6
    bad = ("未受講", "まだ答えていない", "連続", "順位", "遅れ", "必ず", "ランキング", "上司")
    assert not [text for text in REMINDER_TEXTS for word in bad if word in text]
    assert reminder_text({}) is None, "a supervisor's reminder has words of its own"
