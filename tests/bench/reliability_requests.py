"""T9, T10 and T11 at full size: answers from many threads, bad input, nothing kept."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.bench.table import Bench, Result
from tests.reliability.answering import answering, dispatch_by, percentile, small_library

PEOPLE, THREADS, REPLAYS = 2_000, 8, 3


def t9(bench: Bench) -> None:
    """2,000 answers by 8 threads, then each three times more."""
    library = small_library(bench.folder())
    for engine, url in bench.urls():

        def work(url: str = url) -> Result:
            with answering(url, library, bench.folder(), PEOPLE) as ward:
                requests = ward.requests()
                began = time.perf_counter()
                took = dispatch_by(THREADS, ward.app, requests)
                rate, p99 = PEOPLE / (time.perf_counter() - began), percentile(took, 0.99)
                for _ in range(REPLAYS):
                    dispatch_by(THREADS, ward.app, requests)
                once = ward.rows() == (PEOPLE, PEOPLE, PEOPLE)
                figure = f"once: {once}; {rate:,.0f} a second, p99 {p99:.0f} ms"
                return figure, once and rate >= 1_000 and p99 < 20

        bench.row(f"T9 {PEOPLE:,} answers, on {engine}", "once, ≥ 1,000/s, p99 < 20 ms", work)


def t10(bench: Bench) -> None:
    """Bad input and every handler, as they stand in the suite."""
    file = "tests/reliability/test_t10_bad_input.py"
    bench.row("T10 bad input", "no 5xx, no traceback", lambda: _run(file))


def t11(bench: Bench) -> None:
    """The list of personal data through every door; how much of it is recognised."""
    kept = "tests/reliability/test_t11_nothing_kept.py"
    rates = "tests/referral/test_personal_data_set.py"
    bench.row("T11 personal data kept", "0 pieces", lambda: _run(kept))
    bench.row("T11 recognised", "ids ≥ 99 %, names ≥ 94 %", lambda: _run(rates))


def _run(file: str) -> Result:
    run = [sys.executable, "-m", "pytest", "-q", "--no-header", "-n0", file]
    ended = subprocess.run(run, capture_output=True, text=True, check=False)
    return (ended.stdout.strip().splitlines() or ["nothing said"])[-1], ended.returncode == 0
