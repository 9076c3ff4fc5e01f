"""A person's hands at the Slack front: the real app and service, signed requests, a stand-in Slack.

Every acknowledgement, Web API call and response_url post goes into
build/slack-calls.jsonl, and each must be one that Slack would take.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest

from bot.content.library import Library
from bot.core.delivery import CheckResult, DeliveryKind, SendResult, Sent
from bot.jobs.worker import Worker
from bot.service.referral import Referral
from bot.slack.app import build_app
from bot.slack.clients import Clients, make_clients
from bot.slack.sender import SlackSender
from bot.store.engine import Store
from tests.support import signed
from tests.support.records import Records
from tests.support.service import EVERYBODY, HIRED, Recorder, SetClock, Ward, open_ward
from tests.support.slack_payloads import (
    Ack,
    Payload,
    Who,
    account,
    dm,
    faults_of_ack,
    faults_of_call,
    interaction,
)
from tests.support.slack_stub import Call, SlackStub, slack_stub

SECRET = "front-signing-secret"  # noqa: S105  # a fixed value for these tests
TOKEN = "xoxb-front-token"  # noqa: S105  # a fixed value for these tests
JSON = "application/json"


class Front:
    """What a person can do in Slack, and what Slack then receives from the app."""

    def __init__(self, ward: Ward, stub: SlackStub, clients: Clients, records: Records) -> None:
        self.ward = ward
        self.stub = stub
        self.clients = clients
        self.app = build_app(ward.service, clients, SECRET)
        self._records = records

    def command(self, who: Who, text: str, channel: str = "C1") -> Ack:
        """Type /kizuki in a channel, or where nobody else reads."""
        return self.send(signed.command_body(account(who), text, channel=channel), "slash_commands")

    def shortcut(self, who: Who, callback_id: str) -> Ack:
        """Choose a global shortcut."""
        body = {**interaction("shortcut", who), "callback_id": callback_id}
        return self.send(signed.interaction_body(body), "interactive")

    def press(
        self, who: Who, element: Mapping[str, Any], place: Payload, state: Payload | None = None
    ) -> Ack:
        """Use a control in a message, a modal or App Home; ``state`` as Slack's state.values."""
        body = {**interaction("block_actions", who), **copy.deepcopy(place)}
        holder = body.get("view", body)
        holder["state"] = {"values": state or {}}
        body["actions"] = [{"block_id": "b", "action_ts": "1.0", **element}]
        return self.send(signed.interaction_body(body), "interactive")

    def submit(self, who: Who, callback_id: str, values: Payload, **more: object) -> Ack:
        """Submit a modal."""
        view = {"id": "V1", "type": "modal", "callback_id": callback_id, **more}
        body = {
            **interaction("view_submission", who),
            "view": {**view, "state": {"values": values}},
        }
        return self.send(signed.interaction_body(body), "interactive")

    def say(self, who: Who, text: str, event_id: str = "Ev1", **more: object) -> Ack:
        """Write in the app's direct message."""
        event = {"type": "message", "channel_type": "im", "channel": dm(who), "text": text}
        return self.event({**event, "user": account(who), "ts": "1.1", **more}, event_id)

    def mention(self, who: Who, text: str, event_id: str = "Ev1", **more: object) -> Ack:
        """Call the app by name in a channel."""
        event = {"type": "app_mention", "channel": "C1", "text": text, "user": account(who)}
        return self.event({**event, "ts": "1.1", **more}, event_id)

    def open_home(self, who: Who, tab: str = "home") -> Ack:
        """Look at App Home."""
        event = {"type": "app_home_opened", "user": account(who), "channel": dm(who), "tab": tab}
        return self.event(event, f"Ev-home-{account(who)}")

    def event(self, event: Mapping[str, Any], event_id: str) -> Ack:
        """Something happened of which Slack tells the app."""
        return self.send(signed.event_body(event, event_id), "events", JSON)

    def send(self, body: str, to: str, content_type: str = signed.FORM) -> Ack:
        """Dispatch one signed request and record the acknowledgement."""
        headers = signed.headers(SECRET, body, content_type)
        response = self.app.dispatch(BoltRequest(body=body, headers={**headers}))
        self._records.ack(to, response.body)
        ack = Ack(response.status, response.body)
        assert faults_of_ack(ack) == []
        return ack

    def deliver(self, *to: Who) -> int:
        """Send what is due, as the worker does; how many messages.

        With ``to`` only they get theirs by Slack and the others' count as sent, which is quicker.
        """
        desk, clock = self.ward.service.delivery, self.ward.clock
        send, wanted = SlackSender(self.ward.service, self.clients), {account(who) for who in to}

        class Some(Recorder):
            def __call__(
                self, kind: DeliveryKind, payload_ids: Mapping[str, str], who: str, /
            ) -> SendResult:
                if wanted and who not in wanted:
                    return Sent(dm(who), "1.0")
                return send(kind, payload_ids, who)

            def find(self, delivery_id: str, who: str, age: timedelta, /) -> CheckResult:
                return send.find(delivery_id, who, age)

        desk.ensure_due(clock.now())
        return Worker(desk, Some(), clock, patience=0).drain()

    def calls(self, method: str) -> list[Call]:
        """What Slack received of one kind so far ("response_url" for those posts)."""
        return [c for c in list(self.stub.calls) if c.method == method]

    def calls_since_forgotten(self) -> list[Call]:
        """Everything Slack received since :meth:`forget`."""
        return list(self.stub.calls)

    def answer(self) -> Call:
        """The one call that answered, whatever App Home a press before it drew anew."""
        (call,) = [c for c in self.calls_since_forgotten() if c.method != "views.publish"]
        return call

    def only(self, method: str) -> Call:
        """The one call of that kind."""
        (call,) = self.calls(method)
        return call

    def seen(self) -> list[str]:
        """The methods Slack received since the app was built."""
        return [c.method for c in list(self.stub.calls) if c.method != "auth.test"]

    def forget(self) -> None:
        """Begin anew with what Slack received, which must have been valid."""
        received = [c for c in list(self.stub.calls) if faults_of_call(c)]
        assert [(c.method, faults_of_call(c)) for c in received] == []
        self.stub.calls.clear()

    def place_of(self, post: Call) -> Payload:
        """The direct message that a chat.postMessage made, as the stand-in Slack names it."""
        number = next(i for i, c in enumerate(self.stub.calls, start=1) if c is post)
        return self.message(f"D{post.args['channel'][1:]}", f"1700000000.{number:06d}")

    def message(self, channel: str = "D1", ts: str = "1.5", *, ephemeral: bool = False) -> Payload:
        """A press in a message: container, channel and response_url."""
        container = {"type": "message", "channel_id": channel, "message_ts": ts}
        return {
            "container": {**container, "is_ephemeral": ephemeral},
            "channel": {"id": channel, "name": "directmessage"},
            "response_url": f"{self.stub.url}hook",
        }


