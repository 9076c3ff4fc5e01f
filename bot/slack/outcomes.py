"""What Slack's answers mean for a message: it was not posted, never will be, or who knows."""

from __future__ import annotations

import errno
import logging
import re
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from bot.core.delivery import Ambiguous, NotNow, Refused, RetryAfter

log = logging.getLogger(__name__)

AWAY_SECONDS = 30
REFUSED_SECONDS = 300
# Answers after which Slack may have posted all the same (slack.md, reliability.md §2).
_MAYBE_DONE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
_LIMITED = frozenset({"ratelimited", "rate_limited"})
# Answers about the app, not about this message: whoever mends it wants the others sent.
_APP_REFUSED = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})


def of_answer(error: SlackApiError) -> RetryAfter | NotNow | Ambiguous | Refused:
    """What an answer that is not ``ok`` means for the call."""
    response = error.response
    code = str(response.get("error", "")) if hasattr(response, "get") else ""
    if response.status_code == 429 or code in _LIMITED:
        return RetryAfter(_seconds(response.headers))
    if code in _APP_REFUSED:
        log.error("Slack refuses the app: %s", code)
        return NotNow(REFUSED_SECONDS, everyone=True)
    if response.status_code >= 500 or code in _MAYBE_DONE:
        return Ambiguous(code if _is_code(code) else f"http_{response.status_code}")
    # Another server's page in place of an answer: what is behind it may have acted.
    return Refused(code) if _is_code(code) else Ambiguous("no_answer_of_slack")


def of_failure(error: OSError | HTTPException) -> NotNow | Ambiguous:
    """What it means that no answer came: without a connection nothing can have been done."""
    if isinstance(error, URLError) and _never_connected(error.reason):
        return NotNow(AWAY_SECONDS, everyone=True)
    return Ambiguous(type(error).__name__)


def slack_time(headers: Mapping[str, object]) -> datetime:
    """The moment of an answer by Slack's own clock; by ours where it does not say."""
    try:
        return parsedate_to_datetime(_header(headers, "date", "")).astimezone(UTC)
    except ValueError:
        return datetime.now(UTC)


def _never_connected(reason: object) -> bool:
    if isinstance(reason, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError):
        return True
    if not isinstance(reason, OSError):
        return False
    return reason.errno in _NO_WAY or "Tunnel connection failed" in str(reason)


def _is_code(code: str) -> bool:
    return re.fullmatch(r"[a-z0-9_]{1,60}", code) is not None


def _seconds(headers: Mapping[str, object]) -> float:
    text = _header(headers, "retry-after", "1")
    return float(text) if text.isdigit() else 1.0


def _header(headers: Mapping[str, object], name: str, default: str) -> str:
    value = next((v for k, v in headers.items() if k.lower() == name), default)
    return str(value[0] if isinstance(value, list) else value)
