"""Real processes that send from one ledger, to be killed at any moment."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler

from bot.clock import SystemClock
from bot.content.library import Library
from bot.core.delivery import (
    ANY_TIME,
    CheckResult,
    DeliveryKind,
    DeliveryState,
    NotArrived,
    Occurrence,
    PlannedDelivery,
    Timing,
)
from bot.core.pace import Limits
from bot.core.people import Membership, Role, Section, Staff
from bot.jobs.worker import Worker
from bot.service.delivery import DeliveryDesk
from bot.service.rooms import open_service
from bot.slack.clients import make_clients
from bot.slack.sender import SlackSender
from bot.store import deliveries, people
from bot.store.engine import Store
from bot.store.errors import StoreUnavailable
from tests.content.conftest import KNOWLEDGE, QUIZZES, write
from tests.support.faulty_slack import CLIENT_TIMEOUT, LATE_SECONDS, FaultySlack

QUESTION = "call-first-1"
KEY = "quiz/2026-W47/1"
SECTION = Section("welfare", "福祉課")
POLL_SECONDS = 0.1
# Longer than a call can take, and than a message that hung up can still be posted.
TIMING = Timing(
    send=timedelta(seconds=1.5 * CLIENT_TIMEOUT),
    grace=timedelta(seconds=LATE_SECONDS + 2 * CLIENT_TIMEOUT + 0.2),
)
# Not felt even after dozens of halvings: what goes wrong here has nothing to do with pace.
UNPACED = Limits(1e15, 1e15)


@dataclass(frozen=True)
class Plan:
    """What a sending process works with; ``mutant`` names how it is made to do it wrong."""

    url: str
    api_url: str
    folder: str
    timing: Timing = TIMING
    posting: Limits = UNPACED
    mutant: str = ""


def work(plan: Plan) -> None:
    """Send until killed; a database that is away is waited for."""
    folder = Path(plan.folder)
    store = Store.open(plan.url)
    library = Library.open(folder / "knowledge", folder / "quizzes")
    clock = SystemClock()
    clients = make_clients("xoxb-reliability", plan.api_url)
    clients.posting.timeout = CLIENT_TIMEOUT  # type: ignore[assignment]  # seconds, whole or not
    if plan.mutant == "sdk-retries":
        clients.posting.retry_handlers = [ConnectionErrorRetryHandler()]
    desk = DeliveryDesk(store, library, posting=plan.posting, checking=UNPACED, timing=plan.timing)
    service = open_service(store, library, clock, folder / "data")
    kind = Blind if plan.mutant == "blind" else SlackSender
    worker = Worker(desk, kind(service, clients), clock)
    while True:
        with suppress(StoreUnavailable):
            worker.drain()
        time.sleep(POLL_SECONDS)


class Blind(SlackSender):
    """A sender that does not look before it sends again."""

    def find(self, delivery_id: str, to: str, age: timedelta, /) -> CheckResult:
        """Claim to have looked."""
        return NotArrived()


_FORKS = multiprocessing.get_context("forkserver")


def preload(*also: str) -> None:
    """Have everything imported once, so that a killed process is replaced at once."""
    _FORKS.set_forkserver_preload([__name__, *also])


class Crowd:
    """Several sending processes over one database, and what became of their messages."""

    def __init__(self, url: str, slack: FaultySlack, folder: Path, **options: object) -> None:
        write(folder / "knowledge", KNOWLEDGE)
        write(folder / "quizzes", QUIZZES)
        self.slack = slack
        self.plan = replace(Plan(url, slack.api_url, str(folder)), **options)
        self.running: list[BaseProcess] = []

    def employ(self, count: int) -> None:
        """Hire that many people and owe each of them a question, due at once."""
        now = datetime.now(UTC)
        post = Occurrence(
            KEY,
            DeliveryKind.QUIZ,
            now - timedelta(minutes=1),
            now + timedelta(hours=8),
            ANY_TIME,
        )
        staff = [Staff(f"S{n:05d}", f"職員{n}", f"U{n:05d}") for n in range(count)]
        day = (now - timedelta(days=2)).date()
        held = [(p.staff_id, Membership(SECTION.section_id, Role.STAFF, day)) for p in staff]
        store = Store.open(self.plan.url)
        store.upgrade()
        with store.write() as tx:
            people.replace_roster(tx, [SECTION], staff, held, day)
            owed = [PlannedDelivery(p.staff_id, {"questions": QUESTION}) for p in staff]
            assert deliveries.plan(tx, post, owed) == count
        store.close()

    def start(self, count: int) -> None:
        """Start that many more processes."""
        self.running += [self.start_one() for _ in range(count)]

    def start_one(self) -> BaseProcess:
        """Start one that the caller looks after."""
        process = _FORKS.Process(target=work, args=(self.plan,), daemon=True)
        process.start()
        return process

    def kill(self, count: int) -> None:
        """Kill that many with SIGKILL, the longest running first."""
        for process in self.running[:count]:
            process.kill()
            process.join()
        del self.running[:count]

    def states(self) -> Mapping[DeliveryState, int]:
        """How many deliveries are in which state; states without any are left out."""
        store = Store.open(self.plan.url)
        try:
            with store.read() as tx:
                return {s: n for s, n in deliveries.counts(tx).items() if n}
        finally:
            store.close()

    def finish(self, seconds: float = 60) -> Mapping[DeliveryState, int]:
        """Wait until nothing is left to be done; how it then stands."""
        deadline = time.monotonic() + seconds
        open_states = {DeliveryState.QUEUED, DeliveryState.SENDING}
        while open_states & set(states := self.states()):
            assert time.monotonic() < deadline, states
            with self.slack.changed:
                self.slack.changed.wait(POLL_SECONDS)
        return states

    def verdict(self, count: int) -> tuple[int, int]:
        """How many people got no message, and how many messages were one too many."""
        times = self.slack.times_posted()
        return count - len(times), sum(times.values()) - len(times)


def send_all(
    crowd: Crowd, count: int, processes: int, kills: Sequence[int] = (), seconds: float = 60
) -> Mapping[DeliveryState, int]:
    """Send to everybody; at each of these numbers of messages, kill and replace processes.

    They are killed the moment Slack has accepted a message: before they can know. One is
    killed at a time, and every third time all of them.
    """
    crowd.employ(count)
    crowd.start(processes)
    try:
        for turn, number in enumerate(kills, start=1):
            assert crowd.slack.wait_for(lambda n=number: len(crowd.slack.posts) >= n, seconds)
            killed = processes if turn % 3 == 0 else 1
            crowd.kill(killed)
            crowd.start(killed)
        return crowd.finish(seconds)
    finally:
        crowd.kill(len(crowd.running))
