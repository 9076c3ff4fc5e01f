"""Several processes write the audit at the same moment, and it is one chain."""

from __future__ import annotations

from bot.core.audit import verify
from bot.store import audit
from bot.store.engine import Store
from tests.store.processes import crew
from tests.store.test_audit import hired

PROCESSES, ROUNDS = 4, 6
SCRIPT = """
import sys
from datetime import timedelta
from bot.store import audit
from bot.store.engine import Store
from tests.store.samples import NOW
store = Store.open({url!r})
print("ready", flush=True)
for number, line in enumerate(sys.stdin):
    now = NOW + timedelta(minutes=number)
    with store.write() as tx:
        audit.append(tx, "s0001", "list", ["s0002", "s0003"], line.strip(), now)
    print("done", flush=True)
store.close()
"""


def test_one_chain_of_many_writers(store: Store, url: str) -> None:
    """Also over the end of a month, which one of them closes; nobody made the key before."""
    hired(store)
    with crew(SCRIPT.format(url=url), PROCESSES) as processes:
        for number in range(ROUNDS):
            processes.tell("2026-11" if number < ROUNDS / 2 else "2026-12")
            assert processes.answers() == ["done"] * PROCESSES
    with store.read() as tx:
        segments, entries = audit.segments(tx), audit.entries(tx)
        assert list(verify(audit.key(tx) or "", segments, entries)) == []
    assert [segment.count for segment in segments] == [PROCESSES * ROUNDS / 2] * 2
