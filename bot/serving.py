"""An HTTP server in a thread of its own, and the signals that end the process."""

from __future__ import annotations

import signal
import socket
import threading
from types import FrameType

import uvicorn
from starlette.applications import Starlette

STOP_SECONDS = 3


class PortTaken(Exception):
    """Somebody else listens on the port; the message says what to do."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"ポート{port}はほかのプログラムが使っています。"
            f"PORT={port + 1} のように別の番号を指定して、もう一度起動してください。"
        )


class HttpServer:
    """uvicorn over a socket bound at once, so that port 0 is known before it serves."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = _bound(host, port)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port in use."""
        number: int = self._socket.getsockname()[1]
        return number

    def start(self, app: Starlette) -> None:
        """Serve ``app`` and return once it answers."""
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="http", daemon=True
        )
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            threading.Event().wait(0.01)

    def stop(self) -> None:
        """Finish the requests in hand, at most three seconds, and close."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(STOP_SECONDS + 1)
        self._socket.close()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise PortTaken(port) from error
    return listening


def wait_for_stop() -> None:
    """Return when the process is asked to end (SIGTERM, Ctrl+C)."""
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    stopping.wait()
