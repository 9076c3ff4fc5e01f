"""Every reliability test at full size: each with its bar and its figure, as a table.

``make bench-reliability``; with names (``ARGS="T1 machines"``) only those. It takes some minutes
and needs PostgreSQL's server.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.core.delivery import DeliveryState
from tests.bench.reliability_machines import machines, start_and_stop
from tests.bench.reliability_requests import t9, t10, t11
from tests.bench.reliability_rules import t4, t5, t6, t13
from tests.bench.table import Bench, Result
from tests.reliability.commits import kill_in_commit
from tests.reliability.sending import TIMING, Crowd, preload, send_all
from tests.reliability.test_t2_mutants import OFTEN
from tests.support import postgres
from tests.support.crashing_postgres import crashing_postgres
from tests.support.faulty_slack import faulty_slack

SENT = DeliveryState.SENT
LONG = 900.0


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


TESTS = {
    "T1": t1,
    "T2": t2,
    "T3": t3,
    "T4": t4,
    "T5": t5,
    "T6": t6,
    "T7": t7,
    "T8": t8,
    "T9": t9,
    "T10": t10,
    "T11": t11,
    "T13": t13,
    "machines": machines,
    "start": start_and_stop,
}


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
    # Each process that is started runs this file again, and what it imports.
    preload("tests.bench.reliability_machines", "tests.bench.reliability_rules")
    with opened() as bench:
        for name in names or TESTS:
            TESTS[name](bench)
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
