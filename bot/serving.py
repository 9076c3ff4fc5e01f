"""An HTTP server in a thread of its own, and the signals that end the process."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from bot.core.failures import reason

log = logging.getLogger(__name__)

STOP_SECONDS = 3
END_SECONDS = 4.5


class CannotListen(Exception):
    """The address cannot be served on; the message says what to do."""

    def __init__(self, host: str, port: int, cause: OSError) -> None:
        if cause.errno == errno.EADDRINUSE:
            sentence = f"ポート{port}はほかのプログラムが使っています。PORT に別の番号を"
        else:
            sentence = (
                f"{host} のポート{port}で待ち受けられません（{reason(cause)}）。HOST と PORT を"
            )
        super().__init__(f"{sentence}指定して、もう一度起動してください。")


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
        # Until somebody listens, a second program could bind the same port.
        listening.listen(socket.SOMAXCONN)
    except OSError as error:
        listening.close()
        raise CannotListen(host, port, error) from error
    return listening


def stop_signals() -> Callable[[], None]:
    """Listen for SIGTERM and Ctrl+C from now on; the result waits for the first of them.

    The signal itself writes to a socket. Setting an Event in its handler is not enough:
    one that came just before the main thread fell asleep was not noticed (measured).
    """
    waiting, told = socket.socketpair()
    told.settimeout(0)
    signal.set_wakeup_fd(told.fileno())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)

    def wait() -> None:
        with waiting, told:
            waiting.recv(1)
            signal.set_wakeup_fd(-1)

    return wait


def end_soon(seconds: float = END_SECONDS) -> None:
    """End the process after ``seconds`` at the latest, also while something still hangs.

    What is in hand then is left as by a kill, which nothing here minds: it is taken up
    by the next process.
    """
    timer = threading.Timer(seconds, _leave)
    timer.daemon = True
    timer.start()


def _leave() -> None:
    log.warning("ended with work in hand")
    logging.shutdown()
    os._exit(0)
