"""T1: 19 % of Slack's answers go wrong and senders are killed: each message arrives once."""

from __future__ import annotations

from pathlib import Path

from bot.core.delivery import DeliveryState
from tests.reliability.sending import Crowd, send_all
from tests.support.faulty_slack import faulty_slack

PEOPLE = 80
KILLS = (15, 40, 65)


def test_nothing_is_lost_and_nothing_sent_twice(url: str, tmp_path: Path) -> None:
    with faulty_slack() as slack:
        crowd = Crowd(url, slack, tmp_path)
        states = send_all(crowd, PEOPLE, processes=2, kills=KILLS)
        assert crowd.verdict(PEOPLE) == (0, 0)
        assert states == {DeliveryState.SENT: PEOPLE}
        assert len(slack.met) >= 4, slack.met
        assert slack.histories < PEOPLE, "only doubtful messages are looked for"
