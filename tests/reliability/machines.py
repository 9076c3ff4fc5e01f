"""Two machines over one PostgreSQL, each receiving and sending, killed as if unplugged."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

import httpx

from bot.core.delivery import DeliveryState
from tests.reliability.sending import Crowd
from tests.support import signed
from tests.support.faulty_slack import FaultySlack
from tests.support.office import SECRET, address, open_office
from tests.support.process import BotProcess, bot_process
from tests.support.slack_stub import SlackStub

ANSWER_SECONDS = 3.0  # what Slack waits for an answer
ASK_AGAIN_SECONDS = 0.05
START_SECONDS = 120.0  # on a busy machine


class Machine:
    """A web process and what sends beside it; ``send`` starts the latter, None for `run`'s own."""

    def __init__(
        self, settings: dict[str, str], send: Callable[[], BaseProcess] | None = None
    ) -> None:
        self._settings = settings
        self._send = send
        self._running = ExitStack()
        self.address = ""
        self._web: BotProcess | None = None
        self._sender: BotProcess | BaseProcess | None = None

    def plug_in(self) -> None:
        """Start both, and return when they are ready."""
        self._web = self._bot("web")
        self._sender = self._send() if self._send else self._bot("worker")
        self._web.wait_for("ready:", START_SECONDS)
        self.address = address(self._web.port())

    def unplug(self) -> None:
        """Kill both with SIGKILL, at once."""
        for process in (self._web, self._sender):
            if isinstance(process, BotProcess):
                process.process.kill()
            elif process is not None:
                process.kill()
                process.join()
        self.address = ""
        self._running.close()

    def _bot(self, part: str) -> BotProcess:
        return self._running.enter_context(bot_process(self._settings, "--only", part))


@dataclass
class Counter:
    """Somebody who asks all the time, the machine that answered last first."""

    machines: list[Machine]
    answered: list[float] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def longest_gap(self) -> float:
        """The longest time without an answer, in seconds."""
        return max(b - a for a, b in zip(self.answered, self.answered[1:], strict=False))

    def ask_on(self) -> None:
        """Ask until stopped."""
        order = list(self.machines)
        while not self._stop.wait(ASK_AGAIN_SECONDS):
            for machine in list(order):
                if _answers(machine):
                    self.answered.append(time.monotonic())
                    order.remove(machine)
                    order.insert(0, machine)
                    break

    def stop(self) -> None:
        """Ask no more."""
        self._stop.set()


def _answers(machine: Machine) -> bool:
    """Whether it answers a command in the time that Slack gives."""
    url, body = machine.address, signed.command_body("U00000", "ヘルプ")
    if not url:
        return False
    headers = signed.headers(SECRET, body)
    try:
        answer = httpx.post(
            f"{url}/slack/events", content=body, headers=headers, timeout=ANSWER_SECONDS
        )
    except httpx.HTTPError:
        return False
    return answer.status_code == 200 and "さがす" in str(answer.json())


@dataclass(frozen=True)
class Outcome:
    """What came of it: messages lost and doubled, and how the deliveries stand.

    ``gap`` is the longest time without an answer, ``resumed`` how long after the last
    kill everything was sent, in seconds.
    """

    lost: int
    twice: int
    states: dict[DeliveryState, int]
    gap: float
    resumed: float
    answers: int


def run_two(
    crowd: Crowd,
    slack: FaultySlack,
    folder: Path,
    people: int,
    kills: Sequence[int],
    *,
    own_workers: bool,
    seconds: float = 60,
) -> Outcome:
    """Send to everybody while one machine after the other is unplugged and plugged in again.

    With ``own_workers`` the senders are `run --only worker` with its real leases, else
    those of ``crowd`` with shorter ones.
    """
    office = open_office(folder / "office", cast("SlackStub", slack), crowd.plan.url)
    settings = office.settings | {"BACKUP_COPIES": "0", "POSTS_PER_MINUTE": "1200"}
    machines = [Machine(settings, None if own_workers else crowd.start_one) for _ in range(2)]
    counter = Counter(machines)
    asking = threading.Thread(target=counter.ask_on)
    try:
        for machine in machines:
            machine.plug_in()
        asking.start()
        crowd.employ(people)
        for number, kill_at in enumerate(kills):
            assert slack.wait_for(lambda n=kill_at: len(slack.posts) >= n, seconds)
            machines[number % 2].unplug()
            killed = time.monotonic()
            if number + 1 < len(kills):
                machines[number % 2].plug_in()
        states = dict(crowd.finish(seconds))
        resumed = time.monotonic() - killed
    finally:
        counter.stop()
        if asking.is_alive():
            asking.join()
        for machine in machines:
            machine.unplug()
    lost, twice = crowd.verdict(people)
    gap, answers = counter.longest_gap, len(counter.answered)
    return Outcome(lost, twice, states, gap, resumed, answers)
