"""A bare workspace per test, and one per file with a Bolt app connected to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import App, Args

from tests.support.workspace import Served, serve_workspace, until

Handler = Callable[[Args], object]


def _acknowledge(args: Args) -> None:
    args.ack()


class Desk:
    """A Bolt app whose listeners a test can choose, and what they were sent."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.page = served.page
        self.client = served.client()
        self.handlers: dict[str, Handler] = {}
        self.bodies: list[tuple[str, dict[str, Any]]] = []

    def on(self, kind: str, handler: Handler) -> None:
        """Let ``handler`` answer the next payloads of ``kind``."""
        self.handlers[kind] = handler

    def heard(self, kind: str) -> list[dict[str, Any]]:
        return [body for name, body in list(self.bodies) if name == kind]

    def wait_for(self, kind: str, count: int = 1) -> dict[str, Any]:
        """The ``count``-th payload of ``kind``, once it has come."""
        until(lambda: len(self.heard(kind)) >= count)
        return self.heard(kind)[count - 1]

    def listener(self, kind: str) -> Handler:
        def listen(args: Args) -> None:
            self.bodies.append((kind, args.body))
            self.handlers.get(kind, _acknowledge)(args)

        return listen

    def install(self, app: App) -> App:
        anything = re.compile(".*")
        app.command("/kizuki")(self.listener("command"))
        app.shortcut("ask")(self.listener("shortcut"))
        app.action(anything)(self.listener("action"))
        app.view(anything)(self.listener("view"))
        app.view_closed(anything)(self.listener("closed"))
        for event in ("message", "app_mention", "app_home_opened", "team_join"):
            app.event(event)(self.listener(event))
        return app


@pytest.fixture
def served() -> Iterator[Served]:
    """A workspace that no app is connected to."""
    with serve_workspace() as running:
        yield running


@pytest.fixture(scope="module")
def connected() -> Iterator[Desk]:
    """A workspace and a Bolt app on Socket Mode, started once per file."""
    with serve_workspace() as running:
        desk = Desk(running)
        with running.socket_mode(desk.install(running.bolt_app())):
            yield desk


@pytest.fixture
def desk(connected: Desk) -> Iterator[Desk]:
    """The connected app with no handlers and nothing heard yet."""
    yield connected
    connected.handlers.clear()
    connected.bodies.clear()
