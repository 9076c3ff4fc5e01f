"""Socket Mode: one-time tickets, hello, envelopes, acknowledgements, disconnects."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.workspace.delivery import Kind, Retry
from bot.workspace.errors import NotDelivered
from bot.workspace.identifiers import fresh_token
from bot.workspace.model import Json

MOST_CONNECTIONS = 10


@dataclass(eq=False)
class Connection:
    """One open WebSocket and the envelopes that wait for its acknowledgement."""

    websocket: WebSocket
    waiting: dict[str, asyncio.Future[object]] = field(default_factory=dict)

    async def send(self, body: Json) -> None:
        """Send one JSON message."""
        await self.websocket.send_text(json.dumps(body, ensure_ascii=False))

    def acknowledge(self, text: str) -> None:
        """Settle the envelope that a message of the app names."""
        try:
            body = json.loads(text)
        except json.JSONDecodeError:
            return
        if not isinstance(body, dict):
            return
        future = self.waiting.get(str(body.get("envelope_id")))
        if future is not None and not future.done():
            future.set_result(body.get("payload"))

    def lost(self) -> None:
        """Nothing that waits will be acknowledged any more."""
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(NotDelivered("connection_failed"))


class SocketLinks:
    """All Socket Mode connections; each payload goes to one of them, in turn."""

    def __init__(self, app_id: str, timeout: float, on_change: Callable[[], None]) -> None:
        self._app_id = app_id
        self._timeout = timeout
        self._on_change = on_change
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._turn = itertools.count()

    @property
    def connected(self) -> bool:
        """Whether at least one connection is open."""
        return bool(self._connections)

    @property
    def count(self) -> int:
        """Open connections."""
        return len(self._connections)

    def ticket(self) -> str:
        """A ticket that opens one connection."""
        ticket = fresh_token("")
        self._tickets.add(ticket)
        return ticket

    async def serve(self, websocket: WebSocket) -> None:
        """Speak with one client until it leaves."""
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets or self.count >= MOST_CONNECTIONS:
            await websocket.close(code=4001)
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        connection = Connection(websocket)
        try:
            await connection.send(self._hello())
            self._connections.append(connection)
            self._on_change()
            while True:
                connection.acknowledge(await websocket.receive_text())
        except WebSocketDisconnect:
            return
        finally:
            self._forget(connection)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count + 1,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "demo", "build_number": 1, "approximate_connection_time": 18060},
        }

    def _forget(self, connection: Connection) -> None:
        connection.lost()
        if connection in self._connections:
            self._connections.remove(connection)
        self._on_change()

    async def deliver(self, kind: Kind, payload: Json, retry: Retry | None) -> object:
        """Send one envelope to the next connection and wait for its acknowledgement."""
        if not self._connections:
            raise NotDelivered("connection_failed")
        connection = self._connections[next(self._turn) % len(self._connections)]
        envelope_id = str(uuid4())
        future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = future
        try:
            await connection.send(_envelope(kind, envelope_id, payload, retry))
            return await asyncio.wait_for(future, self._timeout)
        except TimeoutError:
            raise NotDelivered("http_timeout") from None
        except (WebSocketDisconnect, RuntimeError):
            # Starlette raises RuntimeError for a send on a link that is closing.
            raise NotDelivered("connection_failed") from None
        finally:
            del connection.waiting[envelope_id]

    async def warn(self, reason: str) -> None:
        """Ask every client to reconnect (``warning`` or ``refresh_requested``)."""
        for connection in list(self._connections):
            await connection.send({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def drop(self) -> None:
        """Close every connection without a warning."""
        for connection in list(self._connections):
            await connection.websocket.close(code=1001)


def _envelope(kind: Kind, envelope_id: str, payload: Json, retry: Retry | None) -> Json:
    body: Json = {
        "envelope_id": envelope_id,
        "type": kind,
        "payload": payload,
        "accepts_response_payload": kind != "events_api",
    }
    if kind == "events_api":
        body["retry_attempt"] = retry.number if retry else 0
        body["retry_reason"] = retry.reason if retry else ""
    return body
