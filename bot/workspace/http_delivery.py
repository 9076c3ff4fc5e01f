"""Delivery as Slack's signed HTTP requests (``v0=`` HMAC-SHA256)."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import http.client
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from bot.workspace.delivery import HttpDelivery, Kind, Retry
from bot.workspace.errors import NotDelivered
from bot.workspace.model import Json


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered over HTTP."""

    status: int
    content_type: str
    no_retry: bool
    body: bytes


class HttpPosts:
    """A link that posts to the app's request URL; the real clock signs."""

    connected = True

    def __init__(self, delivery: HttpDelivery, timeout: float) -> None:
        self._delivery = delivery
        self._timeout = timeout

    async def deliver(self, kind: Kind, payload: Json, retry: Retry | None) -> object:
        """Post one payload; only HTTP 200 in time acknowledges it."""
        content_type, body = encode(kind, payload)
        headers = {"content-type": content_type, "user-agent": "Slackbot 1.0 (demo)"}
        headers.update(sign(self._delivery.signing_secret, body, int(time.time())))
        if retry is not None:
            headers["x-slack-retry-num"] = str(retry.number)
            headers["x-slack-retry-reason"] = retry.reason
        answer = await self._post(body, headers)
        if answer.status != 200:
            raise NotDelivered("http_error", retry=not answer.no_retry)
        return decode(answer)

    async def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        try:
            posted = asyncio.to_thread(_post, self._delivery.url, body, headers, self._timeout)
            return await asyncio.wait_for(posted, self._timeout)
        except TimeoutError:
            raise NotDelivered("http_timeout") from None
        except (OSError, http.client.HTTPException):
            raise NotDelivered("connection_failed") from None


def encode(kind: Kind, payload: Json) -> tuple[str, bytes]:
    """Content type and body: JSON for events, forms for everything people do."""
    if kind == "events_api":
        return "application/json", json.dumps(payload, ensure_ascii=False).encode()
    form = {"payload": json.dumps(payload, ensure_ascii=False)}
    fields = payload if kind == "slash_commands" else form
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def sign(secret: str, body: bytes, timestamp: int) -> dict[str, str]:
    """The two headers by which the app recognises its Slack."""
    base = b"v0:%d:%s" % (timestamp, body)
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": str(timestamp), "x-slack-signature": f"v0={digest}"}


def decode(answer: Answer) -> object:
    """The acknowledgement: JSON, plain text as ``{"text": …}``, or None for nothing."""
    if not answer.body:
        return None
    text = answer.body.decode("utf-8", "replace")
    if not answer.content_type.startswith("application/json"):
        return {"text": text}
    try:
        body: object = json.loads(text)
    except json.JSONDecodeError:
        raise NotDelivered("http_error") from None
    return body


def _post(url: str, body: bytes, headers: dict[str, str], timeout: float) -> Answer:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target or "/", body, headers)
        response = connection.getresponse()
        return Answer(
            response.status,
            response.getheader("content-type", "") or "",
            response.getheader("x-slack-no-retry") == "1",
            response.read(),
        )
    finally:
        connection.close()
