"""The ways in which a request to the local Slack is refused."""

from __future__ import annotations

from collections.abc import Sequence


class ApiError(Exception):
    """An answer ``{"ok": false, "error": code, …}`` of the Web API."""

    def __init__(self, code: str, messages: Sequence[str] = (), **extra: object) -> None:
        super().__init__(code)
        self.code = code
        self.body: dict[str, object] = {"ok": False, "error": code, **extra}
        if messages:
            self.body["response_metadata"] = {"messages": list(messages)}


class PageError(Exception):
    """A refusal that the page shows: a code for programs, a sentence for people."""

    def __init__(self, code: str, message: str, status: int = 200) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status


class NotDelivered(Exception):
    """The app did not acknowledge; ``reason`` is Slack's retry reason."""

    def __init__(self, reason: str, retry: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry


class StateFileError(ValueError):
    """The saved state cannot be read; the sentence names the file."""
