"""A Socket Mode client without Bolt: it keeps every envelope and answers when told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.support.workspace import Served, until


class RawLink:
    """One connection; ``acknowledging`` decides whether it acknowledges by itself."""

    def __init__(self, connection: ClientConnection, *, acknowledging: bool) -> None:
        self.connection = connection
        self.acknowledging = acknowledging
        self.received: list[dict[str, Any]] = []
        self.closed = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        try:
            for text in self.connection:
                envelope = json.loads(text)
                self.received.append(envelope)
                if self.acknowledging and "envelope_id" in envelope:
                    self.acknowledge(envelope)
        except ConnectionClosed:
            pass
        self.closed.set()

    def acknowledge(self, envelope: dict[str, Any], payload: object = None) -> None:
        body = {"envelope_id": envelope["envelope_id"]}
        self.connection.send(json.dumps(body | ({"payload": payload} if payload else {})))

    def envelopes(self) -> list[dict[str, Any]]:
        return [row for row in list(self.received) if "envelope_id" in row]

    def wait_for(self, count: int) -> list[dict[str, Any]]:
        """The first ``count`` envelopes, once they have come."""
        until(lambda: len(self.envelopes()) >= count)
        return self.envelopes()[:count]


def ticket_url(served: Served) -> str:
    token = served.workspace.app_token
    return str(served.client(token).apps_connections_open(app_token=token)["url"])


@contextmanager
def raw_link(served: Served, *, acknowledging: bool = True) -> Iterator[RawLink]:
    """A connection that has been greeted."""
    with connect(ticket_url(served)) as connection:
        link = RawLink(connection, acknowledging=acknowledging)
        until(lambda: link.received)
        until(lambda: served.page.get("state")["connected"])
        yield link
