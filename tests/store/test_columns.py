"""Moments keep their instant, their order and their zone on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from bot.store import inbox
from bot.store.engine import Store
from bot.store.tables import inbox_event
from tests.store.samples import HOUR, NOW

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
DISTANCES = st.timedeltas(timedelta(days=-10_000), timedelta(days=20_000))
MOMENTS = st.builds(lambda distance, zone: (NOW + distance).astimezone(zone), DISTANCES, ZONES)


@given(first=MOMENTS, second=MOMENTS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_moments_come_back_the_same_and_sort_by_time(
    store: Store, first: datetime, second: datetime
) -> None:
    with store.write() as tx:
        tx.exec_driver_sql("DELETE FROM inbox_event")
        assert inbox.begin(tx, "first", first, HOUR)
        stored = tx.execute(select(inbox_event.c.received_at)).scalar_one()
        assert (stored, stored.utcoffset()) == (first, timedelta(0))
        assert inbox.forget_before(tx, second) == (first < second)


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="time zone"), store.write() as tx:
        inbox.begin(tx, "event", NOW.replace(tzinfo=None), HOUR)


def test_postgresql_speaks_another_zone_in_these_tests(store: Store) -> None:
    """Otherwise the tests above could not show a lost zone."""
    with store.read() as tx:
        if tx.dialect.name == "postgresql":
            assert tx.exec_driver_sql("SHOW timezone").scalar_one() == "Asia/Tokyo"
    assert NOW.tzinfo is UTC
