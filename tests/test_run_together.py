"""Several processes over one database: each event and each message has its effect once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from time import monotonic

import pytest

from bot.core.delivery import DeliveryState
from bot.store import marker
from tests.support.office import Office, command, open_office, say, to
from tests.support.postgres import PostgresServer
from tests.support.process import BotProcess, bot_process
from tests.support.slack_stub import slack_stub

PEOPLE = 2
DEADLINE_SECONDS = 60


@dataclass(frozen=True)
class Halves:
    """Two processes that receive over one database, in which messages wait to be sent."""

    office: Office
    web: tuple[BotProcess, BotProcess]
    planned: str

    @property
    def ports(self) -> tuple[int, int]:
        """Where the two listen."""
        return self.web[0].port(), self.web[1].port()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def halves(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Halves]:
    with ExitStack() as stack:
        slack = stack.enter_context(slack_stub(lambda record: None))
        url = ""
        if request.param == "postgresql":
            postgres: PostgresServer = request.getfixturevalue("postgres")
            url = postgres.url(postgres.create_database())
        office = open_office(tmp_path_factory.mktemp("halves"), slack, url)
        one, other = (
            stack.enter_context(bot_process(office.settings, "--only", "web")) for _ in range(2)
        )
        for bot in (one, other):
            bot.wait_for("ready:")
        office.hire(*[""] * PEOPLE)
        planned = office.plan_question(PEOPLE)
        yield Halves(office, (one, other), planned)


def test_the_first_start_marks_the_database_as_the_real_one(halves: Halves) -> None:
    """Both processes made its tables, at the same moment."""
    with halves.office.store() as store, store.read() as tx:
        assert marker.kind(tx) == "live"


def test_an_event_delivered_many_times_at_once_is_answered_once(halves: Halves) -> None:
    together = threading.Barrier(6)

    def deliver(number: int) -> int:
        together.wait()
        return say(halves.ports[number % 2], "D0ATONCE", "EvAtOnce")

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(deliver, range(6))) == {200}
    assert say(halves.ports[0], "D0ATONCE", "EvAtOnce", x_slack_retry_num="1") == 200
    assert len(list(filter(to("D0ATONCE"), halves.office.slack.calls))) == 1


def test_retry_number_zero_is_a_first_delivery(halves: Halves) -> None:
    """Socket Mode's first delivery says 0; leaving out all retries would lose it."""
    assert say(halves.ports[0], "D0ZERO", "EvZero", x_slack_retry_num="0") == 200
    assert len(list(filter(to("D0ZERO"), halves.office.slack.calls))) == 1


def test_web_receives_and_workers_send_each_message_once(halves: Halves) -> None:
    office = halves.office
    for port in halves.ports:
        assert "さがす" in command(port, "U00", "ヘルプ")
    for number in range(PEOPLE):
        waiting = office.delivery(halves.planned, number)
        assert (waiting.state, waiting.attempts) == (DeliveryState.QUEUED, 0)
    # A worker that wanted a port would find this one taken and end.
    settings = office.settings | {"PORT": str(halves.ports[0])}
    with (
        bot_process(settings, "--only", "worker") as one,
        bot_process(settings, "--only", "worker") as other,
    ):
        for worker in (one, other):
            worker.wait_for("ready:")
        for number in range(PEOPLE):
            office.slack.wait(to(f"U0{number}"))
        assert (one.stop(), other.stop()) == (0, 0)
    for number in range(PEOPLE):
        assert len(list(filter(to(f"U0{number}"), office.slack.calls))) == 1
        sent = office.delivery(halves.planned, number)
        assert (sent.state, sent.attempts) == (DeliveryState.SENT, 1)


@pytest.mark.parametrize("halves", ["sqlite"], indirect=True)
def test_content_is_followed_while_running(halves: Halves) -> None:
    """A broken file changes nothing; once it is repaired, everybody reads the new one."""
    desk, bot, port = halves.office.desk, halves.web[0], halves.ports[0]
    meaning, file = "支援をととのえる場", "knowledge/glossary.yaml"
    desk.replace(file, "meaning: 支援を調整する場", f"meening: {meaning}")
    bot.wait_for("content not taken up: knowledge/glossary.yaml:2:")
    assert "支援を調整する場" in command(port, "U00", "ことば")
    desk.replace(file, "meening: ", "meaning: ")
    eventually(lambda: meaning in command(port, "U00", "ことば"))
    assert "Traceback" not in bot.output


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until it is so; asking again is all there is to wait for."""
    deadline = monotonic() + DEADLINE_SECONDS
    while not holds():
        assert monotonic() < deadline
