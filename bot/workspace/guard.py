"""Who may speak to the workspace: loopback hosts only, and the page itself for changes."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'"
    ),
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}
_REFUSED_HOST = "このデモは、同じパソコンからだけ使えます（127.0.0.1 または localhost）。"
_REFUSED_ORIGIN = "この操作は、デモのページからだけ受け付けます。"


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine, whatever the port."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    name = name.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def same_origin(headers: Headers, scheme: str) -> bool:
    """Whether a browser says that the request comes from our own page."""
    origin = headers.get("origin")
    if origin is not None:
        return origin == f"{scheme}://{headers.get('host', '')}"
    return headers.get("sec-fetch-site") == "same-origin"


class Guard:
    """Refuses foreign hosts and origins, and adds the security headers."""

    def __init__(self, app: ASGIApp, reached: Callable[[str], None]) -> None:
        self._app = app
        self._reached = reached

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not is_loopback(host):
            await _refuse(scope, receive, send, "host_refused", _REFUSED_HOST)
        elif _changes_page(scope) and not same_origin(headers, scope["scheme"]):
            await _refuse(scope, receive, send, "origin_refused", _REFUSED_ORIGIN)
        else:
            if scope["type"] == "http":
                self._reached(f"{scope['scheme']}://{host}")
            await self._app(scope, receive, _with_headers(send))


def _changes_page(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] not in ("GET", "HEAD")
        and scope["path"].startswith("/page/")
    )


async def _refuse(scope: Scope, receive: Receive, send: Send, code: str, sentence: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4003})
        return
    answer = JSONResponse({"ok": False, "error": code, "message": sentence}, 403)
    await answer(scope, receive, _with_headers(send))


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _SECURITY_HEADERS.items():
                headers[name] = value
        await send(message)

    return send_with_headers
