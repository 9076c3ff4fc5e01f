"""Fetching a file that somebody sent: by https from Slack alone, with the app's token."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
)

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

_SLACK = (".slack.com", ".slack-gov.com")
_TRIES = 2


class NotDownloaded(Exception):
    """The file cannot be fetched; the message says why, for the log."""


class TooLarge(Exception):
    """The file is larger than anything this app takes."""


class _NoDetour(HTTPRedirectHandler):
    """Slack sends a caller without permission to its login page: that is no file."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing: the token is for this address only."""


def download(client: WebClient, file_id: str, longest: int) -> bytes:
    """The bytes of a file (at most ``longest``), asked for anew by its id.

    Raises TooLarge or NotDownloaded.
    """
    try:
        file: Mapping[str, Any] = client.files_info(file=file_id)["file"]
    except SlackApiError as error:
        raise NotDownloaded(str(error.response.get("error"))) from error
    if int(file.get("size") or 0) > longest:
        raise TooLarge
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    if not _is_slacks(address, client.base_url):
        raise NotDownloaded("address")
    request = Request(address, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310 - checked above
    data = _read(_opener(client), request, client.timeout, longest)
    if len(data) > longest:
        raise TooLarge
    return data


def _is_slacks(address: str, api: str) -> bool:
    """Whether the token may go there: Slack's own hosts, or the host of the Web API in use."""
    asked, known = urlsplit(address), urlsplit(api)
    if (asked.scheme, asked.netloc) == (known.scheme, known.netloc):
        return True
    return asked.scheme == "https" and (asked.hostname or "").endswith(_SLACK)


def _opener(client: WebClient) -> OpenerDirector:
    # Proxies of the environment apply, as in the clients' own calls.
    return build_opener(HTTPSHandler(context=client.ssl), _NoDetour())


def _read(opener: OpenerDirector, request: Request, seconds: int, longest: int) -> bytes:
    for attempt in range(1, _TRIES + 1):
        try:
            with opener.open(request, timeout=seconds) as answer:
                if answer.headers.get_content_type() == "text/html":
                    raise NotDownloaded("login page")
                return bytes(answer.read(longest + 1))
        except (URLError, TimeoutError, ConnectionError, HTTPException) as error:
            if attempt == _TRIES:
                raise NotDownloaded(type(error).__name__) from error
    raise NotDownloaded("never tried")
