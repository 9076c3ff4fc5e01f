"""T13: several processes together never go faster than Slack allows, and hardly slower."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest

from bot.core.pace import Limits
from bot.store.engine import Store
from tests.reliability.pacing import StrictSlack, employ, send_by_the_rules, send_paced
from tests.reliability.sending import Crowd, send_all
from tests.support.faulty_slack import faulty_slack

RATE = 1.0
GRANTED = 4.0
LIMITS = Limits(RATE, RATE)
PROCESSES = 4
JITTER = 0.3  # between a claim and its arrival at Slack, in seconds


@pytest.fixture
def stores(url: str) -> Iterator[Sequence[Store]]:
    with ExitStack() as stack:
        opened = [Store.open(url) for _ in range(PROCESSES)]
        for store in opened:
            stack.callback(store.close)
        yield opened


def test_never_faster_and_within_two_percent(stores: Sequence[Store]) -> None:
    count = 120
    employ(stores[0], count)
    slack = StrictSlack(RATE)
    took = send_paced(stores, slack, LIMITS)
    assert len(slack.at) == count
    assert slack.too_early == 0
    assert took == pytest.approx(count / RATE, rel=0.02)


@pytest.mark.parametrize(
    ("count", "rate"), [(240, RATE), (240, GRANTED), (1_000, RATE), (35_000, RATE)]
)
def test_the_rules_hold_for_thousands_and_where_slack_grants_more(count: int, rate: float) -> None:
    slack = StrictSlack(rate)
    took = send_by_the_rules(count, slack, Limits(rate, rate))
    assert slack.too_early == 0
    assert took == pytest.approx(count / rate, rel=0.02)


def test_a_refusal_silences_every_process_and_slows_them_down(stores: Sequence[Store]) -> None:
    employ(stores[0], 120)
    slack = StrictSlack(RATE, busy=(40.0, 70.0))
    send_paced(stores, slack, LIMITS)
    assert len(slack.at) == 120
    assert (slack.refused, slack.too_early) == (1, 0), "one asked, all obeyed"
    after = [b - a for a, b in pairwise(slack.at) if a >= 70]
    assert after[0] == pytest.approx(2.0), "half as fast"
    assert after[-1] == pytest.approx(1.0), "and after clean minutes as before"


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_real_processes_keep_the_pace_together(url: str, tmp_path: Path) -> None:
    """Ten a second for three of them: one after the other, also when all are idle at first."""
    rate = 10.0
    with faulty_slack({}) as slack:
        send_all(Crowd(url, slack, tmp_path, posting=Limits(rate, rate)), 40, processes=3)
        assert len(slack.posts) == 40
        tried = slack.tried_at
        assert tried[-1] - tried[0] >= 39 / rate - JITTER
        busiest = max(sum(a <= b < a + 1 for b in tried) for a in tried)
        assert busiest <= rate + 1 + JITTER * rate
