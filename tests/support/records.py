"""build/slack-calls.jsonl: what the stories sent to Slack, for inspection from outside.

One JSON object a line: {"kind": "call", "method", "args"} for a Web API call as sent
(without the token), {"kind": "ack", …} for an acknowledgement body, and
{"kind": "response_url", …} for a post to a response_url.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "build" / "slack-calls.jsonl"


class Records:
    """Appends to the file; safe from several threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def add(self, record: Mapping[str, object]) -> None:
        """Write one record."""
        line = json.dumps(record, ensure_ascii=False, default=str)
        with self._lock, self._file.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def ack(self, to: str, text: str) -> None:
        """Write an acknowledgement as it came over HTTP."""
        body = json.loads(text) if text.startswith("{") else text
        self.add({"kind": "ack", "to": to, "body": body})


def begin_records(config: pytest.Config) -> None:
    """Begin the file anew for this test run, once for all its processes."""
    if not hasattr(config, "workerinput"):
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text("", encoding="utf-8")


@pytest.fixture(scope="session")
def records() -> Iterator[Records]:
    """The file of this test run."""
    yield Records(FILE)
    assert FILE.stat().st_size > 0, "the stories recorded nothing"
