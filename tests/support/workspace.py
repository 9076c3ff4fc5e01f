"""A local workspace served for tests: the real server, Bolt app and SDK, no mocks."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

from bot.core.clock import TOKYO
from bot.workspace.server import (
    HttpDelivery,
    Person,
    SocketDelivery,
    Timing,
    Workspace,
)
from tests.support.workspace_page import STAFF, Page

__all__ = [
    "CHIEF",
    "STAFF",
    "Page",
    "Person",
    "Records",
    "Served",
    "serve_workspace",
    "serving",
    "until",
]

Value = TypeVar("Value")
DEADLINE_SECONDS = 60.0  # nothing waits longer than it has to
# Longer than Slack's 3 s: a busy machine must not turn into a failing test.
PATIENT = Timing(trigger=30.0, ack=30.0)
CHIEF = "U0CHIEF"
PEOPLE = (
    Person(STAFF, "青葉 みどり", "職員（窓口サービス課）"),
    Person(CHIEF, "若草 はじめ", "課長（窓口サービス課）"),
)
CHANNELS = ("全体連絡", "窓口")
ALL_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "im:history",
    "im:read",
    "im:write",
    "team:read",
    "users:read",
)
EVENTS = ("app_home_opened", "app_mention", "message.im", "team_join")


def manifest(
    scopes: tuple[str, ...] = ALL_SCOPES, events: tuple[str, ...] = EVENTS
) -> dict[str, Any]:
    """A small app manifest with one command and one global shortcut."""
    return {
        "display_information": {"name": "テストアプリ"},
        "features": {
            "bot_user": {"display_name": "テストアプリ"},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "slash_commands": [
                {"command": "/kizuki", "description": "相談する", "usage_hint": "相談 [内容]"}
            ],
            "shortcuts": [
                {"name": "相談する", "type": "global", "callback_id": "ask", "description": "窓口"}
            ],
        },
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {"event_subscriptions": {"bot_events": list(events)}},
    }


class MovableClock:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 24, 9, 0, tzinfo=TOKYO)

    def now(self) -> datetime:
        return self._now

    def advance_to(self, moment: datetime) -> None:
        if moment < self._now:
            raise ValueError("時計は戻せません。")
        self._now = moment

    def next_post(self) -> datetime:
        return datetime(2026, 11, 30, 10, 0, tzinfo=TOKYO)

    def advance(self, **parts: float) -> None:
        self.advance_to(self._now + timedelta(**parts))


def until(what: Callable[[], Value], deadline: float = DEADLINE_SECONDS) -> Value:
    """Wait until ``what()`` is truthy and return it; fail at the deadline."""
    end = time.monotonic() + deadline
    pause = threading.Event()
    while True:
        value = what()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"nothing happened within {deadline} s")
        pause.wait(0.01)


@dataclass
class Records:
    """What ``on_record`` was shown; optionally also written as JSON lines."""

    entries: list[Mapping[str, object]] = field(default_factory=list)
    file: Path | None = None

    def __call__(self, entry: Mapping[str, object]) -> None:
        self.entries.append(entry)
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def acks(self, to: str) -> list[object]:
        rows = list(self.entries)
        return [row["body"] for row in rows if row["kind"] == "ack" and row["to"] == to]

    def calls(self, method: str) -> list[object]:
        rows = list(self.entries)
        return [row["args"] for row in rows if row["kind"] == "call" and row["method"] == method]


@dataclass
class Served:
    """A running workspace: where it is, what it recorded, and a page to use it with."""

    workspace: Workspace
    address: str
    records: Records
    clock: MovableClock
    page: Page

    def client(self, token: str | None = None, **options: Any) -> WebClient:
        """The real SDK client, with the bot's token unless another is given."""
        return WebClient(
            token=self.workspace.bot_token if token is None else token,
            base_url=f"{self.address}/api/",
            **options,
        )

    def bolt_app(self, **options: Any) -> App:
        """A real Bolt app on this workspace."""
        return App(client=self.client(), process_before_response=True, **options)

    @property
    def links(self) -> int:
        """Open Socket Mode connections."""
        sockets = self.workspace.sockets
        return sockets.count if sockets is not None else 0

    @contextmanager
    def socket_mode(self, app: App) -> Iterator[SocketModeHandler]:
        """``app`` connected over Socket Mode."""
        before = self.links
        handler = SocketModeHandler(app, self.workspace.app_token, ping_interval=1)
        handler.connect()
        until(lambda: self.links > before)
        try:
            yield handler
        finally:
            # A client that closes itself sometimes sleeps out its 10 s select; one that
            # the server hangs up on does not.
            handler.client.auto_reconnect_enabled = False
            self.workspace.drop_connections()
            until(lambda: self.links == 0)
            handler.close()


@contextmanager
def serving(asgi: Any) -> Iterator[str]:
    """Serve an ASGI application on a free loopback port; its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(asgi, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        until(lambda: server.started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(DEADLINE_SECONDS)
        listener.close()
        if thread.is_alive():
            raise AssertionError("the server did not stop")


@contextmanager
def serve_workspace(
    *,
    scopes: tuple[str, ...] = ALL_SCOPES,
    events: tuple[str, ...] = EVENTS,
    state_file: Path | None = None,
    delivery: SocketDelivery | HttpDelivery | None = None,
    timing: Timing | None = None,
    app_manifest: Mapping[str, Any] | None = None,
) -> Iterator[Served]:
    """A workspace with two people and two channels, served until the block ends."""
    records, clock = Records(), MovableClock()
    workspace = Workspace(
        app_manifest or manifest(scopes, events),
        PEOPLE,
        CHANNELS,
        clock,
        state_file,
        delivery or SocketDelivery(),
        records,
        timing or PATIENT,
    )
    with serving(workspace.asgi()) as address:
        page = Page(address)
        try:
            yield Served(workspace, address, records, clock, page)
        finally:
            page.http.close()
            workspace.close()
