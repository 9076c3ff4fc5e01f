"""T10: whatever arrives at the public address ends well: no 5xx, no traceback, in time.

Over the real route: signed HTTP, the real app and service, a stand-in Slack that records.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt import App
from starlette.applications import Starlette

from bot.content.library import Library
from bot.serving import HttpServer
from bot.slack.clients import Clients
from bot.slack.conversations import LISTENERS
from bot.slack.http import MAX_BODY, events_route
from bot.slack.listeners.ask import ASK_MODAL
from tests.reliability.answering import small_library
from tests.reliability.bad_input import (
    JSON,
    TEXTS,
    VALUES,
    broken_bodies,
    headers_for,
    misshapen_presses,
)
from tests.reliability.patterns import sample
from tests.support import signed
from tests.support.front import (
    SECRET,
    Front,
    database,
    front,
    made_clients,
    staffed_template,
    store,
    ward,
)
from tests.support.records import Records
from tests.support.service import CLERK, Ward, clock, referral
from tests.support.slack_payloads import home, interaction, modal
from tests.support.slack_stub import slack_stub

__all__ = [
    "clock",
    "database",
    "front",
    "made_clients",
    "referral",
    "staffed_template",
    "store",
    "ward",
]

SLOWEST = 0.05  # seconds of work, at the median, for the client and both servers together
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """What is asked does not matter here."""
    return small_library(tmp_path_factory.mktemp("content"))


class Door:
    """The public address, and what became of each request."""

    def __init__(self, front: Front, port: int) -> None:
        self.front = front
        self._address = f"http://127.0.0.1:{port}/slack/events"
        self._http = httpx.Client(timeout=20)
        self.seconds: list[float] = []

    def send(self, body: bytes | str, content_type: str = signed.FORM, **headers: str) -> int:
        """Post a signed body; the status, which is never one of the server's own."""
        data = body.encode() if isinstance(body, str) else body
        sent = {**headers_for(SECRET, data, content_type), **headers}
        began = time.process_time()
        answer = self._http.post(self._address, content=data, headers=sent)
        self.seconds.append(time.process_time() - began)
        assert answer.status_code < 500, body[:80]
        self._shows_nothing_of_the_inside(answer.text)
        return answer.status_code

    def _shows_nothing_of_the_inside(self, acknowledged: str) -> None:
        shown = acknowledged + json.dumps([c.args for c in self.front.stub.calls])
        for inside in ("Traceback", 'File \\"', "Error:", "<!channel>", "<!here>", "<@U0T001>"):
            assert inside not in shown
        self.front.stub.calls.clear()


@contextmanager
def opened(front: Front) -> Iterator[Door]:
    """The app's route on a server of its own."""
    server = HttpServer("127.0.0.1", 0)
    server.start(Starlette(routes=[events_route(front.app)]))
    try:
        yield Door(front, server.port)
    finally:
        server.stop()


@pytest.fixture
def door(front: Front) -> Iterator[Door]:
    with opened(front) as door:
        yield door


