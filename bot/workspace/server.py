"""The local workspace: a small Slack on loopback, to be served by one event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from bot.workspace import api_files, page, page_posts, responses, storage
from bot.workspace.api import Api
from bot.workspace.app_info import install
from bot.workspace.delivery import HttpDelivery, Link, SocketDelivery
from bot.workspace.errors import PageError
from bot.workspace.events import announce_join
from bot.workspace.guard import Guard
from bot.workspace.http_delivery import HttpPosts
from bot.workspace.hub import Hub
from bot.workspace.identifiers import fresh_token
from bot.workspace.model import ClockControl, Person, Recorder, Timing
from bot.workspace.socket_mode import SocketLinks
from bot.workspace.state import State

STATIC = Path(__file__).with_name("static")
Served = Callable[[Hub, Request], Awaitable[Response]]


class Workspace:
    """One workspace with one installed app.

    ``manifest`` decides what is installed, ``people`` and ``channels`` who is there;
    ``state_file`` keeps messages over a restart. ``on_record`` is shown every Web API
    call, acknowledgement and response_url post, on the event loop.

    Raises:
        StateFileError: the saved state cannot be read.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        people: Sequence[Person],
        channels: Sequence[str],
        clock: ClockControl,
        state_file: Path | None,
        delivery: SocketDelivery | HttpDelivery,
        on_record: Recorder | None = None,
        timing: Timing | None = None,
    ) -> None:
        self.bot_token = fresh_token("xoxb-demo-")
        self.app_token = fresh_token("xapp-demo-")
        timing = timing or Timing()
        state = State(install(manifest), people, channels)
        if state_file is not None:
            storage.load(state, state_file)
        saver = storage.Saver(state, state_file)
        self.hub = Hub(state, clock, timing, saver, on_record)
        self.sockets: SocketLinks | None = None
        self.hub.link = self._link(delivery, timing)
        self.api = Api(self.hub, self.bot_token, self.app_token, self._socket_url)
        self._loop: asyncio.AbstractEventLoop | None = None

    def _link(self, delivery: SocketDelivery | HttpDelivery, timing: Timing) -> Link:
        if isinstance(delivery, HttpDelivery):
            return HttpPosts(delivery, timing.ack)
        hub = self.hub
        self.sockets = SocketLinks(hub.app.app_id, timing.ack, lambda: hub.feed.publish("state"))
        return self.sockets

    def _socket_url(self) -> str | None:
        if self.sockets is None:
            return None
        base = self.hub.base_url.replace("http", "ws", 1)
        return f"{base}/socket?ticket={self.sockets.ticket()}"

    def fail_next(self, method: str, times: int = 1, retry_after: int = 1) -> None:
        """Answer the next ``times`` calls of ``method`` with 429 and ``Retry-After``."""
        self.api.fail_next(method, times, retry_after)

    def warn_disconnect(self, reason: str = "warning") -> None:
        """Ask all Socket Mode clients to reconnect (from any thread)."""
        if self.sockets is not None:
            self._on_loop(self.sockets.warn(reason))

    def drop_connections(self) -> None:
        """Close all Socket Mode connections without a warning (from any thread)."""
        if self.sockets is not None:
            self._on_loop(self.sockets.drop())

    def remove_app_from(self, name: str) -> None:
        """Take the app out of a public channel (before anything posts to it)."""
        for channel in self.hub.state.channels.values():
            if channel.name == name:
                channel.members.discard(self.hub.app.bot_user_id)

    def join(self, person: Person) -> None:
        """A newcomer joins, and the app hears ``team_join`` (from any thread)."""
        self._on_loop(self._join(person))

    async def _join(self, person: Person) -> None:
        self.hub.state.add_person(person)
        self.hub.feed.publish("state")
        announce_join(self.hub, person.slack_user_id)

    def tell_page(self, what: str = "state") -> None:
        """Announce a change that happened outside, e.g. ``clock`` (from any thread)."""
        self._on_loop(self._publish(what))

    async def _publish(self, what: str) -> None:
        self.hub.feed.publish(what)

    def close(self) -> None:
        """End the pages' streams, so that the server can stop (from any thread)."""
        self._on_loop(self.hub.stop())

    def _on_loop(self, work: Any) -> None:
        """Run ``work`` on the server's loop; a workspace that is not served does nothing."""
        if self._loop is None:
            work.close()
        else:
            asyncio.run_coroutine_threadsafe(work, self._loop)

    def asgi(self, extra_routes: Sequence[BaseRoute] = ()) -> Starlette:
        """The application: page at ``/``, Web API under ``/api/``, WebSocket at ``/socket``."""
        routes: list[BaseRoute] = [
            Route("/", self._index),
            Route("/api/{method}", self.api.answer, methods=["GET", "POST"]),
            Route("/hooks/{kind}/{token}", self._with_hub(responses.receive), methods=["POST"]),
            Route("/upload/{ticket}", self._with_hub(api_files.receive_upload), methods=["POST"]),
            Route("/files/{file_id}", self._download),
            *self._page_routes(),
            Mount("/static", StaticFiles(directory=STATIC, check_dir=False)),
            *extra_routes,
        ]
        if self.sockets is not None:
            routes.append(WebSocketRoute("/socket", self.sockets.serve))
        return Starlette(
            routes=routes,
            lifespan=self._lifespan,
            middleware=[Middleware(Guard, reached=self._reached)],
            exception_handlers={PageError: _refused},
        )

    def _page_routes(self) -> list[BaseRoute]:
        reads: dict[str, Served] = {
            "state": page.state,
            "messages": page.messages,
            "home": page.home,
            "modal": page.modal,
            "events": page.events,
        }
        routes = [Route(f"/page/{name}", self._with_hub(run)) for name, run in reads.items()]
        return [*routes, Route("/page/{deed}", self._with_hub(page_posts.do), methods=["POST"])]

    def _with_hub(self, run: Served) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await run(self.hub, request)

        return endpoint

    def _reached(self, base_url: str) -> None:
        self.hub.base_url = base_url

    async def _index(self, _request: Request) -> Response:
        index = STATIC / "index.html"
        if not index.exists():
            return PlainTextResponse("ページのファイルが見つかりません。", 500)
        return FileResponse(index, headers={"cache-control": "no-cache"})

    async def _download(self, request: Request) -> Response:
        return api_files.download(self.hub, request)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        saving = self._loop.create_task(self.hub.saver.run())
        try:
            yield
        finally:
            self._loop = None
            await self.hub.stop()
            self.hub.saver.stop()
            await saving


async def _refused(_request: Request, refusal: Exception) -> Response:
    if not isinstance(refusal, PageError):
        raise refusal
    return page_posts.refuse(refusal)


__all__ = ["HttpDelivery", "Person", "SocketDelivery", "Timing", "Workspace"]
