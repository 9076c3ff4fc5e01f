"""What Slack's answers mean: the difference between not posted and who knows."""

from __future__ import annotations

import errno
import socket
import ssl
from datetime import UTC, datetime, timedelta
from http.client import HTTPException, RemoteDisconnected
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse, WebClient

from bot.core.delivery import Ambiguous, NotNow, Refused, RetryAfter
from bot.slack.outcomes import AWAY_SECONDS, REFUSED_SECONDS, of_answer, of_failure, slack_time


def answered(status: int, error: str = "", **headers: str) -> SlackApiError:
    response = SlackResponse(
        client=WebClient(),
        http_verb="POST",
        api_url="https://slack.example/api/chat.postMessage",
        req_args={},
        data={"ok": False, "error": error},
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        status_code=status,
    )
    return SlackApiError("refused", response)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (answered(429, "ratelimited", Retry_After="30"), RetryAfter(30)),
        (answered(429, "", retry_after="7"), RetryAfter(7)),
        (answered(429, "ratelimited", Retry_After="soon"), RetryAfter(1)),
        (answered(200, "ratelimited"), RetryAfter(1)),
        (answered(200, "token_revoked"), NotNow(REFUSED_SECONDS, everyone=True)),
        (answered(200, "missing_scope"), NotNow(REFUSED_SECONDS, everyone=True)),
        (answered(200, "fatal_error"), Ambiguous("fatal_error")),
        (answered(500, "fatal_error"), Ambiguous("fatal_error")),
        (answered(503), Ambiguous("http_503")),
        (answered(502, "Received a response in a non-JSON format: <html>"), Ambiguous("http_502")),
        (answered(200, "Received a non-JSON body: <html>"), Ambiguous("no_answer_of_slack")),
        (answered(200, "user_not_found"), Refused("user_not_found")),
        (answered(404, "channel_not_found"), Refused("channel_not_found")),
    ],
)
def test_answers(error: SlackApiError, meaning: object) -> None:
    assert of_answer(error) == meaning


@pytest.mark.parametrize(
    "reason",
    [
        ConnectionRefusedError(errno.ECONNREFUSED, "refused"),
        socket.gaierror(socket.EAI_NONAME, "unknown"),
        ssl.SSLCertVerificationError("self-signed"),
        OSError(errno.ENETUNREACH, "unreachable"),
        OSError("Tunnel connection failed: 503"),
    ],
)
def test_without_a_connection_nothing_was_posted(reason: OSError) -> None:
    assert of_failure(URLError(reason)) == NotNow(AWAY_SECONDS, everyone=True)


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError("read"),
        RemoteDisconnected("closed"),
        ConnectionResetError("reset"),
        HTTPException("bad status line"),
        URLError(TimeoutError("while connecting or sending: who knows")),
        URLError(ConnectionResetError("in the middle")),
        URLError("strange"),
    ],
)
def test_everything_else_is_in_doubt(error: OSError | HTTPException) -> None:
    assert isinstance(of_failure(error), Ambiguous)


def test_the_time_is_slacks_own() -> None:
    said = slack_time({"Date": "Mon, 16 Nov 2026 01:00:00 GMT"})
    assert said == datetime(2026, 11, 16, 1, tzinfo=UTC)
    for headers in ({}, {"date": "yesterday"}):
        assert abs(slack_time(headers) - datetime.now(UTC)) < timedelta(minutes=1)
