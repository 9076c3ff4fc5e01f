"""An independent Socket Mode end: says hello, sends envelopes, keeps the acknowledgements."""

from __future__ import annotations

import json
import queue
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

SECONDS = 60


class SocketStub:
    """The port it listens on, and whoever connected to it."""

    def __init__(self) -> None:
        self.port = 0
        self._connections: queue.Queue[ServerConnection] = queue.Queue()
        self._received: queue.Queue[dict[str, Any]] = queue.Queue()

    def send(self, kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Send one envelope to the client and return its acknowledgement."""
        connection = self._connections.get(timeout=SECONDS)
        self._connections.put(connection)
        envelope = {"envelope_id": "e-1", "type": kind, "payload": payload}
        connection.send(json.dumps(envelope | {"accepts_response_payload": True}))
        return self._received.get(timeout=SECONDS)

    def serve(self, connection: ServerConnection) -> None:
        """Talk to one client until it leaves."""
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        self._connections.put(connection)
        try:
            for message in connection:
                self._received.put(json.loads(message))
        except ConnectionClosed:
            return


@contextmanager
def socket_stub(tls: ssl.SSLContext) -> Iterator[SocketStub]:
    """Serve wss on loopback until the block ends."""
    stub = SocketStub()
    with serve(stub.serve, "127.0.0.1", 0, ssl=tls) as server:
        stub.port = server.socket.getsockname()[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield stub
