"""Looking at Slack without changing anything: can it be reached, what may the app do there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.clients import Clients
from bot.slack.connection import INVALID_APP, INVALID_BOT
from bot.slack.manifest import SCOPES
from bot.slack.outcomes import slack_time

SECONDS_BETWEEN = 60
SCOPES_HEADER = "x-oauth-scopes"
NO_LINK = "Slackとのソケットモードの接続が切れています。つながるまで自動でくり返します。"


@dataclass(frozen=True, slots=True)
class Look:
    """What one call told; ``missing`` are scopes, None where Slack did not say."""

    problem: str | None
    workspace: str = ""
    missing: tuple[str, ...] | None = None
    clock_ahead: float = 0.0


def look(clients: Clients) -> Look:
    """Ask auth.test: the token, its scopes, and Slack's clock against ours (seconds)."""
    try:
        answer = clients.posting.auth_test()
    except SlackApiError as error:
        return Look(f"{INVALID_BOT}（{error.response.get('error')}）")
    except (OSError, HTTPException) as error:
        return Look(_unreachable(error))
    ahead = (datetime.now(UTC) - slack_time(answer.headers)).total_seconds()
    held = next((v for k, v in answer.headers.items() if k.lower() == SCOPES_HEADER), None)
    missing = None if held is None else tuple(sorted(set(SCOPES) - set(_listed(held))))
    return Look(None, str(answer.get("team") or ""), missing, ahead)


def look_at_app_token(app_token: str, like: WebClient) -> str | None:
    """Ask for an address of Socket Mode, without connecting; a sentence when that fails."""
    client = WebClient(
        token=app_token,
        base_url=like.base_url,
        timeout=like.timeout,
        ssl=like.ssl,
        retry_handlers=[],
    )
    client.proxy = None
    try:
        client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        return f"{INVALID_APP}（{error.response.get('error')}）"
    except (OSError, HTTPException) as error:
        return _unreachable(error)
    return None


class SlackProbe:
    """Whether Slack can be reached, asked at most once a minute however often one asks us."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._is_connected: Callable[[], bool] = lambda: True
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._problem: str | None = None

    def follow(self, is_connected: Callable[[], bool]) -> None:
        """Also look at a connection of Socket Mode."""
        self._is_connected = is_connected

    def __call__(self) -> str | None:
        """A sentence while Slack cannot be reached."""
        if not self._is_connected():
            return NO_LINK
        with self._lock:
            if time.monotonic() - self._asked > SECONDS_BETWEEN:
                self._problem = look(self._clients).problem
                self._asked = time.monotonic()
            return self._problem


def _unreachable(error: Exception) -> str:
    return (
        "Slackにつながりません。ネットワーク、HTTPS_PROXY、SSL_CERT_FILE、SLACK_API_URL を"
        f"確かめてください（{type(error).__name__}）。"
    )


def _listed(header: object) -> list[str]:
    text = header[0] if isinstance(header, list) else header
    return [scope.strip() for scope in str(text).split(",")]
