"""Two machines over one PostgreSQL: whichever is unplugged, the other one goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.delivery import DeliveryState
from tests.reliability.machines import run_two
from tests.reliability.sending import TIMING, Crowd
from tests.support.faulty_slack import faulty_slack

PEOPLE = 120
KILLS = (15, 75)
LATENCY = 0.1  # so that whoever is killed has messages in hand
MOST_SECONDS_WITHOUT_AN_ANSWER = 5.0


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_either_may_be_unplugged_at_any_time(url: str, tmp_path: Path) -> None:
    with faulty_slack({}) as slack:
        slack.latency = LATENCY
        crowd = Crowd(url, slack, tmp_path)
        found = run_two(crowd, slack, tmp_path, PEOPLE, KILLS, own_workers=False)
    assert (found.lost, found.twice) == (0, 0)
    assert found.states == {DeliveryState.SENT: PEOPLE}
    assert slack.histories > 0, "a machine was unplugged with messages in hand"
    assert found.resumed < TIMING.lease(8).total_seconds() + 10, "resumed after their lease"
    assert found.gap <= MOST_SECONDS_WITHOUT_AN_ANSWER
    assert found.answers > 10
