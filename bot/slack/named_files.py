"""Files with names are deleted from Slack when their time is over, also after a restart."""

from __future__ import annotations

import logging
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.service.rooms import Service
from bot.slack.clients import Clients

log = logging.getLogger(__name__)

_GONE = frozenset({"file_not_found", "file_deleted"})


def delete_named(service: Service, clients: Clients) -> bool:
    """Delete what is due, one call each; False, because the rest is due later.

    What fails is tried again after some minutes, and told to the administrators when it
    goes on for a day.
    """
    now = service.clock.now()
    for file_id in service.report_files.to_delete(now):
        if _deleted(clients.reading, file_id):
            service.report_files.deleted(file_id)
            log.info("a file with names was deleted")
    service.report_files.tell_if_stuck(now)
    return False


def _deleted(client: WebClient, file_id: str) -> bool:
    """Whether the file is no longer in Slack."""
    try:
        client.files_delete(file=file_id)
    except SlackApiError as error:
        code = str(error.response.get("error"))
        if code not in _GONE:
            log.error("a file with names was not deleted: %s", code)
        return code in _GONE
    except (OSError, HTTPException) as error:
        log.error("a file with names was not deleted: %s", type(error).__name__)
        return False
    return True
