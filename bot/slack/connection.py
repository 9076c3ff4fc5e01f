"""Connecting: the token is checked once, then events come by socket (or by HTTP)."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException

from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.websocket_client import SocketModeClient

from bot.service.rooms import Service
from bot.slack.app import KizukiApp, build_app
from bot.slack.clients import Clients

# How often the adapter looks whether the link still stands, and makes it again.
PING_SECONDS = 2
OPEN_SECONDS = 10
OPEN_ATTEMPTS = 3
INVALID_BOT = (
    "SLACK_BOT_TOKEN をSlackが受け付けませんでした。"
    "アプリの「OAuth & Permissions」のトークンをもう一度写してください。"
)
INVALID_APP = (
    "ソケットモードでつながりません。SLACK_APP_TOKEN（connections:write）と、"
    "アプリの「Socket Mode」が有効なことを確かめてください。"
)
# Answers that say nothing about the token.
_PASSING = frozenset(
    {
        "fatal_error",
        "internal_error",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
    }
)


class NotConnected(Exception):
    """Slack refused the settings or cannot be reached; the message says what to check."""


def connected_app(service: Service, clients: Clients, signing_secret: str | None) -> KizukiApp:
    """The Bolt app; NotConnected when Slack refuses the token or cannot be reached."""
    with _explained(INVALID_BOT):
        return build_app(service, clients, signing_secret)


def check_token(clients: Clients) -> None:
    """Ask Slack whether it takes the token (NotConnected), for a process without an app."""
    with _explained(INVALID_BOT):
        clients.posting.auth_test()


class Link:
    """An open Socket Mode connection; calling it closes it."""

    def __init__(self, client: SocketModeClient) -> None:
        self._client = client

    def __call__(self) -> None:
        """Take no more, finish what has come, and hang up."""
        _close(self._client)

    def is_connected(self) -> bool:
        """Whether the WebSocket stands at this moment."""
        return bool(self._client.is_connected())


def connect_socket(app: App, clients: Clients, app_token: str) -> Link:
    """Open Socket Mode (websocket_client adapter).

    Returns once the connection is open, because the adapter itself would go on trying
    in silence where a firewall lets the Web API pass and the WebSocket not. The SDK's
    built-in client took up to a minute to notice a lost link (slack.md §1.2).
    """
    handler = SocketModeHandler(
        app, app_token, web_client=clients.reading, ping_interval=PING_SECONDS
    )
    attempts = _Attempts()
    handler.client.on_open_listeners.append(attempts.opened)
    handler.client.on_error_listeners.append(attempts.failed)
    with _explained(INVALID_APP):
        handler.connect()
    if (error := attempts.result()) is not None:
        # Not closed: that could wait for a connection attempt that nobody answers.
        raise NotConnected(_not_opened(error))
    return Link(handler.client)


def _close(client: SocketModeClient) -> None:
    """Take no more, finish what has come, and hang up.

    The adapter's own close hangs up first, which loses acknowledgements under way, and
    then waits for a reader that may sleep for ten more seconds (measured). That thread
    is a daemon and ends by itself.
    """
    client.closed = True
    client.auto_reconnect_enabled = False
    client.current_app_monitor.event.set()
    client.current_session_runner.event.set()
    client.message_processor.shutdown()
    client.message_workers.shutdown()
    client.disconnect()


class _Attempts:
    """How the adapter's first attempts to open the WebSocket went (it makes two a second)."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_open = False
        self._errors: deque[Exception] = deque(maxlen=OPEN_ATTEMPTS)

    def opened(self, _session: object) -> None:
        """The connection stands."""
        with self._changed:
            self._is_open = True
            self._changed.notify_all()

    def failed(self, _session: object, error: Exception) -> None:
        """An attempt failed, or the connection was lost."""
        with self._changed:
            self._errors.append(error)
            self._changed.notify_all()

    def result(self) -> Exception | None:
        """None once it is open, else the last error after a few of them or ten seconds."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_open or len(self._errors) == OPEN_ATTEMPTS, OPEN_SECONDS
            )
            if self._is_open:
                return None
            return self._errors[-1] if self._errors else TimeoutError()


@contextmanager
def _explained(refused: str) -> Iterator[None]:
    """Turn failures of the block into NotConnected; ``refused`` when Slack said no."""
    try:
        yield
    except (BoltError, SlackApiError) as error:
        answer = error.__context__ if isinstance(error, BoltError) else error
        code = answer.response.get("error") if isinstance(answer, SlackApiError) else None
        if code is not None and code not in _PASSING:
            raise NotConnected(refused) from error
        raise NotConnected(_unreachable(code or "Slackからの応答ではありません")) from error
    except (OSError, HTTPException) as error:
        raise NotConnected(_unreachable(_kind(error))) from error


def _kind(error: Exception) -> str:
    """What went wrong, also where urllib has wrapped it."""
    reason = getattr(error, "reason", None)
    return type(reason if isinstance(reason, Exception) else error).__name__


def _unreachable(why: str) -> str:
    return (
        "Slackにつながりません。ネットワーク、HTTPS_PROXY、SSL_CERT_FILE、SLACK_API_URL を"
        f"確かめてください（{why}）。"
    )


def _not_opened(error: Exception) -> str:
    return (
        "ソケットモードの接続が開きません。ネットワークとプロキシが wss:// で始まるSlackの接続先も"
        f"通すこと、HTTPS_PROXY、NO_PROXY、SSL_CERT_FILE を確かめてください（{_kind(error)}）。"
    )
