"""The Web API's one door: token, 429 on demand, arguments, scope, method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.workspace import api_chat, api_conversations, api_files, api_people, api_views
from bot.workspace.arguments import Arguments, read_arguments
from bot.workspace.errors import ApiError
from bot.workspace.hub import Hub
from bot.workspace.identifiers import looks_real
from bot.workspace.methods import Method, need_scope
from bot.workspace.model import Json

METHODS: dict[str, Method] = {
    **api_people.METHODS,
    **api_chat.METHODS,
    **api_views.METHODS,
    **api_conversations.METHODS,
    **api_files.METHODS,
}

_REAL_ONE_REFUSED = (
    "本物のSlackのトークンらしき文字列が送られました。ここはデモです。"
    "本物のトークンは入力しないでください。"
)


@dataclass(slots=True)
class Refusals:
    """How often a method still answers 429, and the seconds it asks to wait."""

    times: int
    retry_after: int


class Api:
    """Answers ``/api/<method>``."""

    def __init__(
        self, hub: Hub, bot_token: str, app_token: str, socket_url: Callable[[], str | None]
    ) -> None:
        self._hub = hub
        self._tokens = {bot_token: "bot", app_token: "app"}
        self._socket_url = socket_url
        self._refusals: dict[str, Refusals] = {}
        opener = Method(self._open_connection, caller="app")
        self._methods = METHODS | {"apps.connections.open": opener}

    def fail_next(self, method: str, times: int, retry_after: int) -> None:
        """Let the next ``times`` calls of ``method`` be answered with HTTP 429."""
        self._refusals[method] = Refusals(times, retry_after)

    async def answer(self, request: Request) -> JSONResponse:
        """One call."""
        name = request.path_params["method"]
        headers = {"x-oauth-scopes": ",".join(self._hub.app.scopes)}
        try:
            token, args = await read_arguments(request)
            if looks_real(token):
                body = {"ok": False, "error": "real_token_refused", "message": _REAL_ONE_REFUSED}
                return JSONResponse(body, 403)
            self._hub.record({"kind": "call", "method": name, "args": args.sent})
            kind = self._kind_of(token)
            wait = self._next_refusal(name)
            if wait is not None:
                limited = {"ok": False, "error": "ratelimited"}
                return JSONResponse(limited, 429, {"retry-after": str(wait)})
            return JSONResponse({"ok": True} | self._run(name, kind, args), headers=headers)
        except ApiError as refusal:
            return JSONResponse(refusal.body, headers=headers)

    def _kind_of(self, token: str) -> str:
        if not token:
            raise ApiError("not_authed")
        if token not in self._tokens:
            raise ApiError("invalid_auth")
        return self._tokens[token]

    def _next_refusal(self, name: str) -> int | None:
        planned = self._refusals.get(name)
        if planned is None or planned.times <= 0:
            return None
        planned.times -= 1
        return planned.retry_after

    def _run(self, name: str, token_kind: str, args: Arguments) -> Json:
        method = self._methods.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        if method.caller != token_kind:
            raise ApiError("not_allowed_token_type")
        args.require(method.required)
        if method.scope is not None:
            need_scope(self._hub, method.scope)
        return method.run(self._hub, args)

    def _open_connection(self, _hub: Hub, _args: Arguments) -> Json:
        url = self._socket_url()
        if url is None:
            raise ApiError("socket_mode_not_enabled")
        return {"url": url}
