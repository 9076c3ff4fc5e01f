"""The small chart that follows a 課長's monthly message: drawn and sent one after the other.

It follows only a message that has certainly arrived. Where it cannot be drawn or sent the
message stands without it, and 「資料を作る」 below it makes the same picture.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http.client import HTTPException

from slack_sdk.errors import SlackClientError

from bot.core.delivery import Sent
from bot.service.monthly import period_of_post
from bot.service.report_child import ReportFailed
from bot.service.rooms import Service
from bot.slack.clients import Clients
from bot.slack.errors import sentence_for
from bot.slack.one_by_one import OneByOne
from bot.slack.upload import NotUploaded, upload

log = logging.getLogger(__name__)

MOST_WAITING = 400
_EXPECTED = (ReportFailed, NotUploaded, SlackClientError, OSError, HTTPException)


class MonthlyPictures:
    """Sends the chart of each section a supervisor leads into their conversation."""

    def __init__(self, service: Service, clients: Clients) -> None:
        self._service = service
        self._client = clients.posting
        self._queue = OneByOne("monthly-pictures", MOST_WAITING)

    def follow(self, ids: Mapping[str, str], to: str, sent: Sent) -> None:
        """Queue the charts for a message that was sent."""
        occurrence = ids["occurrence"]
        self._queue.put(lambda: self._send(occurrence, to, sent.channel), _report)

    def _send(self, occurrence: str, to: str, channel: str) -> None:
        now = self._service.clock.now()
        actor = self._service.people.actor(to, now)
        found = self._service.statistics.figures(actor, now, period_of_post(occurrence))
        files = [self._service.report_files.picture(report) for report in found.own]
        upload(self._client, channel, files)


def _report(error: Exception) -> None:
    if isinstance(error, _EXPECTED):
        log.warning("a monthly picture was not sent: %s", type(error).__name__)
    else:
        sentence_for(error)