@pytest.fixture(scope="session")
def staffed_template(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    library: Library,
    referral: Referral,
) -> Path:
    """A migrated SQLite file with everybody on the roster since April, to copy."""
    file = tmp_path_factory.mktemp("staffed") / "staffed.sqlite3"
    opened = Store.open(f"sqlite:///{shutil.copy(sqlite_template, file)}")
    open_ward(opened, library, referral, SetClock(HIRED)).employ(EVERYBODY, HIRED)
    opened.close()
    return file


@pytest.fixture
def database(tmp_path: Path, staffed_template: Path) -> Path:
    """The file of one test."""
    return Path(shutil.copy(staffed_template, tmp_path / "front.sqlite3"))


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """The store on it."""
    opened = Store.open(f"sqlite:///{database}")
    yield opened
    opened.close()


@pytest.fixture
def ward(store: Store, library: Library, referral: Referral, clock: SetClock) -> Ward:
    """The ward on Monday morning, nothing planned yet."""
    return open_ward(store, library, referral, clock)


@pytest.fixture(scope="session")
def made_clients() -> Clients:
    """The product's clients, made once: reading the certificates takes a while."""
    return make_clients(TOKEN, "http://127.0.0.1:9/api/")


@pytest.fixture
def front(ward: Ward, records: Records, made_clients: Clients) -> Iterator[Front]:
    """The app over the ward; at the end all that Slack received must have been valid."""
    with slack_stub(records.add) as stub:
        clients = Clients(copy.copy(made_clients.reading), copy.copy(made_clients.posting))
        for client in (clients.reading, clients.posting):
            client.base_url = f"{stub.url}api/"
        opened = Front(ward, stub, clients, records)
        yield opened
        opened.app.close()  # or its work would go on beside the next test
    opened.forget()
