"""Things that are good for a short while: trigger ids and response URLs.

Both run on the real clock, never on the demonstration's.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Literal

from bot.workspace.errors import ApiError
from bot.workspace.identifiers import fresh_token

RESPONSE_URL_USES = 5
_TRIGGER_PARTS = 3


@dataclass(slots=True)
class Trigger:
    """Leave to open one modal for ``user``."""

    user: str
    issued: float
    used: bool = False


class Triggers:
    """Trigger ids: good once, for ``lifetime`` seconds."""

    def __init__(self, lifetime: float) -> None:
        self._lifetime = lifetime
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str) -> str:
        """A new trigger id in Slack's spelling."""
        number = secrets.randbelow(10**12)
        trigger_id = f"{number}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._forget_old()
        self._issued[trigger_id] = Trigger(user, time.monotonic())
        return trigger_id

    def _forget_old(self) -> None:
        before = time.monotonic() - 60 - self._lifetime
        for key in [key for key, row in self._issued.items() if row.issued < before]:
            del self._issued[key]

    def exchange(self, trigger_id: str) -> str:
        """Use a trigger up; the user whose screen it opens.

        Raises:
            ApiError: invalid, expired, or (also ``expired_trigger_id``) used before.
        """
        if len(trigger_id.split(".")) != _TRIGGER_PARTS:
            raise ApiError("invalid_trigger_id")
        trigger = self._issued.get(trigger_id)
        if trigger is None or trigger.used:
            raise ApiError("expired_trigger_id")
        if time.monotonic() - trigger.issued >= self._lifetime:
            raise ApiError("expired_trigger_id")
        trigger.used = True
        return trigger.user


@dataclass(slots=True)
class ResponseUrl:
    """Leave to answer one interaction: where, to whom, and about which message."""

    channel: str
    user: str
    kind: Literal["commands", "actions"]
    message_ts: str | None
    issued: float
    uses: int = 0


class ResponseUrls:
    """Response URLs: five uses within ``lifetime`` seconds."""

    def __init__(self, lifetime: float) -> None:
        self._lifetime = lifetime
        self._issued: dict[str, ResponseUrl] = {}

    def issue(
        self,
        channel: str,
        user: str,
        kind: Literal["commands", "actions"],
        message_ts: str | None = None,
    ) -> str:
        """The path of a new response URL."""
        token = fresh_token("")
        self._issued[token] = ResponseUrl(channel, user, kind, message_ts, time.monotonic())
        return f"/hooks/{kind}/{token}"

    def use(self, token: str) -> ResponseUrl:
        """Count one use.

        Raises:
            ApiError: unknown, used up or expired.
        """
        row = self._issued.get(token)
        if row is None:
            raise ApiError("no_such_url")
        if time.monotonic() - row.issued >= self._lifetime:
            raise ApiError("expired_url")
        if row.uses >= RESPONSE_URL_USES:
            raise ApiError("used_url")
        row.uses += 1
        return row
