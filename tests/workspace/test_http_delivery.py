"""Signed HTTP delivery to a real Bolt app, and to an endpoint that misbehaves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest
from anyio import to_thread
from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.workspace.server import HttpDelivery, Timing
from tests.support.workspace import Served, serve_workspace, serving, until

SECRET = "a-secret-of-this-test"  # noqa: S105 - both ends are in this file
AT_ONCE = Timing(ack=2.0, retries=(0.0, 0.0, 0.0))


@dataclass
class Endpoint:
    """An app's request URL that keeps what it gets and answers as told."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    seen: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def __call__(self, request: Request) -> Response:
        self.seen.append((dict(request.headers), await request.body()))
        return Response(self.body, self.status, self.headers)

    def retries(self) -> list[str | None]:
        return [headers.get("x-slack-retry-num") for headers, _ in list(self.seen)]


@contextmanager
def endpoint_and_workspace(endpoint: Endpoint, timing: Timing = AT_ONCE) -> Iterator[Served]:
    app = Starlette(routes=[Route("/slack/events", endpoint.__call__, methods=["POST"])])
    with serving(app) as address:
        delivery = HttpDelivery(f"{address}/slack/events", SECRET)
        with serve_workspace(delivery=delivery, timing=timing) as served:
            yield served


@contextmanager
def bolt_over_http(app_secret: str) -> Iterator[tuple[Served, App]]:
    """A Bolt app behind its own Starlette adapter, checking signatures with ``app_secret``."""
    installed: list[SlackRequestHandler] = []

    async def events(request: Request) -> Response:
        return await installed[0].handle(request)

    asgi = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    with serving(asgi) as address:
        delivery = HttpDelivery(f"{address}/slack/events", SECRET)
        with serve_workspace(delivery=delivery, timing=AT_ONCE) as served:
            client: WebClient = served.client()
            app = App(client=client, signing_secret=app_secret, process_before_response=True)
            installed.append(SlackRequestHandler(app))
            yield served, app


def test_a_bolt_app_accepts_the_signature() -> None:
    with bolt_over_http(SECRET) as (served, app):
        app.command("/kizuki")(lambda args: args.ack(f"はい: {args.body['text']}"))
        app.event("message")(lambda args: args.say("受け取りました"))
        app.shortcut("ask")(lambda args: args.ack())
        assert served.page.command("/kizuki 相談") == {"ok": True}
        assert served.page.texts(served.page.dm()) == ["はい: 相談"]
        assert served.page.post("shortcut", callback_id="ask") == {"ok": True}
        served.page.post("message", channel=served.page.dm(), text="やあ")
        until(lambda: "受け取りました" in served.page.texts(served.page.dm()))


def test_a_bolt_app_with_another_secret_refuses() -> None:
    with bolt_over_http("another-secret") as (served, app):
        app.command("/kizuki")(lambda args: args.ack("はい"))
        assert served.page.command("/kizuki")["error"] == "operation_timeout"
        assert served.page.texts(served.page.dm()) == []


def test_bodies_have_slacks_content_types_and_signatures() -> None:
    endpoint = Endpoint()
    with endpoint_and_workspace(endpoint) as served:
        served.page.command("/kizuki 相談 家賃")
        served.page.post("shortcut", callback_id="ask")
        served.page.post("message", channel=served.page.dm(), text="やあ")
        until(lambda: len(endpoint.seen) >= 3)
    kinds = [headers["content-type"] for headers, _ in endpoint.seen]
    form = "application/x-www-form-urlencoded"
    assert kinds == [form, form, "application/json"]
    assert parse_qs(endpoint.seen[0][1].decode())["text"] == ["相談 家賃"]
    assert set(parse_qs(endpoint.seen[1][1].decode())) == {"payload"}
    for headers, body in endpoint.seen:
        assert SignatureVerifier(SECRET).is_valid_request(body, headers)
        assert not SignatureVerifier("other").is_valid_request(body, headers)


def test_a_failing_event_is_repeated_with_its_number() -> None:
    endpoint = Endpoint(status=500)
    with endpoint_and_workspace(endpoint) as served:
        served.page.post("message", channel=served.page.dm(), text="やあ")
        until(lambda: len(endpoint.seen) >= 4)
        assert endpoint.retries() == [None, "1", "2", "3"]
        assert endpoint.seen[1][0]["x-slack-retry-reason"] == "http_error"


def test_an_event_is_not_repeated_when_the_app_opts_out() -> None:
    endpoint = Endpoint(status=500, headers={"x-slack-no-retry": "1"})
    with endpoint_and_workspace(endpoint) as served:
        served.page.post("message", channel=served.page.dm(), text="一")
        until(lambda: len(endpoint.seen) == 1)
        endpoint.status = 200
        served.page.post("message", channel=served.page.dm(), text="二")
        until(lambda: served.records.acks("events_api"))
        assert endpoint.retries() == [None, None]


def test_an_interaction_is_never_repeated() -> None:
    endpoint = Endpoint(status=404)
    with endpoint_and_workspace(endpoint) as served:
        assert served.page.command("/kizuki")["error"] == "operation_timeout"
        assert endpoint.retries() == [None]


def test_plain_text_is_an_answer() -> None:
    endpoint = Endpoint(body="はい", headers={"content-type": "text/plain; charset=utf-8"})
    with endpoint_and_workspace(endpoint) as served:
        served.page.command("/kizuki")
        assert served.page.texts(served.page.dm()) == ["はい"]


def test_an_app_that_answers_too_late() -> None:
    release = threading.Event()

    class Late(Endpoint):
        async def __call__(self, request: Request) -> Response:
            await to_thread.run_sync(release.wait)
            return Response()

    with endpoint_and_workspace(Late(), Timing(ack=0.2, retries=())) as served:
        assert served.page.command("/kizuki")["error"] == "operation_timeout"
        release.set()


def test_an_app_that_is_not_there() -> None:
    delivery = HttpDelivery("http://127.0.0.1:9/slack/events", SECRET)
    with serve_workspace(delivery=delivery) as served:
        assert served.page.command("/kizuki")["error"] == "operation_timeout"


def test_socket_mode_is_off_over_http() -> None:
    with endpoint_and_workspace(Endpoint()) as served:
        token = served.workspace.app_token
        with pytest.raises(SlackApiError) as raised:
            served.client(token).apps_connections_open(app_token=token)
        assert raised.value.response["error"] == "socket_mode_not_enabled"
