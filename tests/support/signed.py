"""Requests signed as Slack signs them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
from slack_sdk.signature import SignatureVerifier

FORM = "application/x-www-form-urlencoded"


def headers(secret: str, body: str, content_type: str = FORM, age: int = 0) -> dict[str, str]:
    """The three headers Slack sends; ``age`` makes the signature that many seconds old."""
    stamp = str(int(time.time()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": str(signature),
    }


def post(address: str, secret: str, body: str, content_type: str = FORM) -> httpx.Response:
    """POST one signed request to ``address``/slack/events."""
    return httpx.post(
        f"{address}/slack/events",
        content=body,
        headers=headers(secret, body, content_type),
        timeout=20,
    )


def command_body(user: str, text: str, command: str = "/kizuki", *, channel: str = "C1") -> str:
    """A slash command as Slack sends it."""
    return urlencode(
        {
            "command": command,
            "text": text,
            "user_id": user,
            "user_name": "someone",
            "team_id": "T1",
            "channel_id": channel,
            "trigger_id": "1.2.abc",
            "response_url": "http://127.0.0.1:9/unused",
        }
    )


def interaction_body(payload: Mapping[str, Any]) -> str:
    """A button, select or modal as Slack sends it."""
    return urlencode({"payload": json.dumps(payload)})


def event_body(event: Mapping[str, Any], event_id: str) -> str:
    """An event as Slack sends it."""
    return json.dumps(
        {
            "type": "event_callback",
            "team_id": "T1",
            "api_app_id": "A1",
            "event_id": event_id,
            "event": event,
        }
    )
