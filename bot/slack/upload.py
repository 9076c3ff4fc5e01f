"""Sending files in a conversation, in Slack's three steps.

The SDK's own helper does all three at once; here a file's number is known, and can be written
down, before anybody sees the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPSHandler, Request, build_opener

from slack_sdk import WebClient

from bot.reports.orders import MadeFile

SECONDS = 20  # a large file over a slow line; nobody's acknowledgement waits for it


class NotUploaded(Exception):
    """Slack did not take a file; the message says why, for the log."""


def upload(
    client: WebClient,
    channel: str,
    files: Sequence[MadeFile],
    before_shared: Callable[[MadeFile, str], None] = lambda *_: None,
) -> None:
    """Send the files as one message in ``channel``.

    ``before_shared`` is told the number of each file before it can be seen. Raises
    SlackApiError, or NotUploaded.
    """
    sent: list[dict[str, str | None]] = []
    for file in files:
        announced = client.files_getUploadURLExternal(
            filename=file.name,
            length=len(file.content),
            alt_txt=file.description or None,
        )
        before_shared(file, announced["file_id"])
        _put(client, str(announced["upload_url"]), file.content)
        sent.append({"id": announced["file_id"], "title": file.name})
    client.files_completeUploadExternal(files=sent, channel_id=channel)


def _put(client: WebClient, address: str, content: bytes) -> None:
    asked, api = urlsplit(address), urlsplit(client.base_url)
    if asked.scheme != "https" and (asked.scheme, asked.netloc) != (api.scheme, api.netloc):
        raise NotUploaded("address")
    request = Request(address, data=content, method="POST")  # noqa: S310 - checked above
    request.add_header("Content-Type", "application/octet-stream")
    opener = build_opener(HTTPSHandler(context=client.ssl))
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            status = answer.status
    except (URLError, HTTPException, OSError) as error:
        raise NotUploaded(type(error).__name__) from error
    if status != HTTPStatus.OK:
        raise NotUploaded(str(status))
