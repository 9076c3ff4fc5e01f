"""Two machines over one PostgreSQL, and how long a start and a stop take."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import cast

from bot.core.delivery import DeliveryState, Timing
from tests.bench.table import Bench, Result
from tests.reliability.machines import run_two
from tests.reliability.sending import Crowd
from tests.support.faulty_slack import faulty_slack
from tests.support.office import BOT_TOKEN, SECRET, open_office, stopped
from tests.support.process import bot_process, environment
from tests.support.slack_stub import SlackStub, slack_stub

LONG = 600.0
STARTS = 5
MOST_TO_START, MOST_TO_STOP = 2.0, 5.0
MOST_WITHOUT_AN_ANSWER = 5.0


def machines(bench: Bench) -> None:
    """Web and worker as `run` starts them, with their real leases; four kills in turn."""
    people, kills = 60, (10, 22, 34, 46)
    url = bench.server.url(bench.server.create_database())

    def work() -> Result:
        with faulty_slack({}) as slack:
            slack.latency = 0.3
            folder = bench.folder()
            crowd = Crowd(url, slack, folder)
            found = run_two(crowd, slack, folder, people, kills, own_workers=True, seconds=LONG)
            lease = Timing().lease(1).total_seconds()
            figure = (
                f"{found.lost} lost, {found.twice} twice, {found.gap:.1f} s without an answer, "
                f"all sent {found.resumed:.0f} s after (lease {lease:.0f} s)"
            )
            whole = (found.lost, found.twice) == (0, 0)
            sent = found.states == {DeliveryState.SENT: people}
            in_time = found.gap <= MOST_WITHOUT_AN_ANSWER and found.resumed <= lease + people
            return figure, whole and sent and in_time

    bench.row("Two machines, each killed twice, 60", "0 / 0, answers in 5 s, lease", work)


def start_and_stop(bench: Bench) -> None:
    """With the shipped content: the first start makes the index, the others find it."""
    for part in ("web", "worker"):
        bench.row(f"Start of {part}, median of {STARTS}", "≤ 2 s", partial(_starts, bench, part))
    bench.row("Stop, median and longest", "≤ 5 s", partial(_stops, bench))
    bench.row("Stop amid a message that hangs", "≤ 5 s, nothing lost", partial(_hanging, bench))


def _settings(bench: Bench, slack: SlackStub) -> dict[str, str]:
    return environment(
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=f"{slack.url}api/",
        DATA_DIR=str(bench.folder() / "data"),
        BACKUP_COPIES="0",
        PORT="0",
    )


@dataclass(frozen=True)
class Timed:
    """Seconds from a start to being ready, of them on a processor, and from a stop to the end."""

    start: float
    working: float
    stop: float


def _timed(settings: dict[str, str], part: str) -> Timed:
    began = time.monotonic()
    with bot_process(settings, "--only", part) as bot:
        bot.wait_for("ready:", LONG)
        started = time.monotonic() - began
        working = _processor_seconds(bot.process.pid)
        return Timed(started, working, stopped(bot).seconds)


def _processor_seconds(pid: int) -> float:
    """What a process has used so far; on a busy machine this tells more than the clock."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _starts(bench: Bench, part: str) -> Result:
    with slack_stub(lambda record: None) as slack:
        settings = _settings(bench, slack)
        first = _timed(settings, part).start
        later = [_timed(settings, part) for _ in range(STARTS)]
    start = median(timed.start for timed in later)
    working = median(timed.working for timed in later)
    figure = f"{start:.1f} s, {working:.1f} s of it working; the very first {first:.1f} s"
    return figure, start <= MOST_TO_START


def _stops(bench: Bench) -> Result:
    with slack_stub(lambda record: None) as slack:
        settings = _settings(bench, slack)
        took = [_timed(settings, part).stop for part in ("web", "worker") for _ in range(STARTS)]
    return f"{median(took):.1f} s, {max(took):.1f} s", max(took) <= MOST_TO_STOP


def _hanging(bench: Bench) -> Result:
    with faulty_slack({}) as slack:
        slack.latency = LONG
        folder = bench.folder()
        office = open_office(folder / "office", cast("SlackStub", slack))
        crowd = Crowd(office.url, slack, folder)
        crowd.employ(3)
        with bot_process(office.settings | {"BACKUP_COPIES": "0"}) as bot:
            bot.wait_for("ready:")
            slack.wait_for(lambda: bool(slack.posts))
            ended = stopped(bot)
        left = crowd.states() == {DeliveryState.SENDING: 1, DeliveryState.QUEUED: 2}
        good = ended.code == 0 and ended.seconds <= MOST_TO_STOP and left
        return f"{ended.seconds:.1f} s, one in doubt, two wait: {left}", good
