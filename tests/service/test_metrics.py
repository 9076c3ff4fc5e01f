"""Counters: whole under many threads, and of bounded size whatever comes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bot.service.metrics import BUCKETS, MOST_LISTENERS, OTHER, Metrics


def test_every_request_is_in_the_first_bucket_that_holds_it() -> None:
    metrics = Metrics()
    for seconds in (0.0, 0.001, 0.0011, 2.9, 60.0):
        metrics.took("one", seconds)
    latency = metrics.so_far().latency["one"]
    found = {bound: n for bound, n in zip(BUCKETS, latency.counts, strict=True) if n}
    assert found == {0.001: 2, 0.0025: 1, 3.0: 1, float("inf"): 1}
    assert latency.seconds == 62.9021


def test_names_beyond_a_hundred_share_one() -> None:
    metrics = Metrics()
    for number in range(MOST_LISTENERS + 50):
        metrics.took(f"listener{number}", 0.1)
    latency = metrics.so_far().latency
    assert len(latency) == MOST_LISTENERS + 1
    assert sum(latency[OTHER].counts) == 50


def test_nothing_is_lost_among_threads() -> None:
    metrics = Metrics()

    def work(_: int) -> None:
        for _ in range(200):
            metrics.took("one", 0.01)
            metrics.answered(abstained=True)
            metrics.rate_limited()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    counts = metrics.so_far()
    assert sum(counts.latency["one"].counts) == 1600
    assert (counts.answers, counts.abstentions, counts.rate_limited) == (1600, 1600, 1600)


def test_a_copy_stays_as_it_was() -> None:
    metrics = Metrics()
    metrics.took("one", 0.01)
    before = metrics.so_far()
    metrics.took("one", 0.01)
    assert sum(before.latency["one"].counts) == 1