def in_time(door: Door) -> bool:
    return sorted(door.seconds)[len(door.seconds) // 2] < SLOWEST


@pytest.mark.timeout(300)
def test_three_hundred_bad_inputs_end_well(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    words = ["相談 ", "", *(f"{c.word} " for c in LISTENERS[:4])]
    with caplog.at_level(logging.INFO):
        for number, text in enumerate(TEXTS):
            for word in words[: 2 if len(text) > 3_000 else None]:
                assert door.send(signed.command_body(CLERK.account, word + text)) == 200
            assert door.send(said(text, f"EvT{number}"), JSON) == 200
            assert door.send(submitted(text)) == 200
        for _, body in misshapen_presses():
            assert door.send(body) in {200, 400}
    assert len(door.seconds) >= 300
    assert in_time(door)
    long = [text for text in TEXTS if len(text) > 20]
    assert [text[:20] for text in long if text in caplog.text] == []


def said(text: str, event_id: str) -> str:
    event = {"type": "message", "channel_type": "im", "channel": "D0T001", "text": text}
    return signed.event_body({**event, "user": CLERK.account, "ts": "1.1"}, event_id)


def submitted(text: str) -> str:
    view = {"id": "V1", "type": "modal", "callback_id": ASK_MODAL}
    values = {"question": {"text": {"type": "plain_text_input", "value": text}}}
    body = {**interaction("view_submission", CLERK), "view": {**view, "state": {"values": values}}}
    return signed.interaction_body(body)


@pytest.mark.parametrize(("name", "body", "kind"), list(broken_bodies()))
def test_a_body_that_slack_would_not_send(door: Door, name: str, body: bytes, kind: str) -> None:
    signed_so = door.send(body, kind)
    assert signed_so in {200, 400, 401}
    unsigned = door.send(body, kind, **{"X-Slack-Signature": "v0=0"})
    assert unsigned in {400, 401, 200}
    assert door.send(body, kind, **{"X-Slack-Request-Timestamp": "never"}) in {400, 401, 200}


@pytest.mark.parametrize("age", [301, 86_400, -301])
def test_a_request_of_another_time_is_refused(door: Door, age: int) -> None:
    body = signed.command_body(CLERK.account, "緊急")
    assert door.send(body, **signed.headers(SECRET, body, age=age)) == 401


@pytest.mark.parametrize("headers", [{"X-Slack-Signature": ""}, {"X-Slack-Signature": "v0=" * 99}])
def test_a_forged_request_is_refused(door: Door, headers: Mapping[str, str]) -> None:
    assert door.send(signed.command_body(CLERK.account, "緊急"), **headers) == 401


def test_what_nobody_signed_leaves_no_words_behind(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    words = {"type": "家賃の相談", "callback_id": "山田花子", "user": {"id": "090-1234-5678"}}
    with caplog.at_level(logging.INFO, "bot"):
        door.send(signed.interaction_body(words), **{"X-Slack-Signature": "v0=0"})
    assert set(door.front.ward.service.metrics.so_far().latency) == {"refused"}
    fields = [getattr(record, "fields", {}) for record in caplog.records]
    assert [f["person"] for f in fields if f] == [""]
    assert not any(word in str(fields) for word in ("家賃", "山田", "090"))


def test_a_body_above_the_limit_is_not_read(door: Door) -> None:
    fits = "text=" + "x" * (MAX_BODY - 5)
    assert door.send(fits + "x") == 413
    assert door.send(fits) in {200, 400, 401}


# ------------------------------------------------------------------ every handler


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """The name of every action, modal and shortcut, noted as the app registers it."""
    noted: list[tuple[str, str]] = []
    for kind in ("action", "view", "shortcut", "options", "view_closed"):
        usual = getattr(App, kind)

        def noting(
            app: App, name: Any, *rest: Any, kind: str = kind, usual: Any = usual, **more: Any
        ) -> Any:
            noted.append((kind, an_id(name)))
            return usual(app, name, *rest, **more)

        monkeypatch.setattr(App, kind, noting)
    yield noted
    assert len(noted) >= 30


def an_id(name: object) -> str:
    """The id itself, or one that the pattern takes."""
    return sample(name.pattern) if isinstance(name, re.Pattern) else str(name)


SCRAPS = st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(VALUES)
ANYTHING = st.recursive(
    SCRAPS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)
PARTS = ("value", "selected_option", "selected_options", "selected_date", "selected_user")


@pytest.mark.timeout(300)
def test_every_handler_takes_anything(
    handlers: list[tuple[str, str]],
    ward: Ward,
    made_clients: Clients,
    records: Records,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with slack_stub(records.add) as stub:
        for client in (made_clients.reading, made_clients.posting):
            client.base_url = f"{stub.url}api/"
        with opened(Front(ward, stub, made_clients, records)) as door:
            fuzz(door, handlers, f"{stub.url}hook", caplog)
    assert "x" * 100 not in caplog.text


def fuzz(
    door: Door, handlers: list[tuple[str, str]], hook: str, caplog: pytest.LogCaptureFixture
) -> None:
    @FUZZ
    @given(st.data())
    def ends_well(data: st.DataObject) -> None:
        body = data.draw(st.sampled_from(handlers).flatmap(pressed)) | {"response_url": hook}
        assert door.send(signed.interaction_body(body)) in {200, 400}

    with caplog.at_level(logging.WARNING):
        ends_well()
    for handler in handlers:
        body = empty(*handler) | {"response_url": hook}
        assert door.send(signed.interaction_body(body)) in {200, 400}


def pressed(handler: tuple[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    """A request to that handler in which everything a person could forge is anything."""
    kind, name = handler
    carried = st.fixed_dictionaries({}, optional=dict.fromkeys(PARTS, ANYTHING))
    states = st.dictionaries(st.text(max_size=8), ANYTHING, max_size=2) | ANYTHING
    places = st.sampled_from([home(), modal(), modal("V2", "V1")])
    metadata = st.text(max_size=40) | st.sampled_from(['{"a": 1}', "[]", "|||"])

    def body(carries: Any, state: Any, place: Any, meta: str) -> dict[str, Any]:
        filled = empty(kind, name) | (place if kind == "action" else {})
        view = dict(filled.get("view") or {}) | {"private_metadata": meta}
        filled["view"] = view | {"state": {"values": state}}
        if kind == "action":
            filled["actions"] = [filled["actions"][0] | carries]
        return filled

    return st.builds(body, carried, states, places, metadata)


def empty(kind: str, name: str) -> dict[str, Any]:
    """The least that reaches that handler."""
    types = {"action": "block_actions", "view": "view_submission", "options": "block_suggestion"}
    body = interaction(types.get(kind, kind), CLERK) | {"callback_id": name, "action_id": name}
    body["actions"] = [{"type": "button", "action_id": name, "block_id": "b", "action_ts": "1"}]
    body["view"] = {"id": "V1", "type": "modal", "callback_id": name, "state": {"values": {}}}
    return body
