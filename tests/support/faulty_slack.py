"""A Slack that fails as real ones do, and counts by itself what it was asked to post.

It accepts and hangs up, answers 500 before or after, answers too late, posts long after
it hung up, and limits the rate. What it counts is the truth of the delivery tests.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

CLIENT_TIMEOUT = 0.4  # what the senders under test wait for an answer
LATE_SECONDS = 1.0  # how long after hanging up a message may still be posted
RETRY_AFTER = 1


class Fault(StrEnum):
    """How one call goes wrong."""

    LIMITED = "429"
    HUNG_UP = "posted, then hung up"
    ERROR_BEFORE = "500 before"
    ERROR_AFTER = "500 after posting"
    LATE = "hung up, posted later"
    SLOW = "posted, answered too late"


USUAL: Mapping[Fault, float] = {
    Fault.LIMITED: 0.03,
    Fault.HUNG_UP: 0.05,
    Fault.ERROR_BEFORE: 0.03,
    Fault.ERROR_AFTER: 0.03,
    Fault.LATE: 0.03,
    Fault.SLOW: 0.02,
}
"""The shares of reliability.md §1.3: 19 % of all calls."""


@dataclass(frozen=True)
class Post:
    """One message as it stands in a conversation."""

    channel: str
    ts: str
    metadata: Mapping[str, Any]

    @property
    def delivery_id(self) -> str:
        return str(self.metadata["event_payload"]["delivery_id"])


@dataclass
class FaultySlack:
    """What it received; ``changed`` is notified at each call and each message.

    Having posted, it takes ``latency`` seconds to say so.
    """

    url: str
    faults: Mapping[Fault, float]
    chance: random.Random
    posts: list[Post] = field(default_factory=list)
    tried_at: list[float] = field(default_factory=list)
    met: Counter[Fault] = field(default_factory=Counter)
    histories: int = 0
    latency: float = 0.0
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def api_url(self) -> str:
        return f"{self.url}api/"

    def times_posted(self) -> Counter[str]:
        """How often each delivery was posted."""
        with self.changed:
            return Counter(post.delivery_id for post in self.posts)

    def wait_for(self, holds: Callable[[], bool], seconds: float = 60) -> bool:
        """Whether it holds within that time, looked at whenever something arrives."""
        with self.changed:
            return self.changed.wait_for(holds, seconds)

    def post(self, args: Mapping[str, Any]) -> Post:
        """Put a message into a conversation."""
        metadata = args.get("metadata") or {}
        metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
        with self.changed:
            made = Post(f"D{str(args['channel'])[1:]}", f"{time.time():.6f}", metadata)
            self.posts.append(made)
            self.changed.notify_all()
        return made

    def fault(self) -> Fault | None:
        """What goes wrong with this call, if anything."""
        with self.changed:
            self.tried_at.append(time.monotonic())
            self.changed.notify_all()
            left = self.chance.random()
            for fault, share in self.faults.items():
                left -= share
                if left < 0:
                    self.met[fault] += 1
                    return fault
        return None

    def history(self, args: Mapping[str, Any]) -> dict[str, object]:
        """conversations.history, newest first."""
        with self.changed:
            self.histories += 1
            found = [
                post
                for post in reversed(self.posts)
                if post.channel == args["channel"] and float(post.ts) > float(args["oldest"])
            ]
        limit = int(args["limit"])
        shown = str(args.get("include_all_metadata", "")).lower() in {"1", "true"}
        rows = [
            {"type": "message", "ts": post.ts, **({"metadata": post.metadata} if shown else {})}
            for post in found[:limit]
        ]
        return {"ok": True, "messages": rows, "has_more": len(found) > limit}


@contextmanager
def faulty_slack(faults: Mapping[Fault, float] = USUAL, seed: int = 1) -> Iterator[FaultySlack]:
    """Serve on loopback until the block ends."""
    slack = FaultySlack("", faults, random.Random(seed))  # noqa: S311  # chance to be repeated
    server = _Server(slack)
    slack.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield slack
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, slack: FaultySlack) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.slack = slack

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report anything but a caller that was killed."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        args = self._args()
        method = self.path.removeprefix("/api/")
        if method == "chat.postMessage":
            self._post(args, self.server.slack.fault())
        elif method == "conversations.open":
            self._answer(200, {"ok": True, "channel": {"id": f"D{str(args['users'])[1:]}"}})
        elif method == "conversations.history":
            self._answer(200, self.server.slack.history(args))
        else:
            self._answer(200, {"ok": True, "user_id": "U0BOT", "bot_id": "B0BOT"})

    def do_GET(self) -> None:
        self.do_POST()

    def _post(self, args: Mapping[str, Any], fault: Fault | None) -> None:
        if fault is Fault.LIMITED:
            self._answer(429, {"ok": False, "error": "ratelimited"})
        elif fault is Fault.ERROR_BEFORE:
            self._answer(500, {"ok": False, "error": "fatal_error"})
        elif fault is Fault.LATE:
            threading.Timer(LATE_SECONDS, self.server.slack.post, [args]).start()
            self.close_connection = True
        else:
            self._posted(self.server.slack.post(args), fault)

    def _posted(self, post: Post, fault: Fault | None) -> None:
        if fault is Fault.HUNG_UP:
            self.close_connection = True
            return
        time.sleep(2 * CLIENT_TIMEOUT if fault is Fault.SLOW else self.server.slack.latency)
        if fault is Fault.ERROR_AFTER:
            self._answer(500, {"ok": False, "error": "fatal_error"})
        else:
            self._answer(200, {"ok": True, "channel": post.channel, "ts": post.ts})

    def _args(self) -> dict[str, Any]:
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length).decode()
        if len(body.encode()) < length:
            raise ConnectionError("the caller was killed before it had said everything")
        if "json" in self.headers.get("Content-Type", ""):
            args: dict[str, Any] = json.loads(body or "{}")
            return args
        return {key: values[0] for key, values in parse_qs(body).items()}

    def _answer(self, status: int, body: Mapping[str, object]) -> None:
        data = json.dumps(body).encode()
        try:
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", str(RETRY_AFTER))
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        except OSError:
            self.close_connection = True  # the caller had given up, or was killed

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output quiet."""
