"""An independent Slack: plain stdlib, knows nothing of bot.workspace, records all it gets."""

from __future__ import annotations

import json
import ssl
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

POLL_SECONDS = 0.02  # how soon a server that was told to stop does so


@dataclass
class Call:
    """One Web API call or response_url post as it arrived."""

    method: str
    args: dict[str, Any]


@dataclass(frozen=True)
class Trouble:
    """How Slack fails: ``ok: false`` with a code, an HTTP status, or a dropped connection (0)."""

    status: int = 200
    error: str = ""

    def instead_of(self, body: Mapping[str, object]) -> Mapping[str, object]:
        """What Slack answers."""
        return {"ok": False, "error": self.error} if self.error else body


DROPPED = 0
FINE = Trouble()


@dataclass
class SlackStub:
    """The server's address and what it received; ``wait`` blocks until a call matches.

    ``troubles`` names the methods (or "response_url") that fail, and how; ``answers``
    replaces what a method answers; ``tokens`` are all that callers showed; ``headers``
    stand in every answer. ``files`` can be
    fetched by id, with ``shown_for_files`` the tokens that were shown for it.
    """

    url: str
    calls: list[Call] = field(default_factory=list)
    troubles: dict[str, Trouble] = field(default_factory=dict)
    answers: dict[str, Mapping[str, object]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    headers: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    shown_for_files: list[str] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, matches: Callable[[Call], bool], seconds: float = 20) -> Call:
        """The first call that matches, now or within ``seconds``."""

        def found() -> Call | None:
            return next((c for c in self.calls if matches(c)), None)

        with self.changed:
            assert self.changed.wait_for(found, seconds), [c.method for c in self.calls]
            call = found()
        assert call is not None
        return call

    def made(self, method: str) -> list[Call]:
        """All calls of one method so far."""
        return [call for call in self.calls if call.method == method]

    def add(self, call: Call) -> None:
        """Remember a call and wake whoever waits."""
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()


class _Server(ThreadingHTTPServer):
    def __init__(self, handler: type[BaseHTTPRequestHandler], tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        if tls is not None:
            # The handshake comes with the first read, in the thread of its connection.
            self.socket = tls.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report anything but a client that hung up, as one does that trusts no certificate."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Files(BaseHTTPRequestHandler):
    """Gives out the files that people sent; the rest is quiet."""

    files: SlackStub

    def do_GET(self) -> None:
        shown = self.headers.get("Authorization", "").removeprefix("Bearer ")
        self.files.shown_for_files.append(shown)
        data = self.files.files.get(self.path.removeprefix("/files/"))
        self.send_response(404 if data is None else 200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output quiet."""


@contextmanager
def slack_stub(
    on_record: Callable[[Mapping[str, object]], None], tls: ssl.SSLContext | None = None
) -> Iterator[SlackStub]:
    """Serve on loopback until the block ends, by https where there is a certificate."""
    stub = SlackStub("")

    class Handler(_Files):
        files = stub

        def do_POST(self) -> None:
            args = self._args()
            if self.path.startswith("/api/"):
                method = self.path.removeprefix("/api/")
                on_record({"kind": "call", "method": method, "args": args})
                stub.add(Call(method, args))
                stub.tokens.add(self.headers.get("Authorization", "").removeprefix("Bearer "))
                usual = _web_api(method, args, stub)
                self._reply(method, stub.answers.get(method, usual))
            else:
                on_record({"kind": "response_url", "body": args})
                stub.add(Call("response_url", args))
                self._reply("response_url", {"ok": True})

        def _args(self) -> dict[str, Any]:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            if "json" in self.headers.get("Content-Type", ""):
                args: dict[str, Any] = json.loads(body or "{}")
            else:
                args = {key: values[0] for key, values in parse_qs(body).items()}
            args.pop("token", None)
            return args

        def _reply(self, method: str, body: Mapping[str, object]) -> None:
            trouble = stub.troubles.get(method, FINE)
            if trouble.status == DROPPED:
                self.close_connection = True
            else:
                self._answer(trouble.status, trouble.instead_of(body))

        def _answer(self, status: int, body: Mapping[str, object]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", "30")
            for name, value in stub.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = _Server(Handler, tls)
    stub.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()


def _file_info(stub: SlackStub, file_id: str) -> dict[str, object]:
    data = stub.files.get(file_id)
    if data is None:
        return {"ok": False, "error": "file_not_found"}
    address = f"{stub.url}files/{file_id}"
    return {"ok": True, "file": {"id": file_id, "size": len(data), "url_private": address}}


def _web_api(method: str, args: Mapping[str, Any], stub: SlackStub) -> dict[str, object]:
    number = len(stub.calls)
    if method == "auth.test":
        return {"ok": True, "user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T1", "team": "区"}
    if method.startswith("chat."):
        channel = f"D{str(args.get('channel', ''))[1:]}"
        return {"ok": True, "channel": channel, "ts": f"1700000000.{number:06d}"}
    if method.startswith("views."):
        return {"ok": True, "view": {"id": f"V{number}", "hash": str(number)}}
    if method == "files.info":
        return _file_info(stub, args["file"])
    return {"ok": False, "error": "unknown_method"}
