"""Every reliability test at full size: each with its bar and its figure, as a table.

``make bench-reliability``; with names (``ARGS="T1 T13"``) only those. It takes some minutes
and needs PostgreSQL's server.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.core.delivery import DeliveryState
from bot.core.pace import Limits
from bot.store.engine import Store
from tests.reliability.calendars import PEOPLE as CALENDAR_PEOPLE
from tests.reliability.calendars import run_weeks
from tests.reliability.commits import kill_in_commit
from tests.reliability.ledger_machine import BlindMachine, LedgerMachine
from tests.reliability.pacing import StrictSlack, employ, send_paced
from tests.reliability.power_cut import cut_power
from tests.reliability.sending import TIMING, Crowd, preload, send_all
from tests.reliability.test_t2_mutants import OFTEN
from tests.support import postgres
from tests.support.crashing_postgres import crashing_postgres
from tests.support.faulty_slack import faulty_slack

Result = tuple[str, bool]
SENT = DeliveryState.SENT
LONG = 900.0
_NUMBERS = count(1)


class Bench:
    """Where the databases come from, and the table so far."""

    def __init__(self, server: postgres.PostgresServer, folder: Path) -> None:
        self.server = server
        self._folder = folder
        self.failed = 0

    def folder(self) -> Path:
        """A new, empty folder."""
        made = self._folder / str(next(_NUMBERS))
        made.mkdir()
        return made

    def urls(self) -> Iterator[tuple[str, str]]:
        """A new database of each engine."""
        yield "SQLite", f"sqlite:///{self.folder() / 'kizuki.sqlite3'}"
        yield "PostgreSQL", self.server.url(self.server.create_database())

    def row(self, name: str, bar: str, work: Callable[[], Result]) -> None:
        """Do one measurement and print its line."""
        began = time.monotonic()
        figure, good = work()
        seconds = time.monotonic() - began
        self.failed += not good
        print(f"{name:<44} {bar:<26} {figure:<40} {'ok' if good else 'FAILED'}  {seconds:.0f} s")


def t1(bench: Bench) -> None:
    """1,000 messages, 19 % faults, 12 kills."""
    people, kills = 1000, tuple(range(80, 980, 75))
    for engine, url in bench.urls():

        def work(url: str = url) -> Result:
            with faulty_slack() as slack:
                crowd = Crowd(url, slack, bench.folder())
                states = send_all(crowd, people, 2, kills, LONG)
                lost, twice = crowd.verdict(people)
                faults = slack.met.total()
                figure = f"{lost} lost, {twice} twice; {faults} faults, {len(kills)} kills"
                return figure, (lost, twice) == (0, 0) and states == {SENT: people}

        bench.row(f"T1 kill -9 and faults, {people} on {engine}", "0 lost, 0 twice", work)


def t2(bench: Bench) -> None:
    """What is done against doubles, taken away piece by piece."""
    people = 300
    mutants: Mapping[str, Mapping[str, object]] = {
        "SDK retries": {"mutant": "sdk-retries"},
        "grace 0": {"timing": replace(TIMING, grace=timedelta(0))},
        "history skipped": {"mutant": "blind"},
        "nothing taken away": {},
    }
    for name, options in mutants.items():
        url = f"sqlite:///{bench.folder() / 'kizuki.sqlite3'}"

        def work(url: str = url, options: Mapping[str, object] = options) -> Result:
            with faulty_slack(OFTEN) as slack:
                crowd = Crowd(url, slack, bench.folder(), **options)
                send_all(crowd, people, 1, (), LONG)
                lost, twice = crowd.verdict(people)
                return f"{lost} lost, {twice} twice", lost == 0 and bool(twice) == bool(options)

        bench.row(f"T2 {name}, {people}", "twice > 0" if options else "0 twice", work)


def t3(bench: Bench) -> None:
    """PostgreSQL is stopped at once, twice."""
    people = 600

    def work() -> Result:
        with crashing_postgres() as server, faulty_slack({}) as slack:
            crowd = Crowd(server.url, slack, bench.folder())
            crowd.employ(people)
            crowd.start(2)
            for number in (people // 4, people // 2):
                slack.wait_for(lambda n=number: len(slack.posts) >= n, LONG)
                server.crash()
                server.restart()
            states = crowd.finish(LONG)
            alive = all(process.is_alive() for process in crowd.running)
            crowd.kill(2)
            lost, twice = crowd.verdict(people)
            figure = f"{lost} lost, {twice} twice, alive: {alive}"
            return figure, alive and (lost, twice) == (0, 0) and states == {SENT: people}

    bench.row(f"T3 PostgreSQL crashes twice, {people}", "0 / 0, senders alive", work)


def t4(bench: Bench) -> None:
    """200 weeks, four planners, jumping clocks, ten days of outage."""
    weeks = 200
    for engine, url in bench.urls():

        def work(url: str = url) -> Result:
            found = run_weeks(url, bench.folder(), weeks)
            lost = len(found.expected) - found.sent // CALENDAR_PEOPLE
            once = found.planned == len(found.noted - found.missed) * CALENDAR_PEOPLE
            figure = f"{len(found.noted)} noted, {lost} lost to the outage"
            return figure, once and lost == 1 and found.noted >= found.expected

        bench.row(f"T4 {weeks} weeks, 4 planners on {engine}", "each once, 1 for 10 days", work)


def t5(bench: Bench) -> None:
    """Hypothesis against the ledger."""
    template = bench.folder() / "template.sqlite3"
    store = Store.open(f"sqlite:///{template}")
    store.upgrade()
    store.close()
    LedgerMachine.template = BlindMachine.template = template
    usual = settings(
        max_examples=300,
        stateful_step_count=50,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )

    def work() -> Result:
        run_state_machine_as_test(LedgerMachine, settings=usual)
        return "300 runs of 50 steps held", True

    def mutant() -> Result:
        once = settings(usual, phases=[Phase.generate], report_multiple_bugs=False)
        try:
            run_state_machine_as_test(BlindMachine, settings=once)
        except AssertionError as error:
            return "found out", "twice" in str(error)
        return "not found out", False

    bench.row("T5 ledger against hypothesis", "no broken rule", work)
    bench.row("T5 seeded mutant", "found out", mutant)


def t6(bench: Bench) -> None:
    """400 power cuts."""
    rounds = 400
    for mode in ("FULL", "NORMAL"):

        def work(mode: str = mode) -> Result:
            folder = bench.folder()
            found = [cut_power(folder, seed, mode) for seed in range(rounds)]
            lost, broken = sum(f.lost for f in found), sum(not f.sound for f in found)
            acknowledged = sum(f.acknowledged for f in found)
            figure = f"{lost} of {acknowledged} lost, {broken} files broken"
            return figure, broken == 0 and bool(lost) == (mode == "NORMAL")

        bar = "0 lost, 0 broken" if mode == "FULL" else "loses (test of the test)"
        bench.row(f"T6 {rounds} power cuts, synchronous={mode}", bar, work)


def t7(bench: Bench) -> None:
    """300 kills in a commit; a full disk and a copy under load as they stand in the suite."""
    rounds = 300
    for engine, url in bench.urls():

        def work(url: str = url) -> Result:
            found = kill_in_commit(url, rounds)
            figure = f"{found.lost} lost, {found.torn} torn of {found.promised:,}"
            return figure, (found.lost, found.torn) == (0, 0)

        bench.row(f"T7 {rounds} kills in a commit on {engine}", "0 lost, 0 torn", work)
    bench.row("T7 full disk, copy under load", "all hold", lambda: _suite("test_t7_storage.py"))


def t8(bench: Bench) -> None:
    """Every revision with its old data, up and down, on both engines."""
    bench.row(
        "T8 migrations", "no row lost, no difference", lambda: _suite("test_t8_migrations.py")
    )


def _suite(name: str) -> Result:
    """A test file as it stands in the suite."""
    run = [sys.executable, "-m", "pytest", "-q", "--no-header", f"tests/reliability/{name}"]
    ended = subprocess.run(run, capture_output=True, text=True, check=False)
    return (ended.stdout.strip().splitlines() or ["nothing said"])[-1], ended.returncode == 0


def t13(bench: Bench) -> None:
    """240, 1,000 and 35,000 people on a virtual clock, and a refusal in the middle."""
    for people in (240, 1_000, 35_000):

        def work(people: int = people) -> Result:
            slack, took = _paced(bench, people, StrictSlack(1.0))
            off = abs(took / people - 1)
            good = slack.too_early == 0 and len(slack.at) == people and off < 0.02
            return f"{slack.too_early} too early, {100 * off:.2f} % off", good

        bench.row(f"T13 pace for {people:,}, 2 processes", "0 too early, within 2 %", work)

    def refusal() -> Result:
        slack, _ = _paced(bench, 1_000, StrictSlack(1.0, busy=(300.0, 330.0)))
        good = (slack.refused, slack.too_early, len(slack.at)) == (1, 0, 1_000)
        return f"{slack.refused} refused, {slack.too_early} too early", good

    bench.row("T13 Retry-After 30 s, 1,000, 2 processes", "1 asked, all obey", refusal)


def _paced(bench: Bench, people: int, slack: StrictSlack) -> tuple[StrictSlack, float]:
    url = f"sqlite:///{bench.folder() / 'kizuki.sqlite3'}"
    with ExitStack() as stack:
        stores = [Store.open(url) for _ in range(2)]
        for store in stores:
            stack.callback(store.close)
        stores[0].upgrade()
        employ(stores[0], people)
        return slack, send_paced(stores, slack, Limits(1.0, 1.0))


TESTS = {"T1": t1, "T2": t2, "T3": t3, "T4": t4, "T5": t5, "T6": t6, "T7": t7, "T8": t8, "T13": t13}


@contextmanager
def opened() -> Iterator[Bench]:
    """A PostgreSQL server and a folder for all of it."""
    binaries = postgres._binaries()
    missing = postgres._what_is_missing(binaries)
    if binaries is None or missing:
        sys.exit(missing)
    with tempfile.TemporaryDirectory() as folder, postgres._server(binaries) as server:
        yield Bench(server, Path(folder))


def main(names: list[str]) -> int:
    """Print the table; 1 when a bar was missed."""
    preload()
    with opened() as bench:
        for name in names or TESTS:
            TESTS[name](bench)
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
