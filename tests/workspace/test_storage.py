"""What a restart brings back, and what it does not."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from bot.workspace.errors import StateFileError
from tests.support.workspace import STAFF, Served, serve_workspace, until
from tests.workspace.samples import actions, button, home, modal, section

PICTURE = b"\x89PNG" + bytes(range(256))


def fill(served: Served) -> None:
    client, channel = served.client(), served.page.channel("窓口")
    metadata = {"event_type": "kept", "event_payload": {"id": "1"}}
    blocks = [section("本文"), actions(button())]
    client.chat_postMessage(channel=channel, text="残る", blocks=blocks, metadata=metadata)
    client.chat_postEphemeral(channel=channel, user=STAFF, text="消える")
    client.views_publish(user_id=STAFF, view=home(section("ホーム")))
    client.files_upload_v2(channel=served.page.dm(), content=PICTURE, filename="図.png")
    client.views_open(trigger_id=served.workspace.hub.triggers.issue(STAFF), view=modal())


def test_messages_files_and_home_tabs_survive_a_restart(tmp_path: Path) -> None:
    state_file = tmp_path / "new-folder" / "workspace.json"
    with serve_workspace(state_file=state_file) as served:
        fill(served)
        channel = served.page.channel("窓口")
        before = served.page.messages(channel)[0]
        first_token = served.workspace.bot_token
    with serve_workspace(state_file=state_file) as served:
        assert served.workspace.bot_token != first_token
        assert served.page.channel("窓口") == channel
        assert served.page.messages(channel) == [before]
        assert served.page.get("home")["view"]["blocks"][0]["text"]["text"] == "ホーム"
        assert served.page.modal()["view"] is None
        (row,) = served.page.messages(served.page.dm())[-1]["files"]
        assert served.page.http.get(row["url"]).content == PICTURE
        history = served.client().conversations_history(channel=channel, include_all_metadata=True)
        assert history["messages"][0]["metadata"]["event_type"] == "kept"
        later = served.client().chat_postMessage(channel=channel, text="次")["ts"]
        assert float(later) > float(before["ts"])


def test_a_change_is_on_disk_while_the_server_runs(tmp_path: Path) -> None:
    state_file = tmp_path / "workspace.json"
    with serve_workspace(state_file=state_file) as served:
        served.page.post("message", channel=served.page.dm(), text="すぐに保存")
        until(lambda: state_file.exists() and "すぐに保存" in state_file.read_text("utf-8"))
        json.loads(state_file.read_text("utf-8"))


def test_reading_never_sees_half_a_file(tmp_path: Path) -> None:
    state_file = tmp_path / "workspace.json"
    stop, broken = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            if state_file.exists():
                try:
                    json.loads(state_file.read_text("utf-8"))
                except ValueError as error:
                    broken.append(error)

    reader = threading.Thread(target=read)
    with serve_workspace(state_file=state_file) as served:
        reader.start()
        for number in range(30):
            served.client().chat_postMessage(channel=STAFF, text=f"{number} " + "あ" * 2000)
        stop.set()
        reader.join()
    assert broken == []


def test_read_marks_survive(tmp_path: Path) -> None:
    state_file = tmp_path / "workspace.json"
    with serve_workspace(state_file=state_file) as served:
        served.client().chat_postMessage(channel=STAFF, text="未読")
        assert served.page.get("state")["conversations"][0]["unread"] == 1
        served.page.messages(served.page.dm())
        assert served.page.get("state")["conversations"][0]["unread"] == 0
    with serve_workspace(state_file=state_file) as served:
        assert served.page.get("state")["conversations"][0]["unread"] == 0


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99}', '{"format": 1}'])
def test_a_file_of_another_kind_is_named(tmp_path: Path, content: str) -> None:
    state_file = tmp_path / "workspace.json"
    state_file.write_text(content, "utf-8")
    with (
        pytest.raises(StateFileError, match=r"workspace\.json"),
        serve_workspace(state_file=state_file),
    ):
        pass
    assert state_file.read_text("utf-8") == content
