"""A stub of the workspace's page API: it answers, remembers orders and announces changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.workspace.guard import Guard
from tests.workspace_page import build, samples
from tests.workspace_page.build import Json
from tests.workspace_page.samples import DIRECT

STATIC = Path(__file__).parents[2] / "bot" / "workspace" / "static"
CLOCK = {"now": "2026-11-24T09:00:00+09:00", "next_post": "2026-11-30T10:00:00+09:00"}

Handler = Callable[["World", Json], Json | None]


class World:
    """Everything the stub says; a test changes it and calls ``tell``."""

    def __init__(self) -> None:
        self.messages = samples.messages()
        self.home: Json | None = samples.HOME
        self.modals: list[Json] = []
        self.errors: dict[str, str] = {}
        self.notice: str | None = None
        self.unread = {"C1": 2}
        self.clock = dict(CLOCK)
        self.connected = True
        self.down = False
        self.orders: list[tuple[str, Json]] = []
        self.handlers: dict[str, Handler] = dict(HANDLERS)
        self.queues: set[asyncio.Queue[Json | None]] = set()
        self.loop: asyncio.AbstractEventLoop | None = None

    def ordered(self, kind: str) -> list[Json]:
        """The bodies of all orders of one kind, oldest first."""
        return [body for path, body in self.orders if path == kind]

    def post(self, channel: str, message: Json) -> None:
        """Put a message into a conversation and announce it."""
        self.messages[channel].append(message)
        self.tell("messages", channel=channel)

    def say(self, channel: str, text: str, **more: Any) -> None:
        """Put a text into a conversation, after all that is there."""
        ts = samples.FIRST_TS + 200 + len(self.messages[channel])
        self.post(channel, build.message(ts, text, **more))

    def tell(self, *changed: str, channel: str | None = None) -> None:
        """Announce changes; may be called from any thread."""
        news: Json = {"version": len(self.orders), "changed": list(changed), "channel": channel}
        self._each(news)

    def cut(self) -> None:
        """End every stream, as a restart of the server does."""
        self._each(None)

    def _each(self, news: Json | None) -> None:
        for queue in list(self.queues):
            if self.loop is not None:
                self.loop.call_soon_threadsafe(queue.put_nowait, news)

    def state(self, me: str) -> Json:
        rooms = [
            (DIRECT, "気づきナビ", "app"),
            ("C1", "全体連絡", "channel"),
            ("C2", "窓口", "channel"),
        ]
        return {
            "demo": True,
            "app": samples.APP,
            "me": me,
            "people": samples.PEOPLE,
            "conversations": [
                {"id": key, "name": name, "kind": kind, "unread": self.unread.get(key, 0)}
                for key, name, kind in rooms
            ],
            "commands": samples.COMMANDS,
            "shortcuts": samples.SHORTCUTS,
            "clock": self.clock,
            "version": 1,
            "connected": self.connected,
        }

    def modal(self) -> Json:
        view = self.modals[-1] if self.modals else None
        return {
            "view": view, "depth": len(self.modals), "errors": self.errors, "notice": self.notice,
        }  # fmt: skip


def refusal(code: str, sentence: str) -> Json:
    return {"ok": False, "error": code, "message": sentence}


def _message(world: World, body: Json) -> None:
    person = next(person for person in samples.PEOPLE if person["id"] == body["user"])
    sender = {"id": person["id"], "name": person["name"], "bot": False}
    world.say(body["channel"], body["text"], **{"from": sender})


def _command(world: World, body: Json) -> None:
    world.say(body["channel"], f"{body['text']} を受け取りました。", ephemeral=True)


def _open(world: World, _: Json) -> None:
    world.modals = [samples.sheet()]
    world.tell("modal")


def _action(world: World, body: Json) -> None:
    if body["action_id"] == "sheet":
        _open(world, body)


def _submit(world: World, body: Json) -> None:
    concern = body["state"]["values"]["concern"]["concern_a"]["value"]
    world.errors = {"concern": "もう少しくわしく書いてください。"} if len(concern) < 5 else {}
    if not world.errors:
        world.modals = []
        world.say(DIRECT, "シートを受け取りました。")
    world.tell("modal")


def _close(world: World, body: Json) -> None:
    world.modals = [] if body["all"] else world.modals[:-1]
    world.errors = {}
    world.tell("modal")


def _clock(world: World, body: Json) -> None:
    world.clock["now"] = CLOCK["next_post"] if body.get("to") else "2026-11-24T10:00:00+09:00"
    world.tell("clock")


HANDLERS: dict[str, Handler] = {
    "message": _message,
    "command": _command,
    "shortcut": _open,
    "action": _action,
    "submit": _submit,
    "close": _close,
    "clock": _clock,
}


async def _stream(world: World, request: Request) -> StreamingResponse:
    queue: asyncio.Queue[Json | None] = asyncio.Queue()
    world.loop = asyncio.get_running_loop()

    async def events() -> AsyncIterator[str]:
        world.queues.add(queue)
        try:
            yield ": open\n\n"
            while (news := await queue.get()) is not None:
                yield f"data: {json.dumps(news)}\n\n"
        finally:
            world.queues.discard(queue)

    return StreamingResponse(events(), media_type="text/event-stream")


async def _ask(world: World, request: Request) -> Response:
    topic, query = request.path_params["topic"], request.query_params
    if world.down:
        return Response("down", 503)
    if topic == "events":
        return await _stream(world, request)
    user = query.get("user", "U1")
    known = user in {person["id"] for person in samples.PEOPLE}
    if topic == "state":
        return JSONResponse(world.state(user if known else "U1"))
    if not known:
        return JSONResponse(refusal("user_not_found", "その職員はいません。"), 404)
    if topic == "messages":
        world.unread[query["channel"]] = 0
        return JSONResponse({"messages": world.messages[query["channel"]], "version": 1})
    return JSONResponse({"view": world.home} if topic == "home" else world.modal())


async def _order(world: World, request: Request) -> Response:
    kind, body = request.path_params["topic"], await request.json()
    if world.down:
        return Response("down", 503)
    world.orders.append((kind, body))
    handler = world.handlers.get(kind)
    return JSONResponse((handler(world, body) if handler else None) or {"ok": True})


def application(current: Callable[[], World]) -> Starlette:
    """The stub as an ASGI application; ``current`` gives the world of the running test."""

    async def index(_: Request) -> Response:
        return FileResponse(STATIC / "index.html")

    async def ask(request: Request) -> Response:
        return await _ask(current(), request)

    async def order(request: Request) -> Response:
        return await _order(current(), request)

    routes = [
        Route("/", index),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/page/{topic}", ask, methods=["GET"]),
        Route("/page/{topic}", order, methods=["POST"]),
    ]
    # The real guard: its content security policy is what the page has to live with.
    return Starlette(routes=routes, middleware=[Middleware(Guard, reached=lambda _: None)])
