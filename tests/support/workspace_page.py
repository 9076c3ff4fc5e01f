"""What the browser page does, over the same JSON API, for tests without a browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

STAFF = "U0STAFF"
WAIT_SECONDS = 60.0


class Page:
    """What the browser page does, over the same JSON API."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(
            base_url=address, headers={"origin": address}, timeout=WAIT_SECONDS
        )

    def get(self, name: str, user: str = STAFF, **query: str) -> dict[str, Any]:
        answer = self.http.get(f"/page/{name}", params={"user": user, **query})
        body: dict[str, Any] = answer.json()
        return body

    def post(self, name: str, user: str = STAFF, **body: object) -> dict[str, Any]:
        answer = self.http.post(f"/page/{name}", json={"user": user, **body})
        reply: dict[str, Any] = answer.json()
        return reply

    def channel(self, name: str, user: str = STAFF) -> str:
        """The id of a conversation by its name (the app's own name: its direct message)."""
        rows = self.get("state", user)["conversations"]
        return str(next(row["id"] for row in rows if row["name"] == name))

    def dm(self, user: str = STAFF) -> str:
        rows = self.get("state", user)["conversations"]
        return str(next(row["id"] for row in rows if row["kind"] == "app"))

    def messages(self, channel: str, user: str = STAFF) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.get("messages", user, channel=channel)["messages"]
        return rows

    def texts(self, channel: str, user: str = STAFF) -> list[str]:
        return [row["text"] for row in self.messages(channel, user)]

    def modal(self, user: str = STAFF) -> dict[str, Any]:
        return self.get("modal", user)

    def command(self, line: str, channel: str | None = None, user: str = STAFF) -> dict[str, Any]:
        return self.post("command", user, channel=channel or self.dm(user), text=line)

    def press(
        self, source: Mapping[str, object], block_id: str, action_id: str, **more: object
    ) -> dict[str, Any]:
        """Use an element; ``element`` and ``state`` may be given, ``user`` too."""
        user = str(more.pop("user", STAFF))
        body = {"element": {}, "state": {"values": {}}} | more
        return self.post(
            "action", user, source=source, block_id=block_id, action_id=action_id, **body
        )

    def press_message(
        self,
        channel: str,
        message: Mapping[str, Any],
        block_id: str,
        action_id: str,
        **more: object,
    ) -> dict[str, Any]:
        source = {
            "kind": "message",
            "channel": channel,
            "ts": message["ts"],
            "ephemeral": message["ephemeral"],
        }
        return self.press(source, block_id, action_id, **more)
