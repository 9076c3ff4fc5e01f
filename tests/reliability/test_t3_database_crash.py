"""T3: PostgreSQL crashes twice in the middle of a send; the senders live and lose nothing."""

from __future__ import annotations

from pathlib import Path

from bot.core.delivery import DeliveryState
from tests.reliability.sending import Crowd
from tests.support.crashing_postgres import crashing_postgres
from tests.support.faulty_slack import faulty_slack

PEOPLE = 150
CRASHES = (40, 100)


def test_two_crashes_of_the_database_lose_nothing(tmp_path: Path) -> None:
    with crashing_postgres() as server, faulty_slack({}) as slack:
        crowd = Crowd(server.url, slack, tmp_path)
        crowd.employ(PEOPLE)
        crowd.start(2)
        try:
            for number in CRASHES:
                assert slack.wait_for(lambda n=number: len(slack.posts) >= n)
                server.crash()
                server.restart()
            states = crowd.finish()
            assert all(process.is_alive() for process in crowd.running)
        finally:
            crowd.kill(len(crowd.running))
        assert crowd.verdict(PEOPLE) == (0, 0)
        assert states == {DeliveryState.SENT: PEOPLE}
