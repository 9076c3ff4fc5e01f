"""Files that people send in the workspace: the event, files.info and the download."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.download import NotDownloaded, TooLarge, download
from tests.support.workspace import ALL_SCOPES, STAFF, Served, serve_workspace
from tests.workspace.conftest import Desk

CARD = b"id: emergency\n"
SCOPES = (*ALL_SCOPES, "files:read")


def row(name: str = "emergency.yaml", content: bytes = CARD) -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(content).decode()}


def test_the_app_hears_of_it_and_may_fetch_it(desk: Desk) -> None:
    page = desk.page
    assert page.post("files", channel=page.dm(), text="直しました", files=[row()])["ok"]
    event = desk.wait_for("message")["event"]
    assert (event["subtype"], event["user"], event["text"]) == ("file_share", STAFF, "直しました")
    (file,) = event["files"]
    assert (file["name"], file["size"], file["user"]) == ("emergency.yaml", len(CARD), STAFF)


@pytest.fixture
def reading() -> Iterator[Served]:
    with serve_workspace(scopes=SCOPES) as served:
        yield served


def sent(served: Served, *files: dict[str, str]) -> list[str]:
    page = served.page
    assert page.post("files", channel=page.dm(), text="", files=list(files))["ok"]
    return [file["id"] for file in page.messages(page.dm())[-1]["files"]]


def test_the_products_own_download(reading: Served) -> None:
    (file_id,) = sent(reading, row())
    assert download(reading.client(), file_id, 100) == CARD
    with pytest.raises(TooLarge):
        download(reading.client(), file_id, len(CARD) - 1)
    with pytest.raises(NotDownloaded, match="file_not_found"):
        download(reading.client(), "F0NONE", 100)


def test_without_the_scope_nothing_is_told_about_files(served: Served) -> None:
    (file_id,) = sent(served, row())
    with pytest.raises(SlackApiError) as refused:
        served.client().files_info(file=file_id)
    assert refused.value.response["error"] == "missing_scope"
    with pytest.raises(NotDownloaded, match="missing_scope"):
        download(served.client(), file_id, 100)


@pytest.mark.parametrize(
    "files",
    [[], "x", [{"name": "a.txt"}], [{"name": "a.txt", "content": "これはbase64ではない"}], [7]],
)
def test_what_is_no_file_is_refused_in_japanese(served: Served, files: object) -> None:
    page = served.page
    answer = page.post("files", channel=page.dm(), text="", files=files)
    assert not answer["ok"]
    assert "ファイル" in answer["message"]
    assert page.messages(page.dm()) == []


def test_a_saved_workspace_keeps_who_sent_it(tmp_path: Path) -> None:
    with serve_workspace(scopes=SCOPES, state_file=tmp_path / "state.json") as served:
        (file_id,) = sent(served, row())
    with serve_workspace(scopes=SCOPES, state_file=tmp_path / "state.json") as served:
        file = served.client().files_info(file=file_id)["file"]
        assert (file["user"], file["name"]) == (STAFF, "emergency.yaml")
        assert download(served.client(), file_id, 100) == CARD
