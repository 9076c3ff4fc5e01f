"""The bucket's rules: never above the ceiling, half after a refusal, back step by step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

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


def test_it_holds_one_second_of_messages_at_most() -> None:
    full = refilled(fresh(LIMITS, NOW), LIMITS, NOW + HOUR)
    assert full.whole_tokens == 4
    assert full.spent(4).seconds_to_next(NOW + HOUR) == pytest.approx(0.25)


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
