"""T4, T5, T6 and T13 at full size: calendars, the ledger, power cuts, the pace."""

from __future__ import annotations

from contextlib import ExitStack

from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.core.pace import Limits
from bot.store.engine import Store
from tests.bench.table import Bench, Result
from tests.reliability.calendars import PEOPLE as CALENDAR_PEOPLE
from tests.reliability.calendars import run_weeks
from tests.reliability.ledger_machine import BlindMachine, LedgerMachine
from tests.reliability.pacing import StrictSlack, employ, send_paced
from tests.reliability.power_cut import cut_power
from tests.reliability.test_t5_ledger import QUICKLY


def t4(bench: Bench) -> None:
    """200 weeks, four planners, jumping clocks, ten days of outage."""
    weeks = 200
    for engine, url in bench.urls():

        def work(url: str = url) -> Result:
            found = run_weeks(url, bench.folder(), weeks)
            reached = len(found.expected - found.unreached)
            all_sent = found.sent == reached * CALENDAR_PEOPLE
            once = found.planned == len(found.noted - found.missed) * CALENDAR_PEOPLE
            figure = f"{len(found.noted)} noted, {len(found.unreached)} lost to the outage"
            # Ten days hold three posts at most; whatever anybody was there for is sent.
            few = 1 <= len(found.unreached) <= 3
            return figure, once and all_sent and few and found.noted >= found.expected

        bench.row(f"T4 {weeks} weeks, 4 planners on {engine}", "each once, ≤ 3 in 10 days", work)


def t5(bench: Bench) -> None:
    """Hypothesis against the ledger."""
    template = bench.folder() / "template.sqlite3"
    store = Store.open(f"sqlite:///{template}")
    store.upgrade()
    store.close()
    LedgerMachine.template = BlindMachine.template = template
    usual = settings(QUICKLY, max_examples=300, stateful_step_count=50)

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


def t13(bench: Bench) -> None:
    """240, 1,000 and 35,000 people on a virtual clock, and a refusal in the middle."""
    for people, rate in ((240, 1.0), (1_000, 1.0), (1_000, 4.0), (35_000, 1.0)):

        def work(people: int = people, rate: float = rate) -> Result:
            slack, took = _paced(bench, people, StrictSlack(rate))
            off = abs(took * rate / people - 1)
            good = slack.too_early == 0 and len(slack.at) == people and off < 0.02
            return f"{slack.too_early} too early, {100 * off:.2f} % off", good

        name = f"T13 pace for {people:,} at {rate:.0f}/s, 2 processes"
        bench.row(name, "0 too early, within 2 %", work)

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
        return slack, send_paced(stores, slack, Limits(slack.rate, slack.rate))
