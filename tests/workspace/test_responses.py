"""response_url: five uses, half an hour, replacing and deleting."""

from __future__ import annotations

import httpx
import pytest
from slack_bolt import Args

from bot.workspace.server import Timing
from tests.support.workspace import CHIEF, STAFF, serve_workspace
from tests.workspace.conftest import Desk
from tests.workspace.samples import actions, button


def url_of_a_command(desk: Desk, channel: str) -> str:
    desk.page.command("/kizuki", channel)
    return str(desk.heard("command")[-1]["response_url"])


def url_of_a_button(desk: Desk, channel: str, *, ephemeral: bool = False) -> tuple[str, str]:
    blocks = [actions(button())]
    if ephemeral:
        desk.client.chat_postEphemeral(channel=channel, user=STAFF, text="問い", blocks=blocks)
    else:
        desk.client.chat_postMessage(channel=channel, text="問い", blocks=blocks)
    message = desk.page.messages(channel)[-1]
    desk.page.press_message(channel, message, "row", "go")
    return str(desk.heard("action")[-1]["response_url"]), message["ts"]


def test_bolts_respond_answers_the_writer_only(desk: Desk) -> None:
    def respond(args: Args) -> None:
        args.ack()
        args.respond("あとから")

    desk.on("command", respond)
    channel = desk.page.channel("窓口")
    desk.page.command("/kizuki", channel)
    assert desk.page.texts(channel)[-1] == "あとから"
    assert "あとから" not in desk.page.texts(channel, CHIEF)
    assert {"kind": "response_url", "body": {"text": "あとから"}} in desk.served.records.entries


def test_an_answer_for_everybody(desk: Desk) -> None:
    channel = desk.page.channel("窓口")
    url = url_of_a_command(desk, channel)
    httpx.post(url, json={"text": "皆さんへ", "response_type": "in_channel"})
    assert desk.page.texts(channel, CHIEF)[-1] == "皆さんへ"


def test_five_uses(desk: Desk) -> None:
    channel = desk.page.channel("窓口")
    url = url_of_a_command(desk, channel)
    answers = [httpx.post(url, json={"text": str(n)}) for n in range(6)]
    assert [row.status_code for row in answers] == [200] * 5 + [404]
    assert answers[-1].json() == {"ok": False, "error": "used_url"}
    assert desk.page.texts(channel)[-1] == "4"


def test_a_url_expires() -> None:
    with serve_workspace(timing=Timing(response_url=0.0)) as served:
        path = served.workspace.hub.response_urls.issue(served.page.dm(), STAFF, "commands")
        answer = httpx.post(served.address + path, json={"text": "遅い"})
        assert (answer.status_code, answer.json()["error"]) == (404, "expired_url")
        assert served.page.messages(served.page.dm()) == []


@pytest.mark.parametrize("ephemeral", [False, True])
def test_the_original_is_replaced(desk: Desk, ephemeral: bool) -> None:
    channel = desk.page.channel("窓口")
    url, ts = url_of_a_button(desk, channel, ephemeral=ephemeral)
    httpx.post(url, json={"text": "答えました", "replace_original": True})
    last = desk.page.messages(channel)[-1]
    assert (last["ts"], last["text"], last["ephemeral"]) == (ts, "答えました", ephemeral)


def test_the_original_is_deleted_once(desk: Desk) -> None:
    channel = desk.page.channel("窓口")
    url, ts = url_of_a_button(desk, channel)
    assert httpx.post(url, json={"delete_original": True}).json() == {"ok": True}
    assert ts not in [row["ts"] for row in desk.page.messages(channel)]
    again = httpx.post(url, json={"delete_original": True})
    assert again.json()["error"] == "message_not_found"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "nothing"}]}, "invalid_blocks"),
        (["list"], "invalid_payload"),
    ],
)
def test_a_refused_answer(desk: Desk, body: object, error: str) -> None:
    url = url_of_a_command(desk, desk.page.dm())
    answer = httpx.post(url, json=body)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_guessed_url(desk: Desk) -> None:
    answer = httpx.post(f"{desk.served.address}/hooks/commands/guess", json={"text": "x"})
    assert (answer.status_code, answer.json()["error"]) == (404, "no_such_url")
