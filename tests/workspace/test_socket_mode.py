"""Socket Mode on the wire, and with the real client through interruptions."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest
from slack_bolt import Args
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from bot.workspace.server import Timing
from tests.support.workspace import Served, serve_workspace, until
from tests.workspace.raw_link import raw_link, ticket_url

AT_ONCE = Timing(ack=0.2, retries=(0.0, 0.0, 0.0))


def test_hello_comes_first(served: Served) -> None:
    with raw_link(served) as link:
        hello = link.received[0]
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"]["app_id"] == served.page.get("state")["app"]["id"]


def test_a_ticket_opens_one_connection(served: Served) -> None:
    url = ticket_url(served)
    with connect(url):
        pass
    for address in (url, url.partition("?")[0]):
        with pytest.raises((ConnectionClosed, InvalidStatus)), connect(address) as second:
            second.recv()


def test_ten_connections_are_the_most(served: Served) -> None:
    with ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(connect(ticket_url(served))).recv()
        with pytest.raises((ConnectionClosed, InvalidStatus)), connect(ticket_url(served)) as one:
            one.recv()


def test_slacks_own_times_are_the_default() -> None:
    timing = Timing()
    assert (timing.trigger, timing.ack, timing.response_url) == (3.0, 3.0, 1800.0)
    assert len(timing.retries) == 3


def test_an_event_envelope(served: Served) -> None:
    with raw_link(served) as link:
        served.page.post("message", channel=served.page.dm(), text="やあ")
        (envelope,) = link.wait_for(1)
        assert envelope["type"] == "events_api"
        assert envelope["accepts_response_payload"] is False
        assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
        assert envelope["payload"]["event"]["text"] == "やあ"
        assert until(lambda: served.records.acks("events_api")) == [None]


def test_an_interaction_envelope_takes_an_answer(served: Served) -> None:
    with raw_link(served, acknowledging=False) as link:
        asked = threading.Thread(target=served.page.command, args=("/kizuki",))
        asked.start()
        (envelope,) = link.wait_for(1)
        assert envelope["type"] == "slash_commands"
        assert envelope["accepts_response_payload"] is True
        assert "retry_attempt" not in envelope
        link.acknowledge(envelope, {"text": "はい"})
        asked.join()
        assert served.page.texts(served.page.dm()) == ["はい"]


def test_an_event_that_nobody_acknowledges_comes_again() -> None:
    with (
        serve_workspace(timing=AT_ONCE) as served,
        raw_link(served, acknowledging=False) as link,
    ):
        served.page.post("message", channel=served.page.dm(), text="もしもし")
        envelopes = link.wait_for(4)
        assert [row["retry_attempt"] for row in envelopes] == [0, 1, 2, 3]
        assert envelopes[1]["retry_reason"] == "http_timeout"
        assert len({row["payload"]["event_id"] for row in envelopes}) == 1
        assert len({row["envelope_id"] for row in envelopes}) == 4


def test_payloads_are_shared_among_connections(served: Served) -> None:
    with raw_link(served) as one, raw_link(served) as two:
        for _ in range(4):
            assert served.page.command("/kizuki")["ok"]
        assert (len(one.envelopes()), len(two.envelopes())) == (2, 2)


def test_the_apps_own_changes_are_events_too(served: Served) -> None:
    client = served.client()
    with raw_link(served) as link:
        channel = served.page.dm()
        ts = client.chat_postMessage(channel=channel, text="前")["ts"]
        client.chat_update(channel=channel, ts=ts, text="後")
        client.chat_delete(channel=channel, ts=ts)
        events = [row["payload"]["event"] for row in link.wait_for(3)]
        by_kind = {event.get("subtype"): event for event in events}
        assert by_kind[None]["bot_id"]
        changed = by_kind["message_changed"]
        assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("前", "後")
        assert by_kind["message_deleted"]["deleted_ts"] == ts


def test_a_link_that_breaks_fails_what_waits_on_it(served: Served) -> None:
    with raw_link(served, acknowledging=False) as link:
        answers: list[object] = []
        asked = threading.Thread(target=lambda: answers.append(served.page.command("/kizuki")))
        asked.start()
        link.wait_for(1)
        served.workspace.drop_connections()
        asked.join()
        assert isinstance(answers[0], dict)
        assert answers[0]["error"] == "operation_timeout"
        assert link.closed.wait(60)


def test_a_message_that_is_no_acknowledgement_is_ignored(served: Served) -> None:
    with raw_link(served) as link:
        for text in ("?", "[]", '{"envelope_id": "never-sent"}', "{}"):
            link.connection.send(text)
        assert served.page.command("/kizuki")["ok"]


def answers(served: Served) -> bool:
    return bool(served.page.command("/kizuki")["ok"])


def test_the_real_client_returns_after_the_server_hangs_up(served: Served) -> None:
    app = served.bolt_app()
    app.command("/kizuki")(lambda args: args.ack("はい"))
    with served.socket_mode(app):
        assert answers(served)
        served.workspace.drop_connections()
        until(lambda: not served.page.get("state")["connected"])
        assert until(lambda: answers(served))


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_a_warning_names_its_reason(served: Served, reason: str) -> None:
    with raw_link(served) as link:
        served.workspace.warn_disconnect(reason)
        until(lambda: len(link.received) > 1)
        assert link.received[1] == {"type": "disconnect", "reason": reason, "debug_info": {}}
        assert served.page.command("/kizuki")["ok"]


def test_the_real_client_reconnects_when_warned(served: Served) -> None:
    app = served.bolt_app()
    app.command("/kizuki")(lambda args: args.ack("はい"))
    with served.socket_mode(app):
        before = len(served.records.calls("apps.connections.open"))
        served.workspace.warn_disconnect("refresh_requested")
        until(lambda: len(served.records.calls("apps.connections.open")) > before)
        # The client closes its old socket itself, and may sleep out a 10 s select over it.
        assert until(lambda: answers(served), deadline=60)


def test_several_listeners_on_one_link_do_not_mix_their_answers(served: Served) -> None:
    app = served.bolt_app()
    gate = threading.Barrier(3, timeout=60)

    def slow(args: Args) -> None:
        gate.wait()
        args.ack(args.body["text"])

    app.command("/kizuki")(slow)
    with served.socket_mode(app):
        lines = [f"/kizuki {number}" for number in range(3)]
        threads = [threading.Thread(target=served.page.command, args=(line,)) for line in lines]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(served.page.texts(served.page.dm())) == ["0", "1", "2"]
