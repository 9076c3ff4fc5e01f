"""T2: what is done against doubles matters: without each part of it there are doubles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.reliability.sending import TIMING, Crowd, send_all
from tests.support.faulty_slack import Fault, faulty_slack

PEOPLE = 40
OFTEN: Mapping[Fault, float] = {Fault.HUNG_UP: 0.15, Fault.LATE: 0.15, Fault.SLOW: 0.05}
MUTANTS: Mapping[str, Mapping[str, object]] = {
    "the SDK's own retries": {"mutant": "sdk-retries"},
    "no grace": {"timing": replace(TIMING, grace=timedelta(0))},
    "no look into the history": {"mutant": "blind"},
}


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("name", MUTANTS)
def test_without_it_messages_come_twice(name: str, url: str, tmp_path: Path) -> None:
    with faulty_slack(OFTEN) as slack:
        crowd = Crowd(url, slack, tmp_path, **MUTANTS[name])
        crowd.employ(PEOPLE)
        crowd.start(1)
        twice = slack.wait_for(lambda: max(slack.times_posted().values(), default=0) > 1)
        crowd.kill(1)
        assert twice, slack.met


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_with_all_of_it_under_the_same_faults_they_do_not(url: str, tmp_path: Path) -> None:
    with faulty_slack(OFTEN) as slack:
        crowd = Crowd(url, slack, tmp_path)
        send_all(crowd, PEOPLE, processes=1)
        assert crowd.verdict(PEOPLE) == (0, 0)
        assert slack.met.total() > PEOPLE / 5
