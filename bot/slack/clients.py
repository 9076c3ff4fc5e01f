"""The two Slack clients: *reading* may repeat a call, *posting* never does.

Measured (reliability.md §0.4): the SDK's default connection retry posts a message
twice. A listener uses *posting* for everything, so that it never waits for a
Retry-After on the way to its acknowledgement.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.slack.turns import waiting_for_slack

log = logging.getLogger(__name__)

READING_TIMEOUT = 3
POSTING_TIMEOUT = 2
_NOT_OK = '"ok":false'


class SlackClient(WebClient):
    """The SDK's client; a request that waits for Slack lets others work meanwhile."""

    def api_call(self, *args: Any, **options: Any) -> SlackResponse:
        """Call a method of the Web API."""
        with waiting_for_slack():
            return super().api_call(*args, **options)


@dataclass(frozen=True, slots=True)
class Clients:
    """``reading`` for idempotent calls off the acknowledgement path, ``posting`` for the rest."""

    reading: WebClient
    posting: WebClient

    def respond(self, response_url: str, payload: Mapping[str, Any]) -> int:
        """Post to a response_url once; returns the HTTP status.

        A refusal (the address lives for 30 minutes and five posts) is logged, not raised:
        there is no other way to reach a message that only one person sees.
        """
        client = WebhookClient(
            response_url,
            timeout=POSTING_TIMEOUT,
            ssl=self.posting.ssl,
            retry_handlers=[],
        )
        client.proxy = None
        with waiting_for_slack():
            answer = client.send_dict(dict(payload))
        if answer.status_code != HTTPStatus.OK or _NOT_OK in answer.body.replace(" ", ""):
            log.warning("a response_url refused a message (%d)", answer.status_code)
        return answer.status_code


def make_clients(token: str, api_url: str) -> Clients:
    """Both clients; HTTPS_PROXY, NO_PROXY and SSL_CERT_FILE of the process apply.

    The SDK would use HTTP_PROXY for https too; without a proxy of its own, urllib picks
    the one for each scheme and honours NO_PROXY.
    """
    context = ssl.create_default_context()
    reading = SlackClient(
        token=token,
        base_url=api_url,
        timeout=READING_TIMEOUT,
        ssl=context,
        retry_handlers=[
            ConnectionErrorRetryHandler(max_retry_count=2),
            RateLimitErrorRetryHandler(max_retry_count=2),
            ServerErrorRetryHandler(max_retry_count=2),
        ],
    )
    posting = SlackClient(
        token=token, base_url=api_url, timeout=POSTING_TIMEOUT, ssl=context, retry_handlers=[]
    )
    for client in (reading, posting):
        client.proxy = None
    return Clients(reading, posting)
