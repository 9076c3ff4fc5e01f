"""Uploading (the v2 sequence of the real SDK), showing, downloading and deleting files."""

from __future__ import annotations

import httpx
import pytest
from slack_sdk.errors import SlackApiError

from tests.support.workspace import STAFF, Served

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


def upload(served: Served, name: str = "推移.png", content: bytes = PICTURE) -> str:
    answer = served.client().files_upload_v2(
        channel=served.page.dm(),
        content=content,
        filename=name,
        title="受講の推移",
        alt_txt="先月より増えた折れ線",
        initial_comment="今月の図です",
    )
    return str(answer["file"]["id"])


def test_an_uploaded_picture_is_shown_in_its_message(served: Served) -> None:
    file_id = upload(served)
    shown = served.page.messages(served.page.dm())[-1]
    assert shown["text"] == "今月の図です"
    (row,) = shown["files"]
    assert (row["id"], row["name"], row["mimetype"]) == (file_id, "推移.png", "image/png")
    assert row["alt"] == "先月より増えた折れ線"
    answer = served.page.http.get(row["url"])
    assert answer.content == PICTURE
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("inline")
    assert (
        served.client()
        .conversations_history(channel=served.page.dm())["messages"][0]["files"][0]["url_private"]
        .endswith(row["url"])
    )


def test_anything_but_a_picture_is_offered_for_saving(served: Served) -> None:
    upload(served, "悪い.html", b"<script>alert(1)</script>")
    (row,) = served.page.messages(served.page.dm())[-1]["files"]
    answer = served.page.http.get(row["url"])
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_deleted_file_is_gone(served: Served) -> None:
    file_id = upload(served)
    served.client().files_delete(file=file_id)
    assert served.page.messages(served.page.dm())[-1]["files"] == []
    assert served.page.http.get(f"/files/{file_id}").status_code == 404
    with pytest.raises(SlackApiError) as raised:
        served.client().files_delete(file=file_id)
    assert raised.value.response["error"] == "file_not_found"


def test_an_upload_address_takes_the_announced_bytes_once(served: Served) -> None:
    answer = served.client().files_getUploadURLExternal(filename="a.txt", length=3)
    address = str(answer["upload_url"])
    assert httpx.post(address, content=b"four").status_code == 400
    assert httpx.post(address, content=b"abc").status_code == 200
    assert httpx.post(address, content=b"abc").status_code == 404
    assert httpx.post(f"{served.address}/upload/guess", content=b"abc").status_code == 404


def test_a_multipart_upload_is_understood(served: Served) -> None:
    answer = served.client().files_getUploadURLExternal(filename="a.txt", length=3)
    posted = httpx.post(str(answer["upload_url"]), files={"file": ("a.txt", b"abc")})
    assert posted.status_code == 200
    done = served.client().files_completeUploadExternal(files=[{"id": answer["file_id"]}])
    assert done["files"][0]["size"] == 3


def test_a_file_without_its_bytes_cannot_be_completed(served: Served) -> None:
    file_id = served.client().files_getUploadURLExternal(filename="a.txt", length=3)["file_id"]
    with pytest.raises(SlackApiError) as raised:
        served.client().files_completeUploadExternal(files=[{"id": file_id}], channel_id=STAFF)
    assert raised.value.response["error"] == "file_not_found"


def test_a_file_may_not_be_too_large(served: Served) -> None:
    with pytest.raises(SlackApiError) as raised:
        served.client().files_getUploadURLExternal(filename="a.bin", length=50_000_001)
    assert raised.value.response["error"] == "file_upload_size_restricted"
