"""T5: whatever happens in whatever order, nobody gets a message twice and nobody none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.reliability.ledger_machine import BlindMachine, LedgerMachine

EXAMPLES, STEPS = 25, 40
QUICKLY = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


NO_SHRINKING = settings(QUICKLY, phases=[Phase.generate], report_multiple_bugs=False)


def test_no_order_of_events_breaks_the_ledger(sqlite_template: Path) -> None:
    LedgerMachine.template = sqlite_template
    run_state_machine_as_test(LedgerMachine, settings=QUICKLY)


def test_a_ledger_that_sends_again_without_looking_is_found_out(sqlite_template: Path) -> None:
    """The seeded mutant: were it not found, the machine would prove nothing."""
    BlindMachine.template = sqlite_template
    with pytest.raises(AssertionError, match="twice"):
        run_state_machine_as_test(BlindMachine, settings=NO_SHRINKING)
