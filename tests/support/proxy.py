"""A forward proxy as offices have one: CONNECT only, and it resolves the names itself.

Every name leads to this machine, so that a program can be shown to reach an address
that it could not have resolved. It remembers what it was asked for.
"""

from __future__ import annotations

import base64
import select
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

POLL_SECONDS = 0.02  # how soon a server that was told to stop does so
CHUNK = 64 * 1024
USER, PASSWORD = "office", "p@ss"  # fixed values for tests


@dataclass
class Proxy:
    """Where it listens, the ``host:port`` it was asked for, and the hosts it refuses."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        """What HTTPS_PROXY holds, with the password as an address writes it."""
        return f"http://{USER}:{PASSWORD.replace('@', '%40')}@127.0.0.1:{self.port}"


@contextmanager
def connect_proxy() -> Iterator[Proxy]:
    """Serve on loopback until the block ends."""
    proxy = Proxy()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            method, target, headers = self._request()
            status = self._status(method, target, headers)
            if status is not HTTPStatus.OK:
                self._answer(status)
                return
            address = ("127.0.0.1", int(target.rpartition(":")[2]))
            with socket.create_connection(address, 10) as upstream:
                self._answer(status)
                _relay(self.connection, upstream)

        def _request(self) -> tuple[str, str, dict[str, str]]:
            method, target, _ = self.rfile.readline().decode().split(" ")
            headers = {}
            while line := self.rfile.readline().decode().strip():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            return method, target, headers

        def _status(self, method: str, target: str, headers: dict[str, str]) -> HTTPStatus:
            proxy.asked.append(target)
            if method != "CONNECT":
                return HTTPStatus.METHOD_NOT_ALLOWED
            if headers.get("proxy-authorization") != _credentials():
                return HTTPStatus.PROXY_AUTHENTICATION_REQUIRED
            if target.rpartition(":")[0] in proxy.refused:
                return HTTPStatus.FORBIDDEN
            return HTTPStatus.OK

        def _answer(self, status: HTTPStatus) -> None:
            self.wfile.write(f"HTTP/1.1 {status.value} {status.phrase}\r\n\r\n".encode())

    with _Server(("127.0.0.1", 0), Handler) as server:
        proxy.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True).start()
        try:
            yield proxy
        finally:
            server.shutdown()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


def _credentials() -> str:
    return "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def _relay(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until either side is done."""
    ways = {one: other, other: one}
    while True:
        readable, _, _ = select.select(list(ways), [], [])
        for side in readable:
            try:
                data = side.recv(CHUNK)
            except ConnectionError:
                return
            if not data:
                return
            ways[side].sendall(data)
