"""Receiving by HTTP: Bolt's Starlette adapter, dispatched in a bounded pool of threads.

Bolt's own handler dispatches in the event loop; three slow listeners then held even
/healthz for 2.9 s (measured, slack.md).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from anyio import CapacityLimiter, to_thread
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

THREADS = 16
MAX_BODY = 1024 * 1024
# No UTF-8, no JSON, nested a thousand times, or a list where Slack sends an object.
UNREADABLE = (ValueError, RecursionError, AttributeError, TypeError, KeyError)


def events_route(app: App) -> Route:
    """POST /slack/events: verified by Bolt, answered when the listener is done."""
    limiter = CapacityLimiter(THREADS)

    async def events(request: Request) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                return PlainTextResponse("", status_code=413)
        bolt_request = _understood(request, body)
        if bolt_request is None:
            return PlainTextResponse("", status_code=400)
        response = await to_thread.run_sync(app.dispatch, bolt_request, limiter=limiter)
        return to_starlette_response(response)

    return Route("/slack/events", events, methods=["POST"])


def _understood(request: Request, body: bytes) -> BoltRequest | None:
    """What Bolt reads out of it; None for what is no request of Slack's.

    Bolt reads before it checks the signature: anybody can send anything here.
    """
    try:
        return to_bolt_request(request, body)
    except UNREADABLE:
        return None


def health_route(healthy: Callable[[], bool]) -> Route:
    """GET /healthz: 200 「ok」 while the process serves, 503 when it cannot."""

    async def healthz(request: Request) -> Response:
        ok = healthy()
        return PlainTextResponse("ok" if ok else "unavailable", status_code=200 if ok else 503)

    endpoint: Callable[[Request], Awaitable[Response]] = healthz
    return Route("/healthz", endpoint, methods=["GET"])
