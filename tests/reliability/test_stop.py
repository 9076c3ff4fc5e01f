"""A stop takes five seconds at most, whatever hangs, and loses nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from bot.core.delivery import DeliveryState
from tests.reliability.sending import Crowd
from tests.support.faulty_slack import FaultySlack, faulty_slack
from tests.support.office import Office, open_office, stopped
from tests.support.process import ROOT, bot_process
from tests.support.slack_stub import SlackStub

MOST_SECONDS = 5.0
PEOPLE = 3
HANGS = 20.0


@pytest.fixture
def slack() -> Iterator[FaultySlack]:
    with faulty_slack({}) as served:
        yield served


@pytest.fixture
def office(slack: FaultySlack, tmp_path: Path) -> Office:
    return open_office(tmp_path / "office", cast("SlackStub", slack))


def test_amid_a_message_that_hangs(slack: FaultySlack, office: Office, tmp_path: Path) -> None:
    """Slack took it and says nothing: afterwards it is in doubt, the others wait."""
    slack.latency = HANGS
    crowd = Crowd(office.url, slack, tmp_path)
    crowd.employ(PEOPLE)
    with bot_process(office.settings | {"BACKUP_COPIES": "0"}) as bot:
        bot.wait_for("ready:")
        assert slack.wait_for(lambda: bool(slack.posts))
        ended = stopped(bot)
    assert (ended.code, "Traceback" in ended.output) == (0, False), ended.output
    assert ended.seconds <= MOST_SECONDS
    assert crowd.states() == {DeliveryState.SENDING: 1, DeliveryState.QUEUED: PEOPLE - 1}


def test_what_hangs_for_good_is_left_behind() -> None:
    """A lock, a pool, a call that never returns: the end does not wait for it."""
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", HANGS_FOR_GOOD],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "ended with work in hand" in ended.stderr
    assert time.monotonic() - began < 30, "the thread waits for a minute"


HANGS_FOR_GOOD = """
import logging, threading
from bot.serving import end_soon
logging.basicConfig()
threading.Thread(target=threading.Event().wait, args=(60,)).start()
end_soon(0.2)
"""
