"""The bucket's rules: never above the ceiling, half after a refusal, back step by step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import MOST_POSTS_PER_MINUTE
from bot.core.pace import FLOOR, Limits, blocked, fresh, refilled, refused

NOW = datetime(2026, 11, 16, 1, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LIMITS = Limits(4.0, 1.0)


def test_a_ceiling_above_what_slack_documents_is_approached_slowly() -> None:
    assert Limits.per_minute(240) == LIMITS
    assert Limits.per_minute(30) == Limits(0.5, 0.5)


@pytest.mark.parametrize(
    ("minutes", "rate"), [(0.99, 1.0), (1, 1.5), (3.5, 2.5), (6, 4.0), (600, 4.0)]
)
def test_half_a_message_a_second_more_for_each_clean_minute(minutes: float, rate: float) -> None:
    assert refilled(fresh(LIMITS, NOW), LIMITS, NOW + minutes * MINUTE).rate == rate


def test_looking_often_is_the_same_as_looking_once() -> None:
    often = fresh(LIMITS, NOW)
    for second in range(1, 151):
        often = refilled(often, LIMITS, NOW + second * SECOND)
    once = refilled(fresh(LIMITS, NOW), LIMITS, NOW + 150 * SECOND)
    assert (often.rate, often.clean_since) == (once.rate, once.clean_since)


def test_at_every_rate_that_can_be_set_one_call_goes_at_a_time() -> None:
    """However long it was idle: a bucket of a second's worth would double the rate for one."""
    for per_minute in (1, 60, 240, MOST_POSTS_PER_MINUTE):
        limits = Limits.per_minute(per_minute)
        full = refilled(fresh(limits, NOW), limits, NOW + HOUR)
        assert full.whole_tokens == 1
        left = full.spent(1).seconds_to_next(NOW + HOUR)
        assert left == pytest.approx(60 / per_minute)


@given(
    per_second=st.floats(0.02, 20),
    pauses=st.lists(st.floats(0, 3), min_size=2, max_size=60),
)
def test_no_two_calls_come_closer_than_the_rate_allows(
    per_second: float, pauses: list[float]
) -> None:
    limits, now = Limits(per_second, per_second), NOW
    bucket, last = fresh(limits, now), NOW - HOUR
    for pause in pauses:
        now += timedelta(seconds=pause)
        bucket = refilled(bucket, limits, now)
        if bucket.whole_tokens:
            assert (now - last).total_seconds() >= 1 / per_second - 1e-5
            bucket, last = bucket.spent(1), now


def test_a_refusal_is_obeyed_and_halves_the_rate_once() -> None:
    bucket = refused(refilled(fresh(LIMITS, NOW), LIMITS, NOW + HOUR), NOW + HOUR, 30)
    assert bucket.rate == 2.0
    together = refused(bucket, NOW + HOUR + SECOND, 30)
    assert together.rate == 2.0, "of those under way together the first counts"
    waiting = refilled(together, LIMITS, NOW + HOUR + 30 * SECOND)
    assert waiting.whole_tokens == 0
    assert waiting.seconds_to_next(NOW + HOUR + 30 * SECOND) == pytest.approx(1.5)


def test_it_never_stops_altogether() -> None:
    bucket, now = fresh(LIMITS, NOW), NOW
    for _ in range(20):
        now += MINUTE / 2
        bucket = refused(refilled(bucket, LIMITS, now), now, 1)
    assert bucket.rate == FLOOR


def test_being_blocked_without_a_refusal_costs_no_speed() -> None:
    bucket = blocked(fresh(LIMITS, NOW), NOW, 30)
    assert bucket.rate == 1.0
    assert refilled(bucket, LIMITS, NOW + 31 * SECOND).whole_tokens == 1


@pytest.mark.parametrize("back", [SECOND, HOUR, 24 * HOUR])
def test_a_clock_set_back_stops_nothing(back: timedelta) -> None:
    bucket = fresh(LIMITS, NOW).spent(1)
    then = refilled(bucket, LIMITS, NOW - back)
    assert refilled(then, LIMITS, NOW - back + SECOND).whole_tokens == 1
    silent = refilled(blocked(bucket, NOW, 600), LIMITS, NOW - 24 * HOUR)
    assert silent.seconds_to_next(NOW - 24 * HOUR) == pytest.approx(1.0)


def test_a_lowered_ceiling_holds_at_once() -> None:
    full = refilled(fresh(LIMITS, NOW), LIMITS, NOW + HOUR)
    lower = refilled(full, Limits(1.0, 1.0), NOW + HOUR)
    assert (lower.rate, lower.whole_tokens) == (1.0, 1)
