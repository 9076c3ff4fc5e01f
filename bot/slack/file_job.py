"""Files that somebody asked for: made after the acknowledgement and sent to their messages."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.core.indicator.wave import WaveFault
from bot.reports.orders import MadeFile
from bot.service.report_child import ReportFailed
from bot.service.survey.opening import CannotOpen
from bot.slack.blocks.base import Reply
from bot.slack.errors import sentence_for
from bot.slack.upload import NotUploaded, upload

log = logging.getLogger(__name__)

NOT_MADE = "少しおいて、もう一度お試しください。続くときは、管理者に伝えてください。"
NOT_SENT = "Slackにファイルを渡せませんでした。少しおいて、もう一度お試しください。"


@dataclass(frozen=True, slots=True)
class JobWords:
    """What is said on the way: by how many are before it, when ready, and why there are none."""

    making: Callable[[int], Reply]
    ready: Callable[[Sequence[MadeFile]], Reply]
    failed: Callable[[str], Reply]


class FileJob:
    """One wish on its way: the message that tells of it, and the files in the end.

    ``noted`` is told the number of each file before anybody can see it.
    """

    def __init__(
        self,
        client: WebClient,
        to: str,
        make: Callable[[], Sequence[MadeFile]],
        words: JobWords,
        noted: Callable[[MadeFile, str], None] = lambda *_: None,
    ) -> None:
        self._client = client
        self._to = to
        self._make = make
        self._words = words
        self._noted = noted
        self._telling = threading.Lock()
        self._place: tuple[str, str] | None = None

    def announce(self, ahead: int) -> None:
        """Say that it is being made, or how many are before it; once."""
        with self._telling:
            if self._place is None:
                self._tell(self._words.making(ahead))

    def do(self) -> None:
        """Make the files and send them."""
        with self._telling:
            channel = self._tell(self._words.making(0))
        files = self._make()
        upload(self._client, channel, files, self._noted)
        with self._telling:
            self._tell(self._words.ready(files))

    def failed(self, error: Exception) -> None:
        """Say why there are no files."""
        try:
            with self._telling:
                self._tell(self._words.failed(_sentence(error)))
        except (SlackClientError, OSError, HTTPException) as second:
            log.error("could not tell that files were not made: %s", type(second).__name__)

    def _tell(self, reply: Reply) -> str:
        """Say it in the one message; returns the conversation it stands in."""
        blocks = list(reply.blocks)
        if self._place is None:
            # Files go to a conversation only, never to a person: the message tells which it is.
            posted = self._client.chat_postMessage(channel=self._to, text=reply.text, blocks=blocks)
            self._place = (str(posted["channel"]), str(posted["ts"]))
        else:
            channel, ts = self._place
            self._client.chat_update(channel=channel, ts=ts, text=reply.text, blocks=blocks)
        return self._place[0]


def _sentence(error: Exception) -> str:
    if isinstance(error, CannotOpen | WaveFault):
        return str(error)
    if isinstance(error, ReportFailed):
        log.error("files not made: %s", error)
        return NOT_MADE
    if isinstance(error, NotUploaded):
        log.error("files not sent: %s", error)
        return NOT_SENT
    return sentence_for(error)
