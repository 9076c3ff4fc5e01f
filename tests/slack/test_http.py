"""HTTP mode: one slow listener stops nobody else, and a body has a limit."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from slack_bolt import Ack, App
from starlette.applications import Starlette

from bot.serving import HttpServer
from bot.slack.clients import make_clients
from bot.slack.http import MAX_BODY, events_route, health_route
from tests.support import signed
from tests.support.slack_stub import slack_stub

SECRET = "http-test-secret"  # noqa: S105  # a fixed value for this test


@contextmanager
def served(listeners: Callable[[App], None]) -> Iterator[str]:
    """An app with these listeners, served as ``run`` serves it."""
    with slack_stub(lambda record: None) as stub:
        clients = make_clients("xoxb-test", f"{stub.url}api/")
        app = App(client=clients.posting, signing_secret=SECRET, process_before_response=True)
        listeners(app)
        server = HttpServer("127.0.0.1", 0)
        server.start(Starlette(routes=[events_route(app), health_route(lambda: True)]))
        try:
            yield f"http://127.0.0.1:{server.port}"
        finally:
            server.stop()


def test_slow_listeners_stop_neither_health_nor_others() -> None:
    release, entered = threading.Event(), threading.Semaphore(0)

    def listeners(app: App) -> None:
        @app.command("/slow")
        def slow(ack: Ack) -> None:
            entered.release()
            assert release.wait(30)
            ack("slow")

        @app.command("/fast")
        def fast(ack: Ack) -> None:
            ack("fast")

    with served(listeners) as address, ThreadPoolExecutor(3) as pool:
        body = signed.command_body("U1", "", "/slow")
        held = [pool.submit(signed.post, address, SECRET, body) for _ in range(3)]
        for _ in held:
            assert entered.acquire(timeout=20)
        assert httpx.get(f"{address}/healthz").text == "ok"
        quick = signed.post(address, SECRET, signed.command_body("U1", "", "/fast"))
        assert quick.text == "fast"
        assert not any(future.done() for future in held)
        release.set()
        assert [future.result(20).text for future in held] == ["slow"] * 3


def test_a_huge_body_is_refused_before_it_is_read_as_slack() -> None:
    with served(lambda app: None) as address:
        answer = httpx.post(f"{address}/slack/events", content=b"x" * (MAX_BODY + 1))
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/", "/slack", "/slack/events"])
def test_nothing_else_is_served(path: str) -> None:
    with served(lambda app: None) as address:
        assert httpx.get(f"{address}{path}").status_code in {404, 405}
