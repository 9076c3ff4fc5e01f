"""Connecting: the token is checked once, then events come by socket (or by HTTP)."""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError

from bot.service.rooms import Service
from bot.slack.app import build_app
from bot.slack.clients import Clients

# The adapter's reader sleeps this long at most before it notices that it is closed.
PING_SECONDS = 2


# The adapter's reader sleeps this long at most before it notices that it is closed.
PING_SECONDS = 2


class NotConnected(Exception):
    """Slack refused the settings or cannot be reached; the message says what to check."""


def connected_app(service: Service, clients: Clients, signing_secret: str | None) -> App:
    """The Bolt app; NotConnected when Slack refuses the token or cannot be reached."""
    try:
        return build_app(service, clients, signing_secret)
    except (BoltError, SlackApiError) as error:
        raise NotConnected(
            "SLACK_BOT_TOKEN をSlackが受け付けませんでした。"
            "アプリの「OAuth & Permissions」のトークンをもう一度写してください。"
        ) from error
    except OSError as error:
        raise NotConnected(_unreachable(error)) from error


def connect_socket(app: App, clients: Clients, app_token: str) -> Callable[[], None]:
    """Open Socket Mode and return how to close it (websocket_client adapter).

    The SDK's built-in client took up to a minute to notice a lost link (slack.md §1.2).
    """
    handler = SocketModeHandler(
        app, app_token, web_client=clients.reading, ping_interval=PING_SECONDS
    )
    try:
        handler.connect()
    except SlackApiError as error:
        raise NotConnected(
            "ソケットモードでつながりません。SLACK_APP_TOKEN（connections:write）と、"
            "アプリの「Socket Mode」が有効なことを確かめてください。"
        ) from error
    except OSError as error:
        raise NotConnected(_unreachable(error)) from error
    close: Callable[[], None] = handler.close
    return close


def _unreachable(error: OSError) -> str:
    return (
        "Slackにつながりません。ネットワーク、HTTPS_PROXY、SSL_CERT_FILE、SLACK_API_URL を"
        f"確かめてください（{type(error).__name__}）。"
    )
